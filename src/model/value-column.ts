/**
 * The values of one sample type while samples are being folded.
 *
 * Plain doubles as long as no sum over the column can leave ±2^53, which the running sum of |v| proves; from then on a
 * second column keeps the exact rest of every row, so nothing is ever rounded.
 */
import {Float64Column} from '../base/columns.ts';
import {isExact, sumError} from '../base/int64.ts';

export class ValueColumn {
  private readonly values = new Float64Column();
  private residues: Float64Column | undefined;
  private sumOfMagnitudes = 0;

  /** Adds to an existing row, or makes the next one. */
  add(row: number, value: number, residue: number): void {
    this.sumOfMagnitudes += Math.abs(value);
    if (this.residues === undefined && (residue !== 0 || !isExact(this.sumOfMagnitudes))) this.widen();
    if (row === this.values.length) {
      this.values.push(value);
      this.residues?.push(residue);
      return;
    }
    const old = this.values.values[row];
    this.values.values[row] = old + value;
    if (this.residues !== undefined) this.carry(row, sumError(old, value) + residue);
  }

  isZero(row: number): boolean {
    return this.values.values[row] === 0 && (this.residues === undefined || this.residues.values[row] === 0);
  }

  at(row: number): number {
    return this.values.values[row];
  }

  residueAt(row: number): number {
    return this.residues === undefined ? 0 : this.residues.values[row];
  }

  /** The values of the rows in `keep` (all rows when undefined). */
  finish(keep: Int32Array | undefined): {values: Float64Array; residues: Float64Array | undefined} {
    const pick = (column: Float64Column): Float64Array =>
      keep === undefined ? column.finish() : Float64Array.from(keep, (row) => column.values[row]);
    return {values: pick(this.values), residues: this.residues === undefined ? undefined : pick(this.residues)};
  }

  private widen(): void {
    this.residues = new Float64Column();
    for (let row = 0; row < this.values.length; row++) this.residues.push(0);
  }

  /** Keeps value + residue normalised: the value is the double nearest to the exact sum. */
  private carry(row: number, error: number): void {
    const residues = (this.residues as Float64Column).values;
    const value = this.values.values[row];
    const rest = residues[row] + error;
    this.values.values[row] = value + rest;
    residues[row] = rest - (value + rest - value);
  }
}
