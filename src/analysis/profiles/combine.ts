/**
 * The profile that a report is about: its sources merged, a base subtracted.
 */
import type {Profile} from '../../model/profile.ts';
import {compatibleProfiles, markAsBase, normalizeTo, scaleValues} from './compatible.ts';
import {type MergeOptions, mergeProfiles} from './merge.ts';

export interface BaseOptions {
  /** Keep the base apart, so that percentages refer to it (--diff-base). */
  readonly isMarked: boolean;
  /** Scale the sources to the sums of the base first. */
  readonly isNormalized: boolean;
}

/** One profile of several, units and types brought together. */
export function combineSources(sources: readonly Profile[], options: Partial<MergeOptions> = {}): Profile {
  return mergeProfiles(compatibleProfiles(sources), options);
}

/** `profile` minus `base`. */
export function subtractBase(profile: Profile, base: Profile, {isMarked, isNormalized}: BaseOptions): Profile {
  const marked = isMarked ? markAsBase(base) : base;
  const minuend = isNormalized ? normalizeTo(profile, marked) : profile;
  const negative = scaleValues(
    marked,
    marked.sampleTypes.map(() => -1),
  );
  const merged = mergeProfiles(compatibleProfiles([minuend, negative]));
  return {...merged, name: `${profile.name} - ${base.name}`};
}
