/**
 * What a log puts before each line, learned from one line of which the rest is known.
 *
 * A prefix is cut into words, runs of blanks and single marks. Words with digits (times, process numbers, ids) may
 * be any word on other lines; plain words must be the same until a line shows that they vary (INFO, WARN). So klog,
 * CRI, syslog, journald, docker, grep and mail quotes are one rule, and so is the format that comes tomorrow.
 */
import {isDigit} from '../../../base/ascii.ts';

const WORD = 0;
const BLANKS = 1;
const MARK = 2;

interface Token {
  readonly kind: number;
  readonly bytes: Uint8Array;
  isVariable: boolean;
}

const SPACE = 32;
const TAB = 9;
const COLON = 58;
const DASH = 45;
const QUOTE = 34;
/** Prefixes of other logs in one stream. */
const MAX_TEMPLATES = 4;
const MAX_PREFIX = 400;

export class PrefixTemplate {
  private readonly tokens: readonly Token[];
  /** Times that it was believed. */
  uses = 0;
  /** Where the last `match` found plain words that differ, as token indexes. */
  private loose: number[] = [];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** The line's text stands in quotes: the prefix opens them. */
  get isQuoted(): boolean {
    return this.tokens.filter(({bytes}) => bytes[0] === QUOTE).length % 2 === 1;
  }

  /** Whether all its words match as they are; `loosen` accepts those that did not. */
  get isLoose(): boolean {
    return this.loose.length > 0;
  }

  loosen(): void {
    for (const index of this.loose) this.tokens[index].isVariable = true;
  }

  equals(other: PrefixTemplate): boolean {
    const {tokens} = this;
    return (
      tokens.length === other.tokens.length &&
      tokens.every((token, i) => {
        const {kind, bytes, isVariable} = other.tokens[i];
        if (token.kind !== kind) return false;
        if (kind === WORD && (token.isVariable || isVariable)) return true;
        return bytes.length === token.bytes.length && bytes.every((byte, at) => byte === token.bytes[at]);
      })
    );
  }

  /** Where the text behind the prefix begins in [start, end); -1 when the line has another beginning. */
  match(source: Uint8Array, start: number, end: number): number {
    const {tokens} = this;
    this.loose = [];
    let at = start;
    for (let i = 0; i < tokens.length; i++) {
      const isLast = i === tokens.length - 1;
      // An empty line of the log: its trailing blanks may be gone.
      if (at === end && isLast && tokens[i].kind === BLANKS) return end;
      at = this.matchToken(i, isLast, source, at, end);
      if (at < 0) return -1;
    }
    return at;
  }

  private matchToken(index: number, isLast: boolean, source: Uint8Array, at: number, end: number): number {
    const {kind, bytes, isVariable} = this.tokens[index];
    if (kind === MARK) {
      const isSame = source[at] === bytes[0] || (isSeparator(source[at]) && isSeparator(bytes[0]));
      return at < end && isSame ? at + 1 : -1;
    }
    if (kind === BLANKS) return matchBlanks(source, at, end, isLast ? bytes.length : 0);
    const to = runEnd(source, at, end, isWordByte);
    if (to === at) return -1;
    if (!isVariable && !sameBytes(source, at, to, bytes)) this.loose.push(index);
    return to;
  }
}

/** Behind a run of blanks, -1 when there is none; of exactly `size` unless that is 0 or the line ends. */
function matchBlanks(source: Uint8Array, at: number, end: number, size: number): number {
  const to = runEnd(source, at, size === 0 ? end : Math.min(end, at + size), isBlank);
  if (to === at) return -1;
  return to - at < size && to < end ? -1 : to;
}

function runEnd(source: Uint8Array, at: number, end: number, belongs: (byte: number) => boolean): number {
  let to = at;
  while (to < end && belongs(source[to])) to++;
  return to;
}

/** The template of a prefix; undefined when it cannot be one: too long, or glued to the text. */
export function templateOf(prefix: Uint8Array): PrefixTemplate | undefined {
  if (prefix.length === 0 || prefix.length > MAX_PREFIX || isWordByte(prefix[prefix.length - 1])) return undefined;
  const tokens: Token[] = [];
  for (let at = 0; at < prefix.length; ) {
    const kind = isBlank(prefix[at]) ? BLANKS : isWordByte(prefix[at]) ? WORD : MARK;
    const to = kind === MARK ? at + 1 : runEnd(prefix, at, prefix.length, kind === WORD ? isWordByte : isBlank);
    const bytes = prefix.slice(at, to);
    tokens.push({kind, bytes, isVariable: kind === WORD && bytes.some(isDigit)});
    at = to;
  }
  return new PrefixTemplate(tokens);
}

/** The prefixes of one stream. */
export class Prefixes {
  private readonly templates: PrefixTemplate[] = [];
  private guess: PrefixTemplate | undefined;

  get isEmpty(): boolean {
    return this.templates.length === 0;
  }

  /** Templates in the order of their use. */
  [Symbol.iterator](): Iterator<PrefixTemplate> {
    return this.templates[Symbol.iterator]();
  }

  /**
   * Takes note of a prefix.
   *
   * @param isCertain  the text behind it can be nothing else; otherwise a second line has to agree
   * @returns whether it is believed
   */
  learn(template: PrefixTemplate, isCertain: boolean): boolean {
    if (this.templates.some((known) => known.equals(template))) return true;
    if (!isCertain && (this.guess === undefined || !this.guess.equals(template))) {
      this.guess = template;
      return false;
    }
    this.guess = undefined;
    if (this.templates.length === MAX_TEMPLATES) {
      this.templates.sort((a, b) => b.uses - a.uses);
      this.templates.pop();
    }
    this.templates.unshift(template);
    return true;
  }
}

/** grep marks matches with a colon and their neighbours with a dash. */
function isSeparator(byte: number): boolean {
  return byte === COLON || byte === DASH;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function isWordByte(byte: number): boolean {
  return isDigit(byte) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95 || byte > 127;
}

function sameBytes(source: Uint8Array, start: number, end: number, bytes: Uint8Array): boolean {
  if (end - start !== bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) if (source[start + i] !== bytes[i]) return false;
  return true;
}
