/**
 * The profile of a report with --divide-by applied to every value.
 */
import type {Profile} from '../../model/profile.ts';
import {type Report, ratioed} from './report.ts';

export function dividedProfile(report: Report): Profile {
  const {profile, settings} = report;
  if (settings.divideBy === 1) return profile;
  const values = profile.samples.values.map((column) => column.map((value) => ratioed(report, value)));
  const residues = profile.samples.residues.map((column) => column?.map(() => 0));
  return {...profile, samples: {...profile.samples, values, residues}};
}
