/**
 * The argument words of a goroutine's innermost frames, gathered while its lines go by.
 *
 * They name the channel or lock it waits on. A dump may hold millions, so fewer are kept the longer it gets.
 */
import {hexDigit} from '../../../base/ascii.ts';

/** How many rows get how much: early goroutines are kept rich, later ones spare. */
const RICH_ROWS = 10_000;
const RICH = {frames: 16, words: 6};
const SPARE = {frames: 2, words: 3};
const NO_WORDS = {frames: 0, words: 0};
const CAPACITY = RICH.frames * RICH.words;

const COMMA = 44;
const ZERO = 48;
const QUESTION = 63;
const CLOSE = 41;
const NEWLINE = 10;
const X = 120;

export class ArgumentWords {
  length = 0;
  /** Frames below the leaf. */
  readonly depth: Int32Array = new Int32Array(CAPACITY);
  readonly position: Int32Array = new Int32Array(CAPACITY);
  readonly low: Int32Array = new Int32Array(CAPACITY);
  readonly high: Int32Array = new Int32Array(CAPACITY);
  private budget = RICH;

  /** Starts a goroutine that would become row `row`. */
  begin(row: number, hasDetail: boolean): void {
    this.length = 0;
    this.budget = hasDetail ? (row < RICH_ROWS ? RICH : SPARE) : NO_WORDS;
  }

  wants(depth: number): boolean {
    return depth < this.budget.frames;
  }

  /** Reads the list that begins at `at`, up to its parenthesis or `end`. */
  collect(source: Uint8Array, at: number, end: number, depth: number): void {
    const limit = Math.min(this.length + this.budget.words, CAPACITY);
    let position = 0;
    while (at < end && this.length < limit) {
      const byte = source[at];
      if (byte === ZERO && source[at + 1] === X) {
        at = this.word(source, at + 2, end, depth, position);
      } else if (byte === CLOSE || byte === NEWLINE) {
        return;
      } else {
        if (byte === COMMA) position++;
        at++;
      }
    }
  }

  private word(source: Uint8Array, at: number, end: number, depth: number, position: number): number {
    let low = 0;
    let high = 0;
    for (let digit = hexDigit(source[at]); at < end && digit >= 0; digit = hexDigit(source[++at])) {
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
    }
    if (at < end && source[at] === QUESTION) return at + 1;
    this.depth[this.length] = depth;
    this.position[this.length] = position;
    this.low[this.length] = low;
    this.high[this.length] = high;
    this.length++;
    return at;
  }
}
