/**
 * Reads one line: stripped of its prefix, scanned, or else mended until it is understood.
 *
 * The cheap questions come first, and a line in the runtime's own form never gets further than them. Whatever is
 * tried, a line ends as used or as skipped with its number.
 */
import {binaryBytes, binaryText} from '../../base/ascii.ts';
import type {LineWindow} from '../../base/lines.ts';
import {waitClassOfState} from '../../model/wait-class.ts';
import type {SkippedCounter} from '../skipped.ts';
import type {Assembler} from './grammar/assembler.ts';
import type {Interpreter} from './grammar/interpreter.ts';
import type {LinePlace} from './lines/line-place.ts';
import {CREATED_BY, FILE, FRAME, HEADER, LineScanner, OTHER} from './lines/line-scanner.ts';
import {SummaryForms} from './summaries/summary-forms.ts';
import {findAnchor, gluedHeader} from './transport/anchors.ts';
import {JsonLines} from './transport/json-lines.ts';
import {type Prefixes, templateOf} from './transport/prefix-template.ts';
import {type HeldLine, Reverser} from './transport/reverser.ts';
import {isSurroundingLine} from './transport/surrounding-lines.ts';
import {closingQuote, linesOfXml, undoDamage, unescapeLines, unescapeString} from './transport/unescape.ts';

