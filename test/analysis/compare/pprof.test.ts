/**
 * Differences are those of go tool pprof: -base, -diff_base and -normalize, flat and cum. oracles/make-diff-base.mjs
 * made the expectations.
 */
import {describe, expect, it} from 'vitest';
import {compareProfiles} from '../../../src/analysis/compare/compare.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {corpusPath, readBytes, readJson, samplePath} from '../../support/shared.ts';

interface PprofDiff {
  readonly before: string;
  readonly after: string;
  readonly sampleIndex: string;
  readonly mode: 'base' | 'diff_base' | 'normalize';
  /** `flat cum name`. */
  readonly rows: readonly string[];
}

const PAIRS = readJson('test/analysis/compare/oracles/diff-base.json') as readonly PprofDiff[];

function read(name: string): Profile {
  const [root, ...rest] = name.split('/');
  const path = root === 'corpus' ? corpusPath('files', ...rest) : samplePath(...rest);
  return readProfile(readBytes(path), {name});
}

describe.each(PAIRS)('$mode of $before and $after, $sampleIndex', ({after, before, mode, rows, sampleIndex}) => {
  it('has the flat and cum of every function that pprof lists', () => {
    const scale = mode === 'normalize' ? 'total' : 'none';
    const comparison = compareProfiles([read(before)], [read(after)], {scale, sampleType: sampleIndex});
    const ours = new Map(comparison.types[comparison.decisive].rows.map((row) => [row.function, row]));
    const found = rows.map((line) => {
      const name = line.split(' ').slice(2).join(' ');
      return `${ours.get(name)?.flat.delta} ${ours.get(name)?.cum.delta} ${name}`;
    });
    expect(found).toEqual(rows);
    expect(rows.length).toBeGreaterThan(3);
  });
});
