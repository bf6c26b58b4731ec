/**
 * Rows of a profile's top table in plain form.
 */
import {computeTop, sortTop} from '../../src/analysis/reports/top.ts';
import type {Profile} from '../../src/model/profile.ts';

/** Name, flat and cum of every function, largest flat first. */
export function topRows(profile: Profile): [string, number, number][] {
  const top = computeTop(profile, profile.defaultSampleType);
  return Array.from(sortTop(top, 'flat'), (row) => [top.names[row], top.flat.values[row], top.cum.values[row]]);
}
