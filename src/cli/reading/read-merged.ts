/**
 * Several inputs as one profile, in the memory of the result: each is merged as soon as it is read.
 */

import {goroutinesAsSamples} from '../../analysis/goroutines/samples.ts';
import {combineSources} from '../../analysis/profiles/combine.ts';
import {ProfileMerger} from '../../analysis/profiles/merge.ts';
import {ProfileTables} from '../../model/builder/profile-tables.ts';
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

/** The inputs as one profile. Those of one program name the same code, so they share its tables while they are read. */
export async function readMerged(job: Omit<ReadJob, 'isMerged'>): Promise<Profile> {
  const tables = job.names.length === 1 ? undefined : new ProfileTables();
  const reading = tables === undefined ? job.reading : {...job.reading, tables};
  const merged = new MergedInputs(tables);
  for (const name of job.names)
    for (const profile of await readAll({...job, names: [name], reading})) merged.add(profile);
  return merged.finish();
}

/** Merges profiles as they come. */
export class MergedInputs {
  private readonly tables: ProfileTables | undefined;
  private merger: ProfileMerger | undefined;

  /** @param tables  what the profiles were read into, where they share tables */
  constructor(tables?: ProfileTables) {
    this.tables = tables;
  }

  add(profile: Profile): void {
    if (this.merger === undefined)
      this.merger = new ProfileMerger(profile, this.tables === undefined ? {} : {tables: this.tables});
    else if (this.merger.takes(profile)) this.merger.add(profile);
    // Other types or units: what they share is brought together, and the rest has to follow.
    else this.merger = new ProfileMerger(combineSources([this.merger.finish(), profile]));
  }

  finish(): Profile {
    if (this.merger === undefined) throw new Error('nothing was merged');
    return this.merger.finish();
  }
}
