/**
 * What is large in a profile must be what the whole profile says of it: the same tree, node for node.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {buildTree} from '../src/analysis/tree/tree.ts';
import {isGzip} from '../src/formats/is-gzip.ts';
import type {CallTree} from '../src/model/call-tree.ts';
import type {Profile} from '../src/model/profile.ts';
import {PreviewReader} from '../src/preview-reader.ts';
import {readProfile} from '../src/read.ts';
import {encode, type ModelProfile, modelProfile} from './support/arbitrary-profile.ts';
import {corpus, corpusFile} from './support/corpus.ts';
import {join} from './support/proto.ts';
import {samplePath} from './support/samples.ts';

const SHARES = [1 / 20, 1 / 300, 1 / 50_000];

function previewOf(raw: Uint8Array, share: number, chunk = raw.length): Profile | undefined {
  const reader = new PreviewReader(share);
  for (let at = 0; at < raw.length; at += chunk) reader.write(raw.subarray(at, at + chunk));
  return reader.end();
}

function inflated(bytes: Uint8Array): Uint8Array {
  return isGzip(bytes) ? gunzipSync(bytes) : bytes;
}

/** Paths of names with values, in no order: siblings of one value may change places. Which of two like frames was inlined is left to whichever came first. */
function paths(tree: CallTree): string[] {
  const path: string[] = [];
  for (let node = 0; node < tree.length; node++) {
    const above = tree.parent[node] < 0 ? '' : path[tree.parent[node]];
    path.push(`${above}\n${tree.names[tree.fn[node]]}`);
  }
  return path.map((each, node) => `${tree.self[node]} ${tree.total[node]}${each}`).sort();
}

function largeTree(profile: Profile, share: number): string[] {
  return paths(buildTree(profile, profile.defaultSampleType, 'root', share));
}

/** With ids from 1 and values that add up exactly, as profilers write them. */
function usual(model: ModelProfile): ModelProfile {
  const size = (value: bigint): bigint => (value < 0n ? -value : value) % 1000n;
  return {
    ...model,
    idBase: 0n,
    samples: model.samples.map((sample) => ({...sample, values: [size(sample.values[0]), size(sample.values[1])]})),
  };
}

const samples = readdirSync(samplePath(''), {recursive: true, encoding: 'utf8'})
  .filter((path) => path.endsWith('.pb.gz'))
  .map((path): [string, () => Uint8Array] => [path, () => readFileSync(samplePath(path))]);
const files = corpus().files.map(({path}): [string, () => Uint8Array] => [path, () => corpusFile(path)]);

describe('the outline of a profile', () => {
  it.each([...samples, ...files])('has the large stacks of %s', (_, read) => {
    const packed = read();
    const whole = readProfile(packed);
    const outlines = SHARES.map((share) => previewOf(inflated(packed), share));
    // Only these stand in the way of one: frames to drop, negative values, ids beyond a table.
    const isRefused = whole.dropFrames !== '' || whole.samples.values.some((column) => column.some((each) => each < 0));
    for (const [i, outline] of outlines.entries()) {
      if (outline === undefined) expect(isRefused).toBe(true);
      else expect(largeTree(outline, SHARES[i])).toEqual(largeTree(whole, SHARES[i]));
    }
  });

  it('is there for all samples of this project and most of the corpus', () => {
    const count = (list: readonly [string, () => Uint8Array][]): number =>
      list.filter(([, read]) => previewOf(inflated(read()), 0.01) !== undefined).length;
    expect(count(samples)).toBe(samples.length);
    expect(count(files)).toBeGreaterThan(files.length / 2);
  });

  it('is the same however the bytes arrive, and whatever the profile', () => {
    fc.assert(
      fc.property(modelProfile, fc.integer({min: 1, max: 97}), fc.constantFrom(...SHARES), (model, chunk, share) => {
        const {samples: sampleFields, strings, tables, types} = encode(usual(model));
        const raw = join(...types, ...sampleFields, ...tables, ...strings);
        const outline = previewOf(raw, share, chunk);
        expect(outline).toBeDefined();
        expect(largeTree(outline as Profile, share)).toEqual(largeTree(readProfile(raw), share));
      }),
    );
  });

  it('is none where the file is damaged', () => {
    const raw = gunzipSync(readFileSync(samplePath('replicaset-flood/heap-before.pb.gz')));
    for (let cut = 1; cut < raw.length; cut += 997) expect(previewOf(raw.subarray(0, cut), 0.01)).toBeUndefined();
  });
});
