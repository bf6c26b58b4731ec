/**
 * Many inputs are merged on several threads; the result must be that of merging all of them in one go.
 */
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {combineSources} from '../../../src/analysis/profiles/combine.ts';
import {buffersOf, packProfile, unpackProfile} from '../../../src/model/portable-profile.ts';
import {readProfile} from '../../../src/read.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {pprofx} from '../../support/cli.ts';
import {bytesField, join as joined, message, numberField, packedField} from '../../support/proto.ts';
import {readSample, samplePath} from '../../support/samples.ts';

/** Heaps of the same process and of others. */
const HEAPS = [
  'deletecollection-leak/heap-before.pb.gz',
  'deletecollection-leak/heap-after.pb.gz',
  'replicaset-flood/heap-before.pb.gz',
  'misc/etcd-heap.pb.gz',
];
/** Enough for a second thread on a machine of two cores. */
const COUNT = 80;

describe('merging many inputs', () => {
  let folder = '';
  let paths: string[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pprofx-merge-'));
    const small = join(folder, 'small.pb.gz');
    expect(pprofx(['convert', '--focus', 'raft', samplePath('misc/etcd-heap.pb.gz'), '-o', small]).code).toBe(0);
    paths = Array.from({length: COUNT}, (_, i) => {
      const path = join(folder, `heap-${String(i).padStart(3, '0')}.pb.gz`);
      cpSync(i % 20 === 0 ? samplePath(HEAPS[(i / 20) % HEAPS.length]) : small, path);
      return path;
    });
  });

  afterAll(() => rmSync(folder, {recursive: true}));

  test('gives, byte for byte, what merging them all at once gives', () => {
    const output = join(folder, 'merged.pb.gz');
    expect(pprofx(['merge', '-o', output, ...paths])).toMatchObject({code: 0, stderr: ''});
    const profiles = paths.map((path) => readProfile(readFileSync(path), {name: path, allFrames: true}));
    const expected = encodePprof(combineSources(profiles));
    expect(gunzipSync(readFileSync(output)).equals(expected)).toBe(true);
  });

  test('is named for its inputs', () => {
    expect(pprofx(['top', ...paths]).stdout).toContain(`${paths[0]} and ${COUNT - 1} more`);
  });

  test('tells of the first broken input, whichever thread met one first', () => {
    const broken = [...paths];
    for (const at of [40, 60, 72]) {
      broken[at] = join(folder, `broken-${at}.pb.gz`);
      writeFileSync(broken[at], readFileSync(paths[at]).subarray(0, 9000));
    }
    const {code, stderr, stdout} = pprofx(['top', ...broken]);
    expect({code, stdout}).toEqual({code: 3, stdout: ''});
    expect(stderr).toContain('broken-40.pb.gz');
    expect(stderr).not.toContain('broken-60');
    expect(stderr).not.toContain('broken-72');
  });

  test('tells of an input that is of another kind', () => {
    const mixed = [...paths];
    mixed[79] = samplePath('nodeips-hot/cpu-before.pb.gz');
    const {code, stderr} = pprofx(['top', ...mixed]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot merge|in common/);
  });
});

/** A profile of `shop`, whose program lies at `start`: samples of `main.used`, and `main.unused`, which no sample names. */
function runOf(start: number, strings: readonly string[], value: number): Uint8Array {
  const at = (text: string): number => strings.indexOf(text);
  const location = (id: number, address: number, fn: number): Uint8Array =>
    message(4, numberField(1, id), numberField(2, 1), numberField(3, address), message(4, numberField(1, fn)));
  return joined(
    message(1, numberField(1, at('alloc_space')), numberField(2, at('bytes'))),
    message(2, packedField(1, [2]), packedField(2, [value])),
    message(3, numberField(1, 1), numberField(2, start), numberField(3, start + 8192), numberField(5, at('shop'))),
    location(1, start + 16, 1),
    location(2, start + 32, 2),
    message(5, numberField(1, 1), numberField(2, at('main.unused'))),
    message(5, numberField(1, 2), numberField(2, at('main.used'))),
    ...strings.map((text) => bytesField(6, text)),
  );
}

test('runs of one program at other addresses are one program, and what no sample names is left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-merge-'));
  try {
    const paths = [
      runOf(0x10000, ['', 'alloc_space', 'bytes', 'shop', 'main.unused', 'main.used'], 5),
      runOf(0x70000, ['', 'main.used', 'shop', 'bytes', 'alloc_space', 'main.unused'], 7),
    ].map((bytes, i) => {
      const path = join(folder, `run-${i}.pb`);
      writeFileSync(path, bytes);
      return path;
    });
    expect(
      pprofx(['raw', ...paths])
        .stdout.replace(/^[\s\S]*(?=Samples:)/, '')
        .trimEnd()
        .split(/ *\n/),
    ).toEqual([
      'Samples:',
      'alloc_space/bytes',
      '         12: 1',
      'Locations',
      '     1: 0x10020 M=1 main.used :0 s=0()',
      'Mappings',
      '1: 0x10000/0x12000/0x0 shop',
    ]);
  } finally {
    rmSync(folder, {recursive: true});
  }
});

test.each([...HEAPS, 'deletecollection-leak/goroutine-before.pb.gz'])('%s survives the way between threads', (path) => {
  const profile = readSample(path);
  const expected = encodePprof(profile);
  const packed = packProfile(profile);
  const moved = structuredClone(packed, {transfer: buffersOf(packed)});
  expect(profile.samples.stack.length).toBe(0);
  expect(Buffer.from(encodePprof(unpackProfile(moved))).equals(expected)).toBe(true);
});
