/**
 * Stacks of plain addresses, held until all are read, and the facts that only all of them together show.
 */
import {Int32Column, NONE} from '../../../base/columns.ts';
import {PairInterner} from '../../../base/tables/pair-interner.ts';

/** A frame is the signal handler's if all samples but one in so many have it second. */
const SAMPLES_PER_EXCEPTION = 32;
const MAX_SIGNAL_FRAMES = 2;

export class RawStacks {
  /** Words of the count per sample. */
  readonly countLow: Int32Column = new Int32Column();
  readonly countHigh: Int32Column = new Int32Column();
  /** Addresses of all stacks end to end, each leaf first. */
  readonly low: Int32Column = new Int32Column();
  readonly high: Int32Column = new Int32Column();
  private readonly start = new Int32Column();

  get length(): number {
    return this.start.length;
  }

  /** Begins a sample; its frames are then pushed onto `low` and `high`. */
  begin(countLow: number, countHigh: number): void {
    this.start.push(this.low.length);
    this.countLow.push(countLow);
    this.countHigh.push(countHigh);
  }

  /** Takes the sample begun last back. */
  dropLast(): void {
    this.start.length--;
    this.countLow.length--;
    this.countHigh.length--;
    this.low.length = this.start.values[this.start.length];
    this.high.length = this.low.length;
  }

  startOf(sample: number): number {
    return this.start.values[sample];
  }

  endOf(sample: number): number {
    return sample + 1 < this.length ? this.start.values[sample + 1] : this.low.length;
  }

  /**
   * How many frames after the leaf were pushed by the signal handler, per sample: up to two that (nearly) all samples
   * have in common there.
   */
  signalFrames(): Uint8Array {
    const skip = new Uint8Array(this.length);
    const needed = this.length - Math.floor(this.length / SAMPLES_PER_EXCEPTION);
    for (let round = 0; round < MAX_SIGNAL_FRAMES; round++) {
      const rows = new PairInterner();
      const counts = new Int32Column();
      const rowOf = new Int32Array(this.length).fill(NONE);
      for (let sample = 0; sample < this.length; sample++) {
        const second = this.startOf(sample) + 1 + skip[sample];
        if (second >= this.endOf(sample)) continue;
        const row = rows.intern(this.low.values[second], this.high.values[second]);
        counts.extend(row + 1, 0);
        counts.values[row]++;
        rowOf[sample] = row;
      }
      const common = counts.finish().findIndex((count) => count >= needed);
      if (common === NONE) break;
      for (let sample = 0; sample < this.length; sample++) if (rowOf[sample] === common) skip[sample]++;
    }
    return skip;
  }
}
