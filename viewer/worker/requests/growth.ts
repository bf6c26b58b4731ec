/**
 * One function in two inputs, as `pprofx diff` compares it.
 */
import {compareProfiles} from '../../../src/analysis/compare/compare.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {identityName} from '../../../src/model/symbol.ts';
import type {Growth} from '../../protocol.ts';

/** @returns undefined for a function that neither has */
export function growthOf(before: Profile, after: Profile, name: string): Growth | undefined {
  const {decisive, types} = compareProfiles([before], [after]);
  const {rows, unit} = types[decisive];
  const identity = identityName(name);
  const row = rows.find((each) => each.function === name) ?? rows.find((each) => each.identity === identity);
  return row === undefined ? undefined : {...row.cum, unit};
}
