/**
 * Makes profiles of cost for cases: tables of pprof, and stacks in milliseconds or MiB.
 */
import type {Profile} from '../../../src/model/profile.ts';
import {profileOf} from '../../support/folded-profile.ts';
import {readIncident, table} from '../../support/incident-text.ts';

export const cpuTable = (total: number, rows: readonly string[], duration?: string): Profile =>
  readIncident(table(rows, {total, unit: 's', ...(duration === undefined ? {} : {duration})}));

export const heapTable = (total: number, rows: readonly string[]): Profile =>
  readIncident(table(rows, {total, unit: 'MB', type: 'inuse_space'}));

/** Lines in milliseconds, root first. */
export const cpu = (lines: readonly string[], durationSeconds = 30): Profile =>
  profileOf(
    lines.map((line) => `${line}000000`),
    {type: 'cpu', unit: 'nanoseconds', durationSeconds},
  );

/** Lines in MiB, root first. */
export const heap = (lines: readonly string[], type = 'inuse_space'): Profile =>
  profileOf(
    lines.map((line) => line.replace(/ (\d+)$/, (_, mib) => ` ${Number(mib) * 2 ** 20}`)),
    {type, unit: 'bytes'},
  );

export type SickProfile = readonly [what: string, profile: Profile, finding: RegExp];
