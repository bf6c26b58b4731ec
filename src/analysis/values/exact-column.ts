/**
 * Sums per row that stay exact: plain doubles while that is enough, a second column of rests where it is not.
 */
import {exactToJson, sumError} from '../../base/int64.ts';

export class ExactColumn {
  readonly values: Float64Array;
  /** Present when the sums may pass 2^53; the exact sum is values[i] + residues[i]. */
  readonly residues: Float64Array | undefined;

  constructor(length: number, isWide: boolean) {
    this.values = new Float64Array(length);
    this.residues = isWide ? new Float64Array(length) : undefined;
  }

  add(row: number, value: number, residue: number): void {
    const {residues, values} = this;
    if (residues === undefined) {
      values[row] += value;
      return;
    }
    const old = values[row];
    const rest = residues[row] + sumError(old, value) + residue;
    const sum = old + value;
    values[row] = sum + rest;
    residues[row] = rest - (values[row] - sum);
  }

  /** The exact sum as JSON wants it: a number up to 2^53, a decimal string past it. */
  toJson(row: number): number | string {
    return exactToJson(this.values[row], this.residues === undefined ? 0 : this.residues[row]);
  }
}
