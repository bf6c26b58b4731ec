/**
 * Tables of go tool pprof as people pasted them, against what each says.
 */
import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {computeTop} from '../../src/analysis/reports/top.ts';
import {readProfile} from '../../src/read.ts';
import {incidentPath, readBytes} from '../support/shared.ts';
import {topRows} from '../support/top-rows.ts';

describe('tables of go tool pprof -top', () => {
  test('a table of pprof before Go 1.9, pasted with its prompt, keeps flat, cum and total', () => {
    const profile = readProfile(readBytes(incidentPath('forms/old-pprof-top-header.txt')));
    const named = topRows(profile).filter(([name]) => name !== '<unknown>');
    expect(named).toEqual([
      ['regexp.(*machine).add', 2_180_000_000, 2_530_000_000],
      ['regexp.(*machine).step', 860_000_000, 3_130_000_000],
      ['syscall.Syscall', 820_000_000, 870_000_000],
    ]);
    expect(computeTop(profile, 0).total).toBe(9_660_000_000);
    expect(profile.kind).toBe('cpu');
  });

  const tables = readdirSync(incidentPath()).filter((name) => {
    return !name.includes('.') && name !== 'forms' && readdirSync(incidentPath(name)).includes('top.txt');
  });

  test.each(tables)('%s gives the rows of the profile that was made from its table', (name) => {
    const table = readProfile(readBytes(incidentPath(name, 'top.txt')));
    const made = new Map(
      topRows(readProfile(new Uint8Array(readBytes(incidentPath(name, 'profile.pb.gz'))))).map((row) => [row[0], row]),
    );
    for (const [fn, flat, cum] of topRows(table)) {
      if (fn === '<unknown>') continue;
      const [, wantedFlat, wantedCum] = made.get(fn) ?? [];
      // Tables print two decimals.
      expect(Math.abs(flat - (wantedFlat ?? Number.NaN))).toBeLessThanOrEqual(0.006 * Math.max(flat, 1e7));
      expect(Math.abs(cum - (wantedCum ?? Number.NaN))).toBeLessThanOrEqual(0.006 * Math.max(cum, 1e7));
    }
  });
});