const RETURN = 13;
const SPACE = 32;
/** A log in a log in a log. */
const MAX_STRINGS = 3;
/** Longer lines are looked into only for a whole dump in one string. */
const MAX_MENDED = 2000;
/** Lines that a wrapped one may be made of. */
const MAX_JOINED = 12;
/** A line that may be the first part of a wrapped one. */
const UNFINISHED_HEADER = /^goroutine \d+ (?:[a-z]+=\S+ )*\[[^\]]*$/;
const PATH_FIRST = /^\s*\//;
const UNFINISHED = /^(?:\s*[^\s"]{24,}|created by \S.*|\s+\/\S.*)$/;
/** A function without its argument list. */
const BARE_NAME = /^[^\s:=]*[^\s:=.]\.[^\s:=.][^\s:=]*$/;
/** A call that ends within its arguments. */
const UNFINISHED_CALL = /^\S(?:[^\s(]*\()+[0-9a-fx, {}_?.-]*$/;

export class LineParser {
  /** Kind of the line last used; for the probe. */
  lastKind: number = OTHER;
  readonly summaries: SummaryForms;
  private readonly assembler: Assembler;
  private readonly interpreter: Interpreter;
  private readonly prefixes: Prefixes;
  private readonly skipped: SkippedCounter;
  private readonly scanner = new LineScanner();
  private readonly json = new JsonLines();
  private readonly place: LinePlace = {offset: 0, endOffset: 0, lineNumber: 0};
  /** The beginning of a line that may continue in the next, as binary text. */
  private held = '';
  private heldLines: number[] = [];
  /** The line before, when it may be a frame without argument list, as binary text. */
  private bareName = '';
  private readonly onHeader: (id: number) => void;
  private readonly reverser: Reverser | undefined;

  constructor(
    assembler: Assembler,
    interpreter: Interpreter,
    prefixes: Prefixes,
    skipped: SkippedCounter,
    onHeader: (id: number) => void,
    isReversed = false,
  ) {
    this.reverser = isReversed ? new Reverser() : undefined;
    this.assembler = assembler;
    this.interpreter = interpreter;
    this.prefixes = prefixes;
    this.skipped = skipped;
    this.onHeader = onHeader;
    this.summaries = new SummaryForms(assembler);
  }

  /** Whether frames may be taken from the window without looking at them as lines. */
  get canFollow(): boolean {
    return this.isPlain && this.interpreter.canFollow;
  }

  /** Whether whole goroutines may be. */
  get canTakeWhole(): boolean {
    return this.isPlain && this.interpreter.isBetween && !this.summaries.isListing;
  }

  /** Lines are as the runtime printed them, as far as can be seen. */
  private get isPlain(): boolean {
    return this.prefixes.isEmpty && this.reverser === undefined && this.held === '';
  }

  /** Takes the window's current line. */
  read(window: LineWindow): void {
    this.setPlace(window);
    this.readLine(window.bytes, window.lineStart, window.lineEnd, window);
  }

  /** Takes a line put together from several of the window's, of which the current one is the last. */
  readJoined(line: Uint8Array, window: LineWindow, offset: number): void {
    this.setPlace(window);
    this.place.offset = offset;
    this.readLine(line, 0, line.length, undefined);
  }

  private setPlace(window: LineWindow): void {
    const {place} = this;
    place.offset = window.offsetOf(window.lineStart);
    place.endOffset = window.offsetOf(window.pos);
    place.lineNumber = window.lineNumber;
  }

  private readLine(source: Uint8Array, start: number, end: number, window: LineWindow | undefined): void {
    this.lastKind = OTHER;
    if (this.take(source, start, end, window) || this.takeWithName(source, start, end)) {
      if (this.held !== '') this.held = '';
      this.bareName = '';
      return;
    }
    this.interpreter.skip(source, start, end);
    this.skipped.add(this.place.lineNumber);
    this.bareName = this.interpreter.canFollow && end - start < MAX_MENDED ? bareNameIn(source, start, end) : '';
  }

  /** A file line whose frame stands above it without argument list. */
  private takeWithName(source: Uint8Array, start: number, end: number): boolean {
    const name = this.bareName;
    this.bareName = '';
    const {assembler} = this;
    if (name === '' || this.lastKind !== FILE || !assembler.isOpen || assembler.isClosed) return false;
    if (!this.takeText(`${name}()`) || !this.take(source, start, end, undefined)) return false;
    this.skipped.takeBack(this.place.lineNumber - 1);
    return true;
  }

  /** After the last line: what was held is all there is. */
  end(): void {
    this.summaries.endLists();
    if (this.reverser !== undefined) this.replay(this.reverser.rest());
    const {held} = this;
    // A call cut within its arguments still names its function.
    if (held !== '' && UNFINISHED_CALL.test(held) && this.takeText(`${held.slice(0, held.lastIndexOf('(') + 1)})`)) {
      for (const line of this.heldLines) this.skipped.takeBack(line);
    }
  }

  private take(source: Uint8Array, first: number, end: number, window: LineWindow | undefined): boolean {
    const start = afterInvisible(source, first, end);
    if (this.held !== '') {
      const last = source[end - 1] === RETURN ? end - 1 : end;
      if (this.takeJoined(binaryText(source, start, Math.min(last, start + MAX_MENDED)))) return true;
    }
    if (!this.prefixes.isEmpty) {
      const isUsed = this.takePrefixed(source, start, end);
      if (isUsed !== undefined) return isUsed;
    }
    const kind = this.scanner.scan(source, start, end);
    if (kind !== OTHER && this.interpret(kind, source, window)) return true;
    return this.takeMended(binaryText(source, start, this.scanner.end), source[this.scanner.end] === SPACE);
  }

  /** A line behind a known prefix; undefined when it has none. */
  private takePrefixed(source: Uint8Array, start: number, end: number): boolean | undefined {
    for (const template of this.prefixes) {
      const at = template.match(source, start, end);
      if (at < 0) continue;
      if (template.isQuoted) return this.takeQuoted(binaryText(source, at, end));
      const kind = this.scanner.scan(source, at, end);
      if (kind === OTHER) {
        if (template.isLoose) continue;
        return this.takeMended(binaryText(source, at, this.scanner.end), source[this.scanner.end] === SPACE);
      }
      template.loosen();
      template.uses++;
      return this.interpret(kind, source, undefined);
    }
    return undefined;
  }

  /** What stands in the quotes that the prefix opened. */
  private takeQuoted(text: string): boolean {
    const end = closingQuote(text, 0, '"');
    const lines = unescapeString(end < 0 ? text : text.slice(0, end)).split('\n');
    return this.takeLines(lines);
  }

  /** @param depth  how many strings the lines were in */
  private takeLines(lines: readonly string[], depth = 1): boolean {
    let isUsed = false;
    for (const line of lines) {
      const isLineUsed =
        this.takeText(line) ||
        this.takeSummary(line) ||
        isSurroundingLine(line) ||
        this.takeEscaped(line, depth) ||
        this.takeGlued(line);
      isUsed = isLineUsed || isUsed;
    }
    return isUsed;
  }

  /** Scans binary text as a line of its own. */
  private takeText(text: string): boolean {
    const bytes = binaryBytes(text);
    const kind = this.scanner.scan(bytes, 0, bytes.length);
    return kind !== OTHER && this.interpret(kind, bytes, undefined);
  }

  private interpret(kind: number, source: Uint8Array, window: LineWindow | undefined): boolean {
    const {scanner, reverser} = this;
    this.lastKind = kind;
    this.summaries.endLists();
    if (reverser === undefined) return this.interpretInOrder(kind, source, this.place, window);
    this.replay(reverser.take(kind, source, scanner.start, scanner.end, this.place));
    return true;
  }

  private interpretInOrder(
    kind: number,
    source: Uint8Array,
    place: LinePlace,
    window: LineWindow | undefined,
  ): boolean {
    if (!this.interpreter.take(kind, source, this.scanner, place, window)) return false;
    if (kind === HEADER) this.onHeader(this.scanner.id);
    return true;
  }

  private replay(lines: readonly HeldLine[]): void {
    for (const line of lines) {
      const bytes = binaryBytes(line.text);
      const kind = this.scanner.scan(bytes, 0, bytes.length);
      if (!this.interpretInOrder(kind, bytes, line, undefined)) this.skipped.add(line.lineNumber);
    }
  }

  /** A line in no form of the runtime's: a summary, damaged, wrapped, or none of ours. */
  private takeMended(text: string, hasSpace: boolean): boolean {
    if (text.length > MAX_MENDED) return this.takeEscaped(text);
    if (this.takeSummary(text) || isSurroundingLine(text)) return true;
    const mended = undoDamage(text);
    if (mended !== text && (this.takeText(mended) || this.takeSummary(mended.trimEnd()))) return true;
    if (this.takeEscaped(text) || this.takeAnchored(mended) || this.takeGlued(mended)) return true;
    this.hold(hasSpace ? `${text} ` : text);
    return false;
  }

  private takeSummary(text: string): boolean {
    const {offset, endOffset, lineNumber} = this.place;
    const verdict = this.summaries.take(text, offset, lineNumber);
    if (verdict === 'refused') return false;
    if (verdict !== 'used') this.interpreter.enter(verdict === 'aside');
    if (this.assembler.isOpen) this.assembler.extend(endOffset);
    return true;
  }

  /** A whole dump, or a line of one, inside a string of JSON or of a log, which may be in another. */
  private takeEscaped(text: string, depth = 0): boolean {
    if (depth === MAX_STRINGS) return false;
    const lines = this.json.lines(text, depth) ?? linesOfXml(text) ?? unescapeLines(text);
    return lines !== undefined && this.takeLines(lines, depth + 1);
  }

  /** The runtime's text behind something that may be a log's prefix. */
  private takeAnchored(text: string): boolean {
    const anchor = findAnchor(text);
    if (anchor === undefined || anchor.start === 0) return false;
    const template = templateOf(binaryBytes(text.slice(0, anchor.start)));
    if (template === undefined || !this.prefixes.learn(template, anchor.isCertain)) return false;
    if (template.isQuoted) return this.takeQuoted(text.slice(anchor.start));
    const rest = text.slice(anchor.start);
    return this.takeText(text.slice(anchor.start, anchor.end)) || this.takeText(rest) || this.takeSummary(rest);
  }

  private takeGlued(text: string): boolean {
    const header = gluedHeader(text);
    return header !== undefined && this.takeText(header);
  }

  private takeJoined(text: string): boolean {
    const {held} = this;
    this.held = '';
    for (const joined of joinings(held, text)) {
      const bytes = binaryBytes(joined);
      const kind = this.scanner.scan(bytes, 0, bytes.length);
      // What begins with a path can only be a file's line.
      const isCall = kind === FRAME || kind === HEADER || kind === CREATED_BY;
      const isWhole = kind === FILE || (isCall && !PATH_FIRST.test(joined));
      if (!isWhole || !this.interpret(kind, bytes, undefined)) continue;
      for (const line of this.heldLines) this.skipped.takeBack(line);
      this.heldLines = [];
      return true;
    }
    // Not whole yet: a third line may end it.
    if (text !== '' && this.heldLines.length < MAX_JOINED && !/[\])]:?$|\.go:\d+/.test(text)) {
      const longer = held + text;
      if (UNFINISHED_HEADER.test(longer) || isUnfinished(longer)) this.held = longer;
    }
    return false;
  }

  private hold(text: string): void {
    if (this.held !== '') {
      this.heldLines.push(this.place.lineNumber);
      return;
    }
    const isHeader = UNFINISHED_HEADER.test(text);
    if (!isHeader && !(this.assembler.isOpen && isUnfinished(text))) return;
    this.held = text;
    this.heldLines = [this.place.lineNumber];
  }
}

function isUnfinished(text: string): boolean {
  return UNFINISHED.test(text) || UNFINISHED_CALL.test(text);
}

/** Chats put marks of no width (U+200B to U+200F) before lines; no name begins with one. */
function afterInvisible(source: Uint8Array, start: number, end: number): number {
  let at = start;
  while (
    at + 2 < end &&
    source[at] === 0xe2 &&
    source[at + 1] === 0x80 &&
    source[at + 2] >= 0x8b &&
    source[at + 2] <= 0x8f
  )
    at += 3;
  return at;
}

/** How two parts of a wrapped line may fit: cut anywhere, or between words; the likelier first. */
function joinings(first: string, second: string): string[] {
  const ways = [first + second, `${first.trimEnd()} ${second.trimStart()}`];
  const state = /^goroutine \d+ [^[]*\[([^,\]]+)/.exec(ways[0]);
  return state !== null && waitClassOfState(state[1]) === 'other' ? ways.reverse() : ways;
}

function bareNameIn(source: Uint8Array, start: number, end: number): string {
  const text = binaryText(source, start, end).trim();
  return BARE_NAME.test(text) ? text : '';
}
