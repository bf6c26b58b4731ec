import {describe, expect, it} from 'vitest';
import {combineSources, subtractBase} from '../../../src/analysis/profiles/combine.ts';
import {labelGroups} from '../../../src/analysis/values/label-units.ts';
import {chooseValues, computeTotal} from '../../../src/analysis/values/sample-choice.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {profileOf, samplesOf} from '../../support/stacks.ts';

const before = profileOf([
  {frames: ['main', 'work'], values: [3]},
  {frames: ['main', 'rest'], values: [5]},
]);
const after = profileOf([
  {frames: ['main', 'work'], values: [10]},
  {frames: ['main', 'rest'], values: [5]},
]);

function withTypes(profile: Profile, types: readonly [string, string][], values: readonly number[][]): Profile {
  return {
    ...profile,
    sampleTypes: types.map(([type, unit]) => ({type, unit})),
    samples: {
      ...profile.samples,
      values: values.map((column) => Float64Array.from(column)),
      residues: values.map(() => undefined),
    },
  };
}

describe('merging', () => {
  it('sums samples of equal stacks', () => {
    expect(samplesOf(combineSources([before, after]))).toEqual(['main;rest 10', 'main;work 13']);
  });

  it('keeps sources apart on request', () => {
    const merged = combineSources(
      [
        {...before, name: 'a'},
        {...after, name: 'b'},
      ],
      {hasSourceLabel: true},
    );
    expect(samplesOf(merged)).toEqual(['main;rest 5', 'main;rest 5', 'main;work 10', 'main;work 3']);
    const sources = [...merged.samples.labels].map((set) => labelGroups(merged, set)[0]?.texts[0]);
    expect(sources).toEqual(['a', 'a', 'b', 'b']);
  });

  it('takes the sample types that all sources have', () => {
    const two = withTypes(
      before,
      [
        ['samples', 'count'],
        ['cpu', 'nanoseconds'],
      ],
      [
        [1, 2],
        [10, 20],
      ],
    );
    const one = withTypes(after, [['cpu', 'nanoseconds']], [[100, 200]]);
    const merged = combineSources([two, one]);
    expect(merged.sampleTypes).toEqual([{type: 'cpu', unit: 'nanoseconds'}]);
    expect(samplesOf(merged)).toEqual(['main;rest 220', 'main;work 110']);
  });

  it('scales to the finest unit', () => {
    const fine = withTypes(before, [['cpu', 'milliseconds']], [[1, 2]]);
    const coarse = withTypes(after, [['cpu', 'seconds']], [[1, 2]]);
    const merged = combineSources([coarse, fine]);
    expect(merged.sampleTypes).toEqual([{type: 'cpu', unit: 'milliseconds'}]);
    expect(samplesOf(merged)).toEqual(['main;rest 2002', 'main;work 1001']);
  });

  it('refuses sources without a common type', () => {
    const heap = withTypes(before, [['space', 'bytes']], [[1, 2]]);
    expect(() => combineSources([heap, after])).toThrow(/no sample type in common/);
  });
});

describe('a base', () => {
  it('is subtracted; what is equal goes', () => {
    const less = subtractBase(after, before, {isMarked: false, isNormalized: false});
    expect(samplesOf(less)).toEqual(['main;work 7']);
  });

  it('stays apart when percentages refer to it', () => {
    const compared = subtractBase(after, before, {isMarked: true, isNormalized: false});
    expect(samplesOf(compared)).toEqual(['main;rest -5', 'main;rest 5', 'main;work -3', 'main;work 10']);
    expect(computeTotal(compared, chooseValues(compared, 0, false)).value).toBe(8);
  });

  it('can give the scale', () => {
    const normalized = subtractBase(after, before, {isMarked: false, isNormalized: true});
    // 10 and 5 of 15 become 5 and 3 of 8, rounded one by one.
    expect(samplesOf(normalized)).toEqual(['main;rest -2', 'main;work 2']);
  });
});
