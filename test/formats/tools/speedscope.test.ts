/**
 * speedscope's JSON as input: ours back again, and what other exporters write.
 */
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {ProfileReader} from '../../../src/profile-reader.ts';
import {readProfile} from '../../../src/read.ts';
import {renderFolded} from '../../../src/render/exchange/folded.ts';
import {renderSpeedscope} from '../../../src/render/exchange/speedscope.ts';
import {readText, sampleLines} from '../../support/profile-text.ts';
import {samplePath} from '../../support/samples.ts';

const FRAMES = [{name: 'main', file: 'main.go'}, {name: 'f', line: 7}, {name: 'g'}];

/** A file of another exporter, with these profiles. */
function file(...profiles: readonly object[]): string {
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: {frames: FRAMES},
    profiles: profiles.map((profile) => ({name: 'thread 1', unit: 'milliseconds', ...profile})),
  });
}

const sampled = (samples: unknown, weights: unknown, more: object = {}): string =>
  file({type: 'sampled', samples, weights, ...more});
const evented = (...events: readonly (readonly [string, number, number])[]): string =>
  file({type: 'evented', events: events.map(([type, frame, at]) => ({type, frame, at}))});

describe('a file of ours', () => {
  it.each(['deletecollection-leak/heap-before.pb.gz', 'nodeips-hot/cpu-before.pb.gz'])(
    '%s has the types, stacks and values it was written from',
    (path) => {
      const profile = readProfile(readFileSync(samplePath(path)), {keepLabels: false});
      const text = renderSpeedscope(profile);
      const back = readText(text);
      expect([back.format, back.kind, back.sampleTypes]).toEqual(['speedscope', profile.kind, profile.sampleTypes]);
      expect(back.defaultSampleType).toBe(profile.defaultSampleType);
      for (const [type] of profile.sampleTypes.entries()) {
        expect(valuesByStack(renderFolded(back, type))).toEqual(valuesByStack(renderFolded(profile, type)));
      }
    },
  );
});

/** Stacks that differ in line numbers alone are one: speedscope's frames of ours have none. */
function valuesByStack(folded: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const line of folded.trimEnd().split('\n')) {
    const at = line.lastIndexOf(' ');
    const stack = line.slice(0, at);
    values.set(stack, (values.get(stack) ?? 0) + Number(line.slice(at)));
  }
  return values;
}

describe('a file of another exporter', () => {
  it('of more frames than a report could walk is refused, however few bytes it has', () => {
    const depth = 30_000;
    const opened = Array.from({length: depth}, (_, i) => ['O', i % 3, i] as const);
    const closed = Array.from({length: depth}, (_, i) => ['C', (depth - 1 - i) % 3, depth + i] as const);
    expect(() => readText(evented(...opened, ...closed))).toThrow(
      expect.objectContaining({
        code: 'LIMIT_EXCEEDED',
        message: 'the stacks of all samples have more than 268435456 frames',
      }),
    );
  });

  it('counts time in nanoseconds, and equal stacks once', () => {
    const profile = readText(
      sampled(
        [
          [0, 1],
          [0, 2],
          [0, 1],
        ],
        [1, 0.5, 2],
      ),
    );
    expect(profile.sampleTypes).toEqual([{type: 'time', unit: 'nanoseconds'}]);
    expect(sampleLines(profile)).toEqual(['3000000: f < main', '500000: g < main']);
  });

  it('gives the time between two events to what is open', () => {
    const text = evented(['O', 0, 1], ['O', 1, 3], ['C', 1, 4], ['C', 0, 10]);
    expect([...readText(text).samples.values[0]].sort()).toEqual([1_000_000, 8_000_000]);
  });

  it('keeps threads apart by a label, and units by a type', () => {
    const one = {type: 'sampled', samples: [[0]], weights: [1]};
    const profile = readText(file({...one}, {...one, name: 'thread 2'}, {...one, unit: 'bytes'}));
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['time', 'space']);
    expect(profile.samples.length).toBe(2);
    expect([...profile.samples.values[1]]).toEqual([1, 0]);
  });
});

it('a Buffer may be reused once it is handed over', () => {
  const reader = new ProfileReader();
  const text = sampled([[0, 1]], [2]).replace('"shared"', `${' '.repeat(5000)}"shared"`);
  for (let at = 0; at < text.length; at += 1000) {
    const chunk = Buffer.from(text.slice(at, at + 1000));
    reader.write(chunk);
    chunk.fill(0xaa);
  }
  expect(sampleLines(reader.end())).toEqual(['2000000: f < main']);
});

describe('a damaged file', () => {
  it.each([
    ['cut', sampled([[0]], [1]).slice(0, -9), {byteOffset: sampled([[0]], [1]).length - 9}],
    ['without frames', sampled([[0]], [1]).replace('frames', 'fromes'), {field: 'shared.frames'}],
    ['with a frame that is not there', sampled([[0], [3]], [1, 1]), {field: 'profiles[0].samples[1]'}],
    ['with a weight below zero', sampled([[0]], [-1]), {field: 'profiles[0].weights[0]'}],
    ['with a weight past 2^53', sampled([[0]], [1e13]), {field: 'profiles[0].weights[0]'}],
    ['with a weight too few', sampled([[0], [1]], [1]), {field: 'profiles[0].weights'}],
    ['with a unit of its own', sampled([[0]], [1], {unit: 'parsec'}), {field: 'profiles[0].unit'}],
    ['of another type', sampled([[0]], [1], {type: 'traced'}), {field: 'profiles[0].type'}],
    ['without profiles', file(), {field: 'profiles'}],
    ['that closes another frame', evented(['O', 0, 1], ['C', 1, 2]), {field: 'profiles[0].events[1]'}],
    ['that closes what is not open', evented(['C', 0, 1]), {field: 'profiles[0].events[0]'}],
    ['that runs backwards', evented(['O', 0, 2], ['C', 0, 1]), {field: 'profiles[0].events[1].at'}],
    ['that leaves a frame open', evented(['O', 0, 2]), {field: 'profiles[0].events'}],
  ])('%s is refused with the place', (_, text, at) => {
    expect(() => readText(text)).toThrow(
      expect.objectContaining({
        code: 'MALFORMED_TEXT',
        at: expect.objectContaining(at),
        hint: expect.stringContaining('export it again'),
      }),
    );
  });

  it('more than is read as one piece is refused', () => {
    const text = `{"$schema":"https://www.speedscope.app/file-format-schema.json"${' '.repeat(2 ** 26)}`;
    expect(() => readText(text)).toThrow(expect.objectContaining({code: 'LIMIT_EXCEEDED'}));
  });

  it('lists in lists by the hundred thousand are refused', () => {
    const deep = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
    expect(() => readText(sampled([[0]], [1]).replace('[[0]]', deep))).toThrow(
      expect.objectContaining({code: 'MALFORMED_TEXT', at: expect.objectContaining({field: 'profiles[0].samples[0]'})}),
    );
  });
});
