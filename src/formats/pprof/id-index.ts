/**
 * Maps the 64-bit ids of a file to rows, in order of first sight.
 *
 * Go numbers ids 1…n, so small ids go through a plain array; sparse ones through an interner on both words. Ids are
 * never rounded.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';

/** Ids below this go through the array, which is then 4 MB at most. */
const DENSE_IDS = 1 << 20;

export class IdIndex {
  /** The id's words per row. */
  readonly low: Int32Column = new Int32Column();
  readonly high: Int32Column = new Int32Column();
  /** Row per small id, NONE for an id not seen; for callers that cannot afford a call. */
  readonly dense: Int32Column = new Int32Column();
  private readonly sparse = new PairInterner();
  private readonly sparseRow = new Int32Column();

  get length(): number {
    return this.low.length;
  }

  /** Row of the id; a new one at the end on first sight. */
  row(low: number, high: number): number {
    if (high === 0 && low >= 0 && low < this.dense.length) {
      const known = this.dense.values[low];
      return known !== NONE ? known : this.addDense(low);
    }
    return this.rowOfNewcomer(low, high);
  }

  idText(row: number): string {
    return String((BigInt(this.high.values[row] >>> 0) << 32n) | BigInt(this.low.values[row] >>> 0));
  }

  private rowOfNewcomer(low: number, high: number): number {
    if (high === 0 && low >= 0 && low < DENSE_IDS) {
      this.dense.extend(low + 1, NONE);
      return this.addDense(low);
    }
    const known = this.sparse.length;
    const entry = this.sparse.intern(low, high);
    if (entry < known) return this.sparseRow.values[entry];
    const row = this.addRow(low, high);
    this.sparseRow.push(row);
    return row;
  }

  private addDense(low: number): number {
    const row = this.addRow(low, 0);
    this.dense.values[low] = row;
    return row;
  }

  private addRow(low: number, high: number): number {
    this.high.push(high);
    return this.low.push(low);
  }
}
