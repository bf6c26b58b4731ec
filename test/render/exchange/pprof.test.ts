import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {mergeProfiles} from '../../../src/analysis/profiles/merge.ts';
import {readProfile} from '../../../src/read.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {renderRawText} from '../../../src/render/text/raw.ts';
import {samplePath} from '../../support/shared.ts';

const PATHS = ['misc', 'modern-go', 'nodeips-hot'].flatMap((folder) =>
  readdirSync(samplePath(folder))
    .filter((name) => name.endsWith('.pb.gz'))
    .map((name) => samplePath(folder, name)),
);

describe('the pprof encoder', () => {
  it.each(PATHS)('%s is read back as it was', (path) => {
    const profile = mergeProfiles([readProfile(new Uint8Array(readFileSync(path)))]);
    expect(renderRawText(readProfile(encodePprof(profile), {allFrames: true}))).toBe(renderRawText(profile));
  });

  it('keeps values past 2^53 and negative ones', () => {
    const profile = readProfile(new Uint8Array(readFileSync(PATHS[0])));
    const values = [new Float64Array([2 ** 53, -7])];
    const samples = {
      length: 2,
      stack: Int32Array.of(-1, -1),
      labels: Int32Array.of(0, 0),
      values,
      residues: [Float64Array.of(1, 0)],
    };
    const encoded = encodePprof({...profile, sampleTypes: [{type: 'n', unit: 'count'}], samples});
    // Both samples have no stack and fold into one.
    const {residues, values: read} = readProfile(encoded).samples;
    expect(BigInt(read[0][0]) + BigInt(residues[0]?.[0] ?? 0)).toBe(2n ** 53n + 1n - 7n);
  });

  it('a sum beyond int64 is written as several records, which add up to it', () => {
    const text = 'main;f 9223372036854775807\n'.repeat(3) + 'main;g 1\n';
    const profile = readProfile(new TextEncoder().encode(text));
    expect(profile.samples.length).toBe(2);
    const back = readProfile(encodePprof(profile));
    const sums = [profile, back].map(({samples}) =>
      samples.values[0].reduce((sum, value, row) => sum + BigInt(value) + BigInt(samples.residues[0]?.[row] ?? 0), 0n),
    );
    expect(sums).toEqual([3n * (2n ** 63n - 1n) + 1n, 3n * (2n ** 63n - 1n) + 1n]);
  });
});
