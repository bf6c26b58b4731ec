/**
 * Differences as go tool pprof makes them, and how a comparison is held against one.
 */
import {expect} from 'vitest';
import {compareProfiles} from '../../src/analysis/compare/compare.ts';
import type {Profile} from '../../src/model/profile.ts';

export interface PprofDiff {
  readonly before: string;
  readonly after: string;
  readonly sampleIndex: string;
  readonly mode: 'base' | 'diff_base' | 'normalize';
  /** `flat cum name`. */
  readonly rows: readonly string[];
}

/** Expects the flat and cum of every function that pprof lists. */
export function expectRows({mode, rows, sampleIndex}: PprofDiff, before: Profile, after: Profile): void {
  const scale = mode === 'normalize' ? 'total' : 'none';
  const comparison = compareProfiles([before], [after], {scale, sampleType: sampleIndex});
  const ours = new Map(comparison.types[comparison.decisive].rows.map((row) => [row.function, row]));
  const found = rows.map((line) => {
    const name = line.split(' ').slice(2).join(' ');
    return `${ours.get(name)?.flat.delta} ${ours.get(name)?.cum.delta} ${name}`;
  });
  expect(found).toEqual(rows);
  expect(rows.length).toBeGreaterThan(3);
}
