/**
 * Folds samples to one value per stack: labels do not matter to tables and trees, and a profile has far fewer stacks
 * than samples.
 */
import {NONE} from '../../base/columns.ts';
import {ExactSum} from '../../base/int64.ts';
import type {Profile} from '../../model/profile.ts';
import {ExactColumn} from './exact-column.ts';

export interface StackValues {
  /** Per row of StackTable, the value of samples that end there. */
  readonly self: ExactColumn;
  /** Value of samples without any frame. */
  readonly withoutStack: number;
  /** Σ|value| over samples, what percentages refer to. */
  readonly total: ExactSum;
}

export function stackValues(profile: Profile, sampleType: number): StackValues {
  const {samples, stacks} = profile;
  const values = samples.values[sampleType] ?? new Float64Array(samples.length);
  const residues = samples.residues[sampleType];
  const self = new ExactColumn(stacks.length, residues !== undefined);
  const total = new ExactSum();
  let withoutStack = 0;
  for (let row = 0; row < samples.length; row++) {
    const value = values[row];
    const residue = residues === undefined ? 0 : residues[row];
    if (value < 0 || (value === 0 && residue < 0)) total.add(-value, -residue);
    else total.add(value, residue);
    const stack = samples.stack[row];
    if (stack === NONE) withoutStack += value;
    else self.add(stack, value, residue);
  }
  return {self, withoutStack, total};
}
