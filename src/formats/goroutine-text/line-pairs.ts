/**
 * Pairs of lines that come again and again, kept as bytes to compare with: a call and its file, a creator and its file.
 *
 * The first line is fixed up to some point and free behind it (arguments, a goroutine id); the second is fixed to its
 * newline. Comparing eight bytes a step is all that the common line of a big dump costs.
 */
import {ByteColumn, Int32Column} from '../../base/columns.ts';
import type {LineWindow} from '../../base/lines.ts';

const NEWLINE = 10;
const FOUR_NEWLINES = 0x0a0a0a0a;

export class LinePairs {
  /** Every kept line begins at a multiple of eight. */
  private readonly arena = new ByteColumn();
  private view = new DataView(this.arena.values.buffer);
  private doubles: Float64Array = new Float64Array(0);
  private readonly firstAt = new Int32Column();
  private readonly secondAt = new Int32Column();
  private readonly firstLength = new Int32Column();
  private readonly secondLength = new Int32Column();

  /** A row with nothing to compare yet. */
  addEmpty(): void {
    this.firstAt.push(0);
    this.secondAt.push(0);
    this.firstLength.push(0);
    this.secondLength.push(0);
  }

  isEmpty(row: number): boolean {
    return this.secondLength.values[row] === 0;
  }

  /** Bytes of the first line's fixed part. */
  fixedLength(row: number): number {
    return this.firstLength.values[row];
  }

  /** Keeps [firstStart, firstEnd) and [secondStart, secondEnd), the latter with its newline. */
  set(
    row: number,
    source: Uint8Array,
    firstStart: number,
    firstEnd: number,
    secondStart: number,
    secondEnd: number,
  ): void {
    this.firstAt.values[row] = this.append(source, firstStart, firstEnd);
    this.firstLength.values[row] = firstEnd - firstStart;
    this.secondAt.values[row] = this.append(source, secondStart, secondEnd);
    this.secondLength.values[row] = secondEnd - secondStart;
    const {buffer} = this.arena.values;
    this.view = new DataView(buffer);
    this.doubles = new Float64Array(buffer, 0, buffer.byteLength >>> 3);
  }

  /**
   * Compares the pair with the window at its position.
   *
   * @returns where the first line ends (its newline), with the window moved past both; or -1 and nothing is changed
   */
  take(row: number, window: LineWindow): number {
    const {pos, limit, bytes} = window;
    const first = this.firstLength.values[row];
    const second = this.secondLength.values[row];
    if (second === 0 || pos + first + second >= limit) return -1;
    if (!this.matches(this.firstAt.values[row], first, window.view, pos)) return -1;
    const newline = bytes[pos + first] === NEWLINE ? pos + first : findNewline(window, pos + first);
    if (newline + 1 + second > limit || !this.matches(this.secondAt.values[row], second, window.view, newline + 1))
      return -1;
    window.pos = newline + 1 + second;
    window.lineNumber += 2;
    return newline;
  }

  /**
   * Whether `length` bytes of the arena at `from` are those of `view` at `to`.
   *
   * As doubles, eight at a time: equal doubles are equal bytes but for zeros, which no line holds; bytes that make no
   * number are taken for unequal, and such a line is parsed.
   */
  private matches(from: number, length: number, view: DataView, to: number): boolean {
    const {doubles} = this;
    const whole = length >>> 3;
    const base = from >>> 3;
    for (let i = 0; i < whole; i++) {
      if (doubles[base + i] !== view.getFloat64(to + (i << 3), true)) return false;
    }
    if ((length & 7) === 0) return true;
    const stored = this.view;
    // The rest with the bytes before it as one more double, rather than byte by byte.
    if (whole > 0) return stored.getFloat64(from + length - 8, true) === view.getFloat64(to + length - 8, true);
    for (let i = 0; i < length; i++) if (stored.getUint8(from + i) !== view.getUint8(to + i)) return false;
    return true;
  }

  private append(source: Uint8Array, start: number, end: number): number {
    while ((this.arena.length & 7) !== 0) this.arena.push(0);
    return this.arena.append(source, start, end);
  }
}

/** Position of the next newline at or after `at`; the window's limit when there is none. */
function findNewline(window: LineWindow, at: number): number {
  const {bytes, view, limit} = window;
  let i = at;
  for (; i + 4 <= limit; i += 4) {
    const word = view.getInt32(i, true) ^ FOUR_NEWLINES;
    // A zero byte in `word` borrows into its high bit.
    if (((word - 0x01010101) & ~word & 0x80808080) !== 0) break;
  }
  while (i < limit && bytes[i] !== NEWLINE) i++;
  return i;
}
