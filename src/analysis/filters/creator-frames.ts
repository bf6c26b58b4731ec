/**
 * Who started a goroutine as the frame above its stack, under a name of its own: no function's totals change.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';
import {replaceStacks} from '../profiles/profile-edit.ts';
import {withFrames, wrapStacks} from './added-frames.ts';
import {CREATED_BY} from './created-by.ts';

/** The profile with a frame for the creator above each stack whose creator is known. */
export function addCreators(profile: Profile): Profile {
  const creators = profile.goroutines?.createdBy ?? new Int32Array(0);
  const locations = new Map<number, readonly number[]>();
  const names: string[] = [];
  for (const creator of creators) {
    if (creator === NONE || locations.has(creator)) continue;
    locations.set(creator, [profile.locations.length + names.length]);
    names.push(CREATED_BY + profile.strings.at(creator));
  }
  const extended = withFrames(
    profile,
    names,
    names.map(() => ''),
  );
  const around = {rootsOf: (row: number) => locations.get(creators[row]) ?? NOTHING, leavesOf: () => NOTHING};
  return replaceStacks(extended, wrapStacks(extended, around));
}

const NOTHING: readonly number[] = [];
