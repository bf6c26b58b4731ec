/**
 * Pairs of lines that come again and again, kept as bytes to compare with: a call and its file, a creator and its file.
 *
 * The first line is fixed up to some point and free behind it (arguments, a goroutine id); the second is fixed to its
 * newline.
 */
import {Int32Column} from '../../../base/columns.ts';
import {findNewline, type LineWindow} from '../../../base/lines.ts';
import {Literals} from './literals.ts';

const NEWLINE = 10;

export class LinePairs {
  private readonly literals = new Literals();
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
    this.firstAt.values[row] = this.literals.append(source, firstStart, firstEnd);
    this.firstLength.values[row] = firstEnd - firstStart;
    this.secondAt.values[row] = this.literals.append(source, secondStart, secondEnd);
    this.secondLength.values[row] = secondEnd - secondStart;
  }

  /**
   * Compares the pair with the window at its position.
   *
   * @returns where the first line ends (its newline), with the window moved past both; or -1 and nothing is changed
   */
  take(row: number, window: LineWindow): number {
    const {pos, limit, bytes, view} = window;
    const {literals} = this;
    const first = this.firstLength.values[row];
    const second = this.secondLength.values[row];
    if (second === 0 || pos + first + second >= limit) return -1;
    if (!literals.matches(this.firstAt.values[row], first, view, pos)) return -1;
    const newline = bytes[pos + first] === NEWLINE ? pos + first : findNewline(window, pos + first);
    if (newline + 1 + second > limit || !literals.matches(this.secondAt.values[row], second, view, newline + 1))
      return -1;
    window.pos = newline + 1 + second;
    window.lineNumber += 2;
    return newline;
  }
}
