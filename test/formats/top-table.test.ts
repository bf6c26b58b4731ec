/**
 * Tables of go tool pprof as input: what a table says must come out as the table says it.
 */
import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {computeTop, sortTop} from '../../src/analysis/top.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import {readText} from '../support/goroutines.ts';
import {incidentPath, readBytes} from '../support/shared.ts';

function rowsOf(profile: Profile): [string, number, number][] {
  const top = computeTop(profile, profile.defaultSampleType);
  return Array.from(sortTop(top, 'flat'), (row) => [top.names[row], top.flat.values[row], top.cum.values[row]]);
}

describe('tables of go tool pprof -top', () => {
  test('a table of pprof before Go 1.9, pasted with its prompt, keeps flat, cum and total', () => {
    const profile = readProfile(readBytes(incidentPath('forms/old-pprof-top-header.txt')));
    const named = rowsOf(profile).filter(([name]) => name !== '<unknown>');
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
      rowsOf(readProfile(new Uint8Array(readBytes(incidentPath(name, 'profile.pb.gz'))))).map((row) => [row[0], row]),
    );
    for (const [fn, flat, cum] of rowsOf(table)) {
      if (fn === '<unknown>') continue;
      const [, wantedFlat, wantedCum] = made.get(fn) ?? [];
      // Tables print two decimals.
      expect(Math.abs(flat - (wantedFlat ?? Number.NaN))).toBeLessThanOrEqual(0.006 * Math.max(flat, 1e7));
      expect(Math.abs(cum - (wantedCum ?? Number.NaN))).toBeLessThanOrEqual(0.006 * Math.max(cum, 1e7));
    }
  });

  test('a quoted table of goroutines counts', () => {
    const profile = readText(
      '> Type: goroutine\n>       flat  flat%   sum%        cum   cum%\n>        9   90%   90%         10  100%  runtime.gopark\n',
    );
    expect(rowsOf(profile)).toEqual([
      ['runtime.gopark', 9, 10],
      ['<unknown>', 1, 1],
    ]);
    expect(profile.kind).toBe('goroutine');
  });
});
