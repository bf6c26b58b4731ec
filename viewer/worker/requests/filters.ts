/**
 * The page's chips as the core's filters, applied one after the other: two focus chips mean both.
 */
import {applyFilters, type FilterSettings} from '../../../src/analysis/filters/filters.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {Filter, FilterKind} from '../../protocol.ts';

const SETTING: Readonly<Record<FilterKind, keyof FilterSettings>> = {
  focus: 'focus',
  ignore: 'ignore',
  hide: 'hide',
  'show-from': 'showFrom',
  tag: 'tagFocus',
};

/** @throws INVALID_PATTERN */
export function filterProfile(profile: Profile, filters: readonly Filter[]): Profile {
  let current = profile;
  for (const {kind, text} of filters) current = applyFilters(current, {[SETTING[kind]]: text}).profile;
  return current;
}
