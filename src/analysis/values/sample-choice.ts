/**
 * Which numbers of a sample a report shows: one sample type, maybe divided by the first (the mean).
 */

import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {ExactSum, exactToJson} from '../../base/int64.ts';
import type {Profile} from '../../model/profile.ts';

/**
 * Index of the sample type that a user names: by number or name, as go tool pprof takes it; `inuse_space` also means
 * `space`.
 *
 * @throws NO_SUCH_SAMPLE_TYPE
 */
export function sampleTypeOf(profile: Profile, wanted: string | undefined): number {
  if (wanted === undefined || wanted === '') return profile.defaultSampleType;
  if (/^[+-]?\d+$/.test(wanted)) {
    const index = Number(wanted);
    if (index >= 0 && index < profile.sampleTypes.length) return index;
  }
  const bare = wanted.startsWith('inuse_') ? wanted.slice('inuse_'.length) : wanted;
  const found = profile.sampleTypes.findIndex(({type}) => type === wanted || type === bare);
  if (found >= 0) return found;
  const names = profile.sampleTypes.map(({type}) => type).join(', ');
  throw failure('NO_SUCH_SAMPLE_TYPE', `no sample type ${wanted}; the profile has: ${names}`, {input: profile.name});
}

/** The values of every sample row. */
export interface ChosenValues {
  readonly values: Float64Array;
  readonly residues: Float64Array | undefined;
  /** What a mean divides by, undefined when no mean is wanted. */
  readonly divisors: Float64Array | undefined;
}

export function chooseValues(profile: Profile, sampleType: number, isMean: boolean): ChosenValues {
  const {samples} = profile;
  return {
    values: samples.values[sampleType] ?? new Float64Array(samples.length),
    residues: samples.residues[sampleType],
    divisors: isMean ? (samples.values[0] ?? new Float64Array(samples.length)) : undefined,
  };
}

/** The label that marks samples of the base of a comparison. */
export const BASE_LABEL = 'pprof::base';

export interface Total {
  readonly value: number;
  /** As JSON wants it: past 2^53 a decimal string. */
  readonly exact: number | string;
}

/** Σ|value| with the divisors beside it. */
class TotalSum {
  readonly value: ExactSum = new ExactSum();
  readonly divisor: ExactSum = new ExactSum();

  add(value: number, residue: number, divisor: number): void {
    const sign = value < 0 || (value === 0 && residue < 0) ? -1 : 1;
    this.value.add(sign * value, sign * residue);
    this.divisor.add(divisor);
  }

  total(): Total {
    const divisor = this.divisor.high;
    if (divisor === 0) return {value: this.value.high, exact: exactToJson(this.value.high, this.value.low)};
    const mean = Math.trunc(this.value.high / divisor);
    return {value: mean, exact: mean};
  }
}

/**
 * What percentages refer to: Σ|value|, over the base's samples alone when there are any; a mean is divided as a whole.
 */
export function computeTotal(profile: Profile, {divisors, residues, values}: ChosenValues): Total {
  const {samples} = profile;
  const isBase = baseLabelSets(profile);
  const all = new TotalSum();
  const base = new TotalSum();
  for (let row = 0; row < samples.length; row++) {
    const residue = residues?.[row] ?? 0;
    const divisor = divisors?.[row] ?? 0;
    all.add(values[row], residue, divisor);
    if (isBase[samples.labels[row]] === 1) base.add(values[row], residue, divisor);
  }
  return (base.value.high > 0 ? base : all).total();
}

function baseLabelSets(profile: Profile): Uint8Array {
  const {labelSets, strings} = profile;
  const isBase = new Uint8Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set++) {
    for (let row = labelSets.start[set]; row < labelSets.start[set + 1]; row++) {
      if (labelSets.text[row] === NONE || strings.at(labelSets.key[row]) !== BASE_LABEL) continue;
      if (strings.at(labelSets.text[row]) === 'true') isBase[set] = 1;
    }
  }
  return isBase;
}
