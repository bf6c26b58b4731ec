/**
 * Damaged inputs: nothing of them by default; with --salvage what is whole, and never without the word PARTIAL.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import {PprofxError} from '../../../src/base/errors.ts';
import {readProfile} from '../../../src/read.ts';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';

const PACKED = readFileSync(samplePath('misc/etcd-heap.pb.gz'));
const PLAIN = gunzipSync(PACKED);
/** Small enough to be cut at every few bytes. */
const SMALL_PACKED = readFileSync(samplePath('misc/etcd-cpu.pb.gz'));
const SMALL = gunzipSync(SMALL_PACKED);
const folder = mkdtempSync(join(tmpdir(), 'pprofx-salvage-'));
afterAll(() => rmSync(folder, {recursive: true}));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('a cut profile', () => {
  it.each([
    ['gzip', PACKED, 5000],
    ['gzip before its trailer', PACKED, PACKED.length - 8],
    ['plain', PLAIN, PLAIN.length - 5],
  ])('in %s is refused, and salvaged on request with its mark', (name, bytes, length) => {
    const path = file(`${name}.pb`, bytes.subarray(0, length));
    expect(pprofx(['top', path])).toMatchObject({code: 3, stdout: ''});
    const text = pprofx(['top', '--salvage', path]);
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/^PARTIAL: /);
    expect(text.stderr).toContain('PARTIAL: ');
    for (const command of name === 'gzip' ? ['top', 'tree', 'traces', 'tags', 'analyze'] : ['top']) {
      const {code, stdout} = pprofx([command, '--salvage', '--format', 'json', path]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout).partial).toBe(true);
    }
  });

  it('says so for formats that have no room for it', () => {
    const path = file('cut.pb.gz', PACKED.subarray(0, 5000));
    const {code, stderr} = pprofx(['convert', '--salvage', '--to', 'folded', '-o', '-', path]);
    expect(code).toBe(0);
    expect(stderr).toContain('PARTIAL: ');
  });

  it.each([
    ['large', PLAIN, 601],
    ['small', SMALL, 5],
  ])('is refused at every length but that of a whole field without what is needed: a %s one', (_, plain, step) => {
    const accepted: number[] = [];
    for (let length = 0; length < plain.length; length += step) {
      try {
        const profile = readProfile(plain.subarray(0, length));
        // The last fields are scalars: a cut between two of them leaves a valid message, in which nothing can be missed.
        if (profile.sampleTypes.length > 0) accepted.push(length);
      } catch (error) {
        expect(error).toBeInstanceOf(PprofxError);
      }
    }
    expect(accepted.filter((length) => length < plain.length - 64)).toEqual([]);
  });

  it.each([
    ['large', PACKED, 401],
    ['small', SMALL_PACKED, 5],
  ])('in gzip is refused at every length: a %s one', (_, packed, step) => {
    for (let length = 0; length < packed.length; length += step) {
      expect(() => readProfile(packed.subarray(0, length))).toThrow(PprofxError);
    }
  });
});

describe('a whole profile', () => {
  it('carries no mark, salvaged or not', () => {
    const path = file('whole.pb.gz', PACKED);
    const {stderr, stdout} = pprofx(['top', '--salvage', '--format', 'json', path]);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).not.toHaveProperty('partial');
    expect(stdout).toBe(pprofx(['top', '--format', 'json', path]).stdout);
  });
});
