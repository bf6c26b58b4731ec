/**
 * Finds the first of many ranges, which may overlap, that contains a number.
 *
 * A segment tree over the ends of the ranges: both adding a range and asking take logarithmic time, so that a memory map
 * of thousands of regions and a profile of thousands of addresses cost no product of the two.
 */
import {NONE} from '../../../base/columns.ts';

const NOBODY = 2 ** 31 - 1;

export class FirstCover {
  /** Ends of ranges, ascending and distinct; leaf i of the tree is [ends[i], ends[i + 1]). */
  private readonly ends: BigUint64Array;
  /** Lowest row that covers all of a node; children of node n are 2n and 2n + 1, leaves come last. */
  private readonly lowest: Int32Array;

  /** @param ends  the ends of all ranges that will be added, in any order */
  constructor(ends: readonly bigint[]) {
    this.ends = BigUint64Array.from(new Set(ends)).sort();
    this.lowest = new Int32Array(2 * this.ends.length).fill(NOBODY);
  }

  /** Adds the range [start, end) as `row`; nothing when it is empty. */
  cover(start: bigint, end: bigint, row: number): void {
    if (start >= end) return;
    let from = this.leafOf(start);
    let to = this.leafOf(end);
    while (from < to) {
      if (from % 2 === 1) this.lower(from++, row);
      if (to % 2 === 1) this.lower(--to, row);
      from >>= 1;
      to >>= 1;
    }
  }

  /** The lowest row whose range holds `value`; NONE if there is none. */
  first(value: bigint): number {
    const {ends, lowest} = this;
    if (ends.length === 0 || value < ends[0]) return NONE;
    let row = NOBODY;
    for (let node = this.leafOf(value); node > 0; node >>= 1) row = Math.min(row, lowest[node]);
    return row === NOBODY ? NONE : row;
  }

  private lower(node: number, row: number): void {
    this.lowest[node] = Math.min(this.lowest[node], row);
  }

  /** The leaf of the last end that is not above `value`. */
  private leafOf(value: bigint): number {
    const {ends} = this;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return ends.length + low - 1;
  }
}
