/**
 * Every function of a profile with its flat and cumulative value.
 */
import {computeTop, sortTop} from '../../../src/analysis/reports/top.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {TablePayload} from '../../protocol.ts';
import {placeOf} from './places.ts';

export function table(profile: Profile, sampleType: number): TablePayload {
  const top = computeTop(profile, sampleType);
  const rows = Array.from(sortTop(top, 'cum'), (row) => ({
    name: top.names[row],
    place: placeOf(profile, top.functionOf[row]),
    flat: top.flat.values[row],
    cum: top.cum.values[row],
  }));
  return {unit: profile.sampleTypes[sampleType]?.unit ?? '', total: top.total, rows};
}
