/**
 * Pyroscope's flamebearer as input.
 */
import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

/** main(10) calls f(4) and, after a gap of 1, g(3), which calls f(2). */
const LEVELS = [
  [0, 10, 0, 0],
  [0, 10, 3, 1],
  [0, 4, 4, 2, 1, 3, 1, 3],
  [5, 2, 2, 2],
];
const NAMES = ['total', 'main', 'f', 'g'];

function file(levels: unknown = LEVELS, metadata: object = {}, names: unknown = NAMES): string {
  const all = {format: 'single', units: 'bytes', name: 'inuse_space', sampleRate: 100, ...metadata};
  return JSON.stringify({version: 1, flamebearer: {names, levels, numTicks: 10, maxSelf: 4}, metadata: all});
}

describe('flamebearer JSON', () => {
  it('holds a tree, whose own values are the samples', () => {
    const profile = readText(file());
    expect([profile.format, profile.kind]).toEqual(['flamebearer', 'heap']);
    expect(sampleLines(profile)).toEqual(['3: main', '4: f < main', '1: g < main', '2: f < g < main']);
  });

  it.each([
    [{units: 'samples', name: 'app.cpu{}', sampleRate: 100}, 'cpu', 'nanoseconds', 1e7],
    // Pyroscope 1 writes the first rate beside nanoseconds, later releases the second.
    [{units: 'samples', name: 'cpu', sampleRate: 1e8}, 'cpu', 'nanoseconds', 1],
    [{units: 'samples', name: 'cpu', sampleRate: 1e9}, 'cpu', 'nanoseconds', 1],
    [{units: 'objects', name: 'alloc_objects'}, 'alloc_objects', 'count', 1],
    [{units: 'lock_nanoseconds', name: 'app'}, 'delay', 'nanoseconds', 1],
    [{units: 'parsec', name: 7}, 'samples', 'count', 1],
  ])('%j is a type and a unit', (metadata, type, unit, tick) => {
    const profile = readText(file(LEVELS, metadata));
    expect(profile.sampleTypes).toEqual([{type, unit}]);
    expect(profile.samples.values[0][0]).toBe(3 * tick);
  });

  it('a comparison is refused with what to give instead', () => {
    expect(() => readText(file(LEVELS, {format: 'double'}))).toThrow(
      expect.objectContaining({code: 'UNRECOGNIZED_FORMAT', hint: expect.stringContaining('pprofx diff')}),
    );
  });

  it.each([
    ['cut', file().slice(0, 60), {byteOffset: 60}],
    ['without levels', file([]), {field: 'flamebearer.levels'}],
    ['with half a bar', file([[0, 10, 0, 0, 1]]), {field: 'flamebearer.levels[0]'}],
    ['with a name that is not there', file([[0, 10, 0, 9]]), {field: 'flamebearer.levels[0][3]'}],
    ['with a number that is none', file([[0, 'x', 0, 0]]), {field: 'flamebearer.levels[0][1]'}],
    ['with more of its own than in all', file([[0, 1, 2, 0]]), {field: 'flamebearer.levels[0][0]'}],
    [
      'with a bar beyond the one above',
      file([
        [0, 10, 0, 0],
        [0, 11, 0, 1],
      ]),
      {field: 'flamebearer.levels[1][0]'},
    ],
    [
      'with a bar below two',
      file([
        [0, 10, 0, 0],
        [0, 5, 0, 1, 0, 5, 0, 2],
        [4, 2, 2, 3],
      ]),
      {field: 'flamebearer.levels[2][0]'},
    ],
    ['with a name of another kind', file(LEVELS, {}, ['total', 7]), {field: 'flamebearer.names[1]'}],
  ])('%s is refused with the place', (_, text, at) => {
    expect(() => readText(text)).toThrow(
      expect.objectContaining({code: 'MALFORMED_TEXT', at: expect.objectContaining(at)}),
    );
  });
});
