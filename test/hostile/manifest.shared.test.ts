/**
 * Hostile inputs, made afresh: each is read with exact sums, or refused with cause and place, or stopped by a limit.
 *
 * The generator lies beside the project in ../shared/tools.
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {computeTop, sortTop} from '../../src/analysis/reports/top.ts';
import {PprofxError} from '../../src/base/errors.ts';
import {ExactSum} from '../../src/base/int64.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import {toolPath} from '../support/shared.ts';

interface Entry {
  readonly file: string;
  readonly want: 'ok' | 'refuse' | 'limit';
  readonly why: string;
  readonly sums?: readonly string[];
  readonly period?: string;
  readonly flat?: string;
  readonly cum?: Readonly<Record<string, string>>;
  readonly address?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'pprofx-hostile-'));
execFileSync(process.execPath, [toolPath('make_hostile.mjs'), folder]);
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Entry[];

afterAll(() => rmSync(folder, {recursive: true}));

function read(file: string): Profile {
  return readProfile(readFileSync(join(folder, file)), {name: file});
}

function exactSums({samples, sampleTypes}: Profile): string[] {
  return sampleTypes.map((_, type) => {
    const sum = new ExactSum();
    for (let row = 0; row < samples.length; row++) {
      sum.add(samples.values[type][row], samples.residues[type]?.[row] ?? 0);
    }
    return String(sum.toBigInt());
  });
}

const readable = manifest.filter(({want}) => want === 'ok');
const refused = manifest.filter(({want}) => want !== 'ok');

describe.each(readable)('$file: $why', ({file, sums, period, flat, cum, address}) => {
  it('is read with exact sums', () => {
    const profile = read(file);
    expect(exactSums(profile)).toEqual(sums);
    if (period !== undefined) expect(String(profile.period)).toBe(period);
    if (address !== undefined) expect([...profile.locations.address]).toContain(BigInt(address));
    if (flat === undefined && cum === undefined) return;
    const top = computeTop(profile, profile.defaultSampleType);
    if (flat !== undefined) expect(top.names[sortTop(top, 'flat')[0]]).toBe(flat);
    for (const [name, value] of Object.entries(cum ?? {})) {
      expect(String(top.cum.toJson(top.names.indexOf(name)))).toBe(value);
    }
  });
});

describe.each(refused)('$file: $why', ({file, want}) => {
  it('is refused with a cause and its place', () => {
    let refusal: unknown;
    try {
      read(file);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(PprofxError);
    const kind = want === 'refuse' ? 'input' : 'limit';
    expect(refusal).toMatchObject({kind, at: {input: file, byteOffset: expect.any(Number)}});
  });
});

describe('zero padding after the gzip data', () => {
  it('is warned of', () => {
    expect(read('c10_trailing_zeros.pb.gz').warnings.map(({code}) => code)).toEqual(['GZIP_PADDING']);
  });
});

describe('a broken pattern in drop_frames', () => {
  it('is warned of and prunes nothing', () => {
    const profile = read('x16_drop_frames_bad_regex.pb');
    expect(profile.warnings.map(({code}) => code)).toEqual(['BAD_DROP_FRAMES']);
    expect(profile.stacks.length).toBe(3);
  });
});
