/**
 * Several inputs as one profile, in the memory of the result: each is merged as soon as it is read.
 */

import {goroutinesAsSamples} from '../../analysis/goroutines/samples.ts';
import {combineSources} from '../../analysis/profiles/combine.ts';
import {ProfileMerger} from '../../analysis/profiles/merge.ts';
import type {Profile} from '../../model/profile.ts';
import {readInputs} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';

/** What to read and how; plain data, so that it can be posted to another thread. */
export interface ReadJob {
  readonly names: readonly string[];
  readonly reading: InputOptions;
  /** Turn goroutine dumps into samples that the pprof format can hold. */
  readonly goroutineSamples: boolean;
  /** Hand back one profile of all, which is less to move than each by itself. */
  readonly isMerged: boolean;
}

/** The inputs as they are, in order. */
export async function readAll({goroutineSamples, names, reading}: Omit<ReadJob, 'isMerged'>): Promise<Profile[]> {
  const profiles = await readInputs(names, reading);
  return goroutineSamples ? profiles.map((profile) => goroutinesAsSamples(profile)) : profiles;
}

/** Merges profiles as they come. */
export class MergedInputs {
  private merger: ProfileMerger | undefined;

  add(profile: Profile): void {
    if (this.merger === undefined) this.merger = new ProfileMerger(profile);
    else if (this.merger.takes(profile)) this.merger.add(profile);
    // Other types or units: what they share is brought together, and the rest has to follow.
    else this.merger = new ProfileMerger(combineSources([this.merger.finish(), profile]));
  }

  finish(): Profile {
    if (this.merger === undefined) throw new Error('nothing was merged');
    return this.merger.finish();
  }
}
