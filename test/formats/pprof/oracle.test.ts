import {readdirSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {computeTop, sortTop} from '../../../src/analysis/reports/top.ts';
import {ExactSum} from '../../../src/base/int64.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {readByReflection} from '../../support/reflection-oracle.ts';
import {samplePath} from '../../support/shared.ts';

const FILES = readdirSync(samplePath(), {recursive: true, encoding: 'utf8'}).filter((path) => path.endsWith('.pb.gz'));

function topRows(profile: Profile, type: number): Map<string, [bigint, bigint]> {
  const top = computeTop(profile, type);
  return new Map(
    [...sortTop(top, 'cum')].map((row) => [
      top.names[row],
      [BigInt(top.flat.toJson(row)), BigInt(top.cum.toJson(row))],
    ]),
  );
}

function sum({samples}: Profile, type: number): bigint {
  const total = new ExactSum();
  for (const value of samples.values[type]) total.add(value);
  return total.toBigInt();
}

describe.each(FILES)('%s', (file) => {
  const bytes = readFileSync(samplePath(file));
  const oracle = readByReflection(gunzipSync(bytes));
  const profile = readProfile(bytes, {allFrames: true});

  it('has the tables that reflection finds', () => {
    expect(profile.counts).toEqual(oracle.counts);
    expect(profile.sampleTypes).toEqual(oracle.sampleTypes);
  });

  it('has flat, cum and sums of every function and sample type that reflection finds', () => {
    for (let type = 0; type < oracle.tops.length; type++) {
      expect(sum(profile, type)).toBe(oracle.sums[type]);
      expect(topRows(profile, type)).toEqual(oracle.tops[type]);
    }
  });
});
