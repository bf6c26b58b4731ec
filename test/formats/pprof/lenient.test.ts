import {describe, expect, it} from 'vitest';
import {computeTop, sortTop} from '../../../src/analysis/reports/top.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {bytesField, join, message, numberField, packedField} from '../../support/proto.ts';

const STRINGS = ['', 'cpu', 'nanoseconds', 'main.main', 'main.work'].map((text) => bytesField(6, text));
const TYPE = message(1, numberField(1, 1), numberField(2, 2));
const MAIN = message(5, numberField(1, 1), numberField(2, 3));
const WORK = message(5, numberField(1, 2), numberField(2, 4));

function location(id: number, fn: number): Uint8Array {
  return message(4, numberField(1, id), message(4, numberField(1, fn)));
}

function sample(locations: readonly number[], values: readonly number[]): Uint8Array {
  return message(2, packedField(1, locations), packedField(2, values));
}

function readLenient(...parts: readonly Uint8Array[]): Profile {
  return readProfile(join(...parts, ...STRINGS), {isLenient: true});
}

function warnings({warnings}: Profile): string[] {
  return warnings.map(({code, message}) => `${code} ${/^\d+/.exec(message)?.[0]}`);
}

function flats(profile: Profile): Record<string, number> {
  const top = computeTop(profile, 0);
  return Object.fromEntries([...sortTop(top, 'flat')].map((row) => [top.names[row], top.flat.values[row]]));
}

describe('lenient reading', () => {
  it('numbers functions without ids by their place', () => {
    const first = message(5, numberField(2, 3));
    const second = message(5, numberField(2, 4));
    const profile = readLenient(TYPE, first, second, location(1, 2), sample([1], [7]));
    expect(flats(profile)).toEqual({'main.work': 7});
    expect(warnings(profile)).toEqual(['RESERVED_ID 2']);
  });

  it('keeps the first row of an id that comes twice', () => {
    const twin = message(5, numberField(1, 1), numberField(2, 4));
    const profile = readLenient(TYPE, MAIN, WORK, twin, location(1, 1), location(1, 2), sample([1], [7]));
    expect(flats(profile)).toEqual({'main.main': 7});
    expect(warnings(profile)).toEqual(['DUPLICATE_ID 2']);
  });

  it('shows a location that is not in the file as unknown', () => {
    const profile = readLenient(TYPE, MAIN, location(1, 1), sample([9, 1], [7]));
    expect(flats(profile)).toEqual({'<unknown>': 7, 'main.main': 0});
    expect(warnings(profile)).toEqual(['MISSING_LOCATION 1']);
  });

  it('shows a function that is not in the file as unknown', () => {
    const profile = readLenient(TYPE, location(1, 9), sample([1], [7]));
    expect(flats(profile)).toEqual({'<unknown>': 7});
    expect(warnings(profile)).toEqual(['MISSING_FUNCTION 1']);
  });

  it('fills missing values with zero and cuts surplus ones', () => {
    const types = join(TYPE, message(1, numberField(1, 1), numberField(2, 2)));
    const rows = [sample([1], [1, 2]), sample([1], [3]), sample([2], [4, 5, 6])];
    const profile = readLenient(types, MAIN, WORK, location(1, 1), location(2, 2), ...rows);
    expect(profile.samples.values.map((column) => [...column])).toEqual([
      [4, 4],
      [2, 5],
    ]);
    expect(warnings(profile)).toEqual(['VALUE_COUNT 2']);
  });

  it('fits all samples to the sample types', () => {
    const profile = readLenient(TYPE, MAIN, location(1, 1), sample([1], [3, 4]));
    expect(profile.samples.values.map((column) => [...column])).toEqual([[3]]);
    expect(warnings(profile)).toEqual(['VALUE_COUNT 1']);
  });

  it('makes up sample types where there are none', () => {
    const profile = readLenient(MAIN, location(1, 1), sample([1], [3, 4]));
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['value1', 'value2']);
    expect(warnings(profile)).toEqual(['NO_SAMPLE_TYPES 2']);
  });

  it('warns of nothing in a sound file', () => {
    expect(readLenient(TYPE, MAIN, location(1, 1), sample([1], [3])).warnings).toEqual([]);
  });
});
