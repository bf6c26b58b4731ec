/**
 * What is free in the text of a goroutine: its id, its wait, the arguments of its frames, its parent's id.
 */
import {asciiBytes, isDigit, startsWithBytes} from '../../../base/ascii.ts';
import type {LineWindow} from '../../../base/lines.ts';
import {CREATED_BY, FILE, FRAME, HEADER, LineScanner} from '../lines/line-scanner.ts';

/** Kinds of spans. */
export const ID = 0;
export const WAIT = 1;
export const ARGUMENTS = 2;
export const PARENT = 3;

export interface Span {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

const NEWLINE = 10;
const SPACE = 32;
const COMMA = 44;
const GOROUTINE = asciiBytes('goroutine ');
const MINUTES = asciiBytes(' minutes');
/** Where the id stands in a header. */
export const ID_AT: number = GOROUTINE.length;

/** Whether the window has a goroutine's header at `at`, judging by its first word. */
export function beginsGoroutine({bytes, limit}: LineWindow, at: number): boolean {
  return bytes[at] === GOROUTINE[0] && startsWithBytes(bytes, at, limit, GOROUTINE);
}

export class SpanFinder {
  private readonly scanner = new LineScanner();
  private spans: Span[] = [];
  private framesLeft = 0;
  private hasWait = false;

  /**
   * The free spans, in order, of the goroutine whose text is [start, end) of `source`, its blank line included.
   *
   * @param frames   how many frames it has
   * @param hasWait  whether its header states a wait
   * @returns undefined when a line is not of the plain form that most goroutines consist of
   */
  find(source: Uint8Array, start: number, end: number, frames: number, hasWait: boolean): readonly Span[] | undefined {
    this.spans = [];
    this.framesLeft = frames;
    this.hasWait = hasWait;
    let expected = HEADER;
    let at = start;
    while (at < end - 1) {
      let newline = at;
      while (source[newline] !== NEWLINE) newline++;
      const kind = this.scanner.scan(source, at, newline);
      const isExpected = kind === expected || (kind === CREATED_BY && expected === FRAME && this.framesLeft === 0);
      const isPlain = isExpected && this.scanner.start === at && this.scanner.end === newline;
      if (!isPlain || !this.takeLine(kind, source, at, newline)) return undefined;
      expected = kind === FRAME || kind === CREATED_BY ? FILE : FRAME;
      at = newline + 1;
    }
    return expected === FRAME && this.framesLeft <= 0 && source[at] === NEWLINE ? this.spans : undefined;
  }

  private takeLine(kind: number, source: Uint8Array, at: number, newline: number): boolean {
    switch (kind) {
      case HEADER:
        return this.takeHeader(source, at + ID_AT, newline);
      case FRAME:
        return this.takeFrame(at, newline);
      case FILE:
        return this.scanner.isRepeatable;
      default:
        // No frame may follow the creator.
        this.framesLeft = -1;
        if (this.scanner.id >= 0) this.spans.push({kind: PARENT, start: this.scanner.idStart, end: newline});
        return true;
    }
  }

  private takeHeader(source: Uint8Array, idStart: number, newline: number): boolean {
    this.spans.push({kind: ID, start: idStart, end: digitsEnd(source, idStart)});
    if (!this.hasWait) return true;
    // `, K minutes` right behind the status.
    let comma = this.scanner.bracket;
    while (comma < newline && source[comma] !== COMMA) comma++;
    const start = comma + 2;
    const end = digitsEnd(source, start);
    if (end === start || source[comma + 1] !== SPACE || !startsWithBytes(source, end, newline, MINUTES)) return false;
    this.spans.push({kind: WAIT, start, end});
    return true;
  }

  private takeFrame(at: number, newline: number): boolean {
    const {nameStart, nameEnd, argumentsStart} = this.scanner;
    if (this.framesLeft-- <= 0 || nameStart !== at || argumentsStart !== nameEnd + 1) return false;
    this.spans.push({kind: ARGUMENTS, start: argumentsStart, end: newline - 1});
    return true;
  }
}

function digitsEnd(source: Uint8Array, at: number): number {
  let end = at;
  while (isDigit(source[end])) end++;
  return end;
}
