/**
 * The forms a sample may have in the file: they are one sample to the reader.
 */
import {describe, expect, it} from 'vitest';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';

const bytes = (field: number, payload: readonly number[]): number[] => [(field << 3) | 2, payload.length, ...payload];
const number = (field: number, value: number): number[] => [field << 3, value];
const text = (value: string): number[] => bytes(6, [...Buffer.from(value)]);

const LOCATIONS = [1, 2, 3];
const VALUES = [5, 7];
const LABEL = bytes(3, [...number(1, 6), ...number(2, 5)]);

/** A profile of two sample types, three locations and the given samples; string 5 is `main`, string 6 `key`. */
function profileWith(...samples: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([
    ...bytes(1, [...number(1, 1), ...number(2, 2)]),
    ...bytes(1, [...number(1, 3), ...number(2, 4)]),
    ...samples.flatMap((sample) => bytes(2, sample)),
    ...LOCATIONS.flatMap((id) => bytes(4, [...number(1, id), ...bytes(4, number(1, id))])),
    ...LOCATIONS.flatMap((id) => bytes(5, [...number(1, id), ...number(2, 5), ...number(5, id)])),
    ...['', 'samples', 'count', 'cpu', 'nanoseconds', 'main', 'key'].flatMap(text),
  ]);
}

function rows({samples}: Profile): number[][] {
  return Array.from({length: samples.length}, (_, row) => samples.values.map((column) => column[row]));
}

describe('samples', () => {
  it.each([
    ['locations first, as google/pprof writes them', [...bytes(1, LOCATIONS), ...bytes(2, VALUES), ...LABEL]],
    ['values first, as the Go runtime writes them', [...bytes(2, VALUES), ...bytes(1, LOCATIONS), ...LABEL]],
    ['labels first', [...LABEL, ...bytes(2, VALUES), ...bytes(1, LOCATIONS)]],
    [
      'unpacked',
      [...LOCATIONS.flatMap((id) => number(1, id)), ...VALUES.flatMap((value) => number(2, value)), ...LABEL],
    ],
    ['packed in two pieces', [...bytes(1, [1]), ...bytes(2, VALUES), ...bytes(1, [2, 3]), ...LABEL]],
  ])('with %s are the same sample', (_, sample) => {
    const usual = [...bytes(1, LOCATIONS), ...bytes(2, VALUES), ...LABEL];
    expect(rows(readProfile(profileWith(usual, sample)))).toEqual([[10, 14]]);
  });

  it('of one stack and different labels stay apart, and fold when labels come again', () => {
    const other = bytes(3, [...number(1, 6), ...number(2, 1)]);
    const stack = [...bytes(2, VALUES), ...bytes(1, LOCATIONS)];
    const profile = readProfile(profileWith([...stack, ...LABEL], [...stack, ...other], [...stack, ...LABEL]));
    expect(rows(profile)).toEqual([
      [10, 14],
      [5, 7],
    ]);
  });

  it('share outer frames in the stack tree, whatever sample came before', () => {
    const sample = (ids: readonly number[]): number[] => [...bytes(2, VALUES), ...bytes(1, ids)];
    const profile = readProfile(profileWith(sample([3, 2, 1]), sample([2, 1]), sample([1]), sample([2, 3, 1])));
    // 1, 1-2, 1-2-3, 1-3, 1-3-2
    expect(profile.stacks.length).toBe(5);
    expect(profile.samples.length).toBe(4);
  });

  it('whose packed locations end inside a number are refused', () => {
    const cut = [...bytes(1, [1, 0x82]), ...bytes(2, VALUES)];
    expect(() => readProfile(profileWith(cut))).toThrow('a number runs off the end of its message');
  });
});
