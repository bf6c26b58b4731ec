/**
 * What is large in a profile must be what the whole profile says of it: the same tree, node for node.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Profile} from '../src/model/profile.ts';
import {readProfile} from '../src/read.ts';
import {encode, type ModelProfile, modelProfile} from './support/arbitrary-profile.ts';
import {expectLargeStacks, inflated, largeTree, previewOf, SHARES} from './support/previews.ts';
import {join} from './support/proto.ts';
import {samplePath} from './support/samples.ts';

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

describe('the outline of a profile', () => {
  it.each(samples)('is there for %s, with its large stacks', (_, read) => {
    expect(previewOf(inflated(read()), 0.01)).toBeDefined();
    expectLargeStacks(read());
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

  it.each([
    ['replicaset-flood/heap-before.pb.gz', 9973],
    ['misc/etcd-heap.pb.gz', 499],
  ])('is none where the file is damaged: %s', (path, step) => {
    const raw = gunzipSync(readFileSync(samplePath(path)));
    for (let cut = 1; cut < raw.length; cut += step) expect(previewOf(raw.subarray(0, cut), 0.01)).toBeUndefined();
  });
});
