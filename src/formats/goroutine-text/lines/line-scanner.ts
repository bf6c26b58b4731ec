/**
 * Says what a line of a dump is, and where its parts lie. Bytes in, numbers out: no string is made here.
 *
 * It claims only lines in the runtime's own form. What a line means where it stands is for the assembler; whether it
 * would be one but for a log prefix is for the repairer.
 */
import {asciiBytes, findBytes, hexDigit, isDigit, startsWithBytes} from '../../../base/ascii.ts';

/** Kinds of lines. */
export const OTHER = 0;
export const BLANK = 1;
export const HEADER = 2;
/** `pkg.Function(arguments)` */
export const FRAME = 3;
/** `\tfile.go:12 +0x1a4` */
export const FILE = 4;
export const CREATED_BY = 5;
/** `[originating from goroutine N]:` */
export const ANCESTOR = 6;
/** `...N frames elided...` and `stack unavailable`: said about a goroutine, nothing to keep. */
export const REMARK = 7;
/** `--` as grep puts it between matches. */
export const SEPARATOR = 8;
/** `runtime stack:` of a fatal error: frames of no goroutine. */
export const RUNTIME_STACK = 9;

const TAB = 9;
const SPACE = 32;
const RETURN = 13;
const OPEN = 40;
const CLOSE = 41;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const LESS = 60;
const BRACKET = 91;
const BRACKET_END = 93;
const BRACE = 123;
const BRACE_END = 125;

const GOROUTINE = asciiBytes('goroutine ');
const CREATED = asciiBytes('created by ');
const IN_GOROUTINE = asciiBytes(' in goroutine ');
const ORIGINATING = asciiBytes('[originating from goroutine ');
const RUNTIME_STACK_TEXT = asciiBytes('runtime stack:');
const ELIDED = asciiBytes('frames elided...');
const UNAVAILABLE = asciiBytes('goroutine running on other thread');
const NON_GO = asciiBytes('non-Go function');
const OFFSET = asciiBytes(' +0x');
const FRAME_POINTER = asciiBytes(' fp=0x');
const PROGRAM_COUNTER = asciiBytes(' pc=0x');

/** Bytes that an argument list may hold: hex words, commas, braces, `_`, `?`, `...` and blanks. */
const IS_ARGUMENT = byteSet('0123456789abcdefx,{}_?. -');
/** Bytes that no Go name holds outside type arguments; they distinguish prose, markup and prefixes from names. */
const IS_FOREIGN = byteSet(' \t"\'`\\<>&=;!#|^,:?@$');

export class LineScanner {
  /** FRAME: the name and its arguments without parentheses. CREATED_BY: the name. */
  nameStart = 0;
  nameEnd = 0;
  argumentsStart = 0;
  argumentsEnd = 0;
  /** FILE: `path:line`, and where the offset behind it ends. */
  fileStart = 0;
  numberEnd = 0;
  offsetEnd = 0;
  /** FILE: nothing follows the offset, so that the line may repeat byte by byte. */
  isRepeatable = false;
  /** CREATED_BY, HEADER: a goroutine id, -1 when there is none. */
  id = -1;
  /** CREATED_BY: where the id begins. */
  idStart = 0;
  /** HEADER: the bracket's `[`. */
  bracket = 0;
  /** The line without trailing blanks. */
  start = 0;
  end = 0;

  /** Kind of the line [start, end). */
  scan(source: Uint8Array, start: number, end: number): number {
    let last = end;
    while (last > start && isBlank(source[last - 1])) last--;
    this.start = start;
    this.end = last;
    let first = start;
    while (first < last && isBlank(source[first])) first++;
    if (first === last) return BLANK;
    const special = this.scanSpecial(source, first, last);
    if (special !== OTHER) return special;
    if (source[last - 1] === CLOSE && this.scanFrame(source, first, last)) return FRAME;
    if (this.scanFile(source, first, last)) return FILE;
    if (startsWithBytes(source, first, last, NON_GO)) {
      this.nameStart = first;
      this.nameEnd = first + NON_GO.length;
      this.argumentsStart = this.argumentsEnd = this.nameEnd;
      return FRAME;
    }
    return OTHER;
  }

  private scanSpecial(source: Uint8Array, first: number, last: number): number {
    switch (source[first]) {
      case 103: // g
        if (startsWithBytes(source, first, last, UNAVAILABLE)) return REMARK;
        return this.scanHeader(source, first, last) ? HEADER : OTHER;
      case 99: // c
        return this.scanCreatedBy(source, first, last) ? CREATED_BY : OTHER;
      case BRACKET:
        return startsWithBytes(source, first, last, ORIGINATING) ? ANCESTOR : OTHER;
      case DOT:
        return findBytes(source, first, last, ELIDED) >= 0 ? REMARK : OTHER;
      case 114: // r
        return startsWithBytes(source, first, last, RUNTIME_STACK_TEXT) ? RUNTIME_STACK : OTHER;
      case DASH:
        return isRunOf(source, first, last, DASH) ? SEPARATOR : OTHER;
      default:
        return OTHER;
    }
  }

  /** `goroutine N … [ … ]:`, also without its colon, also with labels in braces between bracket and colon. */
  private scanHeader(source: Uint8Array, first: number, last: number): boolean {
    if (!startsWithBytes(source, first, last, GOROUTINE)) return false;
    let at = first + GOROUTINE.length;
    if (!isDigit(source[at])) return false;
    let id = 0;
    for (; isDigit(source[at]); at++) id = id * 10 + (source[at] - 48);
    while (at < last && source[at] !== BRACKET) {
      const byte = source[at++];
      if (byte < SPACE || byte === COLON) return false;
    }
    const close = source[last - 1] === COLON ? source[last - 2] : source[last - 1];
    if (at >= last || (close !== BRACKET_END && close !== BRACE_END)) return false;
    this.id = id;
    this.bracket = at;
    return true;
  }

  private scanCreatedBy(source: Uint8Array, first: number, last: number): boolean {
    if (!startsWithBytes(source, first, last, CREATED)) return false;
    this.nameStart = first + CREATED.length;
    this.nameEnd = last;
    this.id = -1;
    let at = last;
    while (at > this.nameStart && isDigit(source[at - 1])) at--;
    const phrase = at - IN_GOROUTINE.length;
    if (at < last && phrase > this.nameStart && startsWithBytes(source, phrase, last, IN_GOROUTINE)) {
      this.nameEnd = phrase;
      this.idStart = at;
      this.id = 0;
      for (let i = at; i < last; i++) this.id = this.id * 10 + (source[i] - 48);
    }
    return isName(source, this.nameStart, this.nameEnd);
  }

  private scanFrame(source: Uint8Array, first: number, last: number): boolean {
    let open = last - 2;
    while (open > first && IS_ARGUMENT[source[open]] === 1) open--;
    if (source[open] !== OPEN || open === first || !isName(source, first, open)) return false;
    this.nameStart = first;
    this.nameEnd = open;
    this.argumentsStart = open + 1;
    this.argumentsEnd = last - 1;
    return true;
  }

  /** `path:line`, then nothing, ` +0xOFFSET`, or that and stack addresses. */
  private scanFile(source: Uint8Array, first: number, last: number): boolean {
    for (let at = first + 1; at < last; at++) {
      const byte = source[at];
      if (byte < SPACE) return false;
      if (byte !== COLON || !isDigit(source[at + 1])) continue;
      let end = at + 1;
      while (end < last && isDigit(source[end])) end++;
      if (end < last && source[end] !== SPACE) continue;
      if (!isPath(source, first, at) || !this.scanFileEnd(source, end, last)) continue;
      this.fileStart = first;
      this.numberEnd = end;
      return true;
    }
    return false;
  }

  private scanFileEnd(source: Uint8Array, end: number, last: number): boolean {
    this.offsetEnd = end;
    this.isRepeatable = true;
    if (end === last) return true;
    if (startsWithBytes(source, end, last, OFFSET)) {
      let at = end + OFFSET.length;
      while (at < last && hexDigit(source[at]) >= 0) at++;
      this.offsetEnd = at;
      end = at;
      if (end === last) return true;
    }
    this.isRepeatable = false;
    return startsWithBytes(source, end, last, FRAME_POINTER) || startsWithBytes(source, end, last, PROGRAM_COUNTER);
  }
}

/** Whether the bytes can be a function's name; type arguments in brackets may hold nearly anything. */
export function isName(source: Uint8Array, start: number, end: number): boolean {
  let depth = 0;
  for (let i = start; i < end; i++) {
    const byte = source[i];
    if (byte < SPACE || byte === 127) return false;
    if (byte === BRACKET || byte === BRACE) depth++;
    else if (byte === BRACKET_END || byte === BRACE_END) depth--;
    else if (depth === 0 && IS_FOREIGN[byte] === 1 && !isTypeHelper(source, start, i)) return false;
  }
  return end > start && !isDigit(source[start]);
}

/** `type:.eq.T` and `go:main.inittasks` are names with a colon, written by the compiler. */
function isTypeHelper(source: Uint8Array, start: number, at: number): boolean {
  return source[at] === COLON && at - start <= 4;
}

/** Paths are rooted or have a dot or slash; blanks in them are believed only when they are rooted. */
function isPath(source: Uint8Array, start: number, end: number): boolean {
  if (source[start] === LESS) return true;
  const isRooted = source[start] === SLASH || (source[start + 1] === COLON && end - start > 2);
  let hasMark = isRooted || (source[start] === 63 && source[start + 1] === 63);
  for (let i = start; i < end; i++) {
    const byte = source[i];
    if (byte === DOT || byte === SLASH) hasMark = true;
    else if (!isRooted && (byte === SPACE || byte === OPEN || byte === COLON || byte === 34)) return false;
  }
  return hasMark;
}

function isRunOf(source: Uint8Array, start: number, end: number, wanted: number): boolean {
  for (let i = start; i < end; i++) if (source[i] !== wanted) return false;
  return end - start >= 2;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === RETURN;
}

function byteSet(bytes: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const char of bytes) set[char.charCodeAt(0)] = 1;
  return set;
}
