/**
 * Where the profiles of a round come from: processes that are asked, or a folder into which others drop files.
 */

import {type Dirent, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {failure, PprofxError} from '../../base/errors.ts';
import {largest, pushAll} from '../../base/lists.ts';
import {lastShown} from '../../incident/moments.ts';
import {sortEvidence} from '../../incident/processes.ts';
import type {CollectedProcess} from '../../model/collection.ts';
import type {Profile} from '../../model/profile.ts';
import {lastFiles} from '../case/collection.ts';
import {readShown} from '../case/diagnose.ts';
import {takeInventory} from '../case/inventory.ts';
import {collect} from '../collect/collect.ts';
import {makeFolder} from '../collect/folder.ts';
import type {KindName} from '../collect/kinds.ts';
import type {ProcessPlan} from '../collect/resolve.ts';
import type {TakeOptions} from '../collect/take.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {keepNurserySmall} from '../system/nursery.ts';
import type {Seen, WatchSource} from './watcher.ts';

export interface ProcessSourceOptions {
  /** Asked again each round: pods come and go. */
  readonly plans: () => Promise<readonly ProcessPlan[]>;
  readonly kinds: ReadonlySet<KindName>;
  readonly alarmKinds: ReadonlySet<KindName>;
  readonly take: Omit<TakeOptions, 'kinds'>;
  readonly parallel: number;
}

export function processSource({alarmKinds, kinds, parallel, plans, take}: ProcessSourceOptions): WatchSource {
  // What runs beside a service for weeks had better be small than quick.
  keepNurserySmall();
  const takeInto = async (folder: string, wanted: ReadonlySet<KindName>): ReturnType<typeof collect> => {
    const found = await plans();
    makeFolder(folder);
    return collect(found, folder, {...take, kinds: wanted, parallel, onProcess: () => undefined});
  };
  return {
    round: async (folder) => {
      const {processes} = await takeInto(folder, kinds);
      const isPlain = [...kinds].every((kind) => PLAIN.has(kind));
      const read = isPlain ? plainReader(folder) : await caseReader(folder);
      const seen: Seen[] = [];
      for (const process of processes) seen.push(seenOf(process, await read(process)));
      return {seen, read: [], slowestMillis: slowestOf(processes)};
    },
    full: async (folder) => {
      await takeInto(folder, alarmKinds);
    },
  };
}

/** Kinds of which a round has one file each, which is all that there is to see: nobody needs to look around for them. */
const PLAIN: ReadonlySet<KindName> = new Set(['metrics', 'goroutineleak', 'goroutine', 'heap']);

/** Reads what was taken of a process. */
type TakenReader = (process: CollectedProcess) => Promise<readonly Profile[]>;

function plainReader(folder: string): TakenReader {
  return async (process) => {
    const profiles: Profile[] = [];
    for (const path of lastFiles(folder, process)) {
      pushAll(profiles, await readOrNothing(async () => [await readInput(path, {keepLabels: false})]));
    }
    return profiles.filter(({samples}) => samples.length > 0);
  };
}

/** As `analyze` reads the folder, for kinds that are held against each other. */
async function caseReader(folder: string): Promise<TakenReader> {
  const sorted = sortEvidence(await takeInventory([folder], {}));
  return async ({id}) => {
    const found = sorted.processes.find((process) => process.id === id);
    return found === undefined ? [] : readShown(lastShown(found.moments), {}, []);
  };
}

function seenOf(process: CollectedProcess, profiles: readonly Profile[]): Seen {
  const {id, residentBytes, startTime} = process;
  const failure = profiles.length === 0 ? failureText(process) : undefined;
  return {
    id,
    profiles,
    startTime,
    ...(residentBytes === undefined ? {} : {residentBytes}),
    ...(failure === undefined ? {} : {failure}),
  };
}

/** Of the answers; metrics are a courtesy. */
function slowestOf(processes: readonly CollectedProcess[]): number {
  const times = processes.flatMap(({profiles}) => profiles.filter(({kind}) => kind !== 'metrics'));
  return largest(times.map(({millis}) => millis));
}

function failureText({profiles}: CollectedProcess): string | undefined {
  const failed = profiles.find((profile) => profile.failed !== undefined && profile.kind !== 'metrics')?.failed;
  return failed === undefined ? undefined : [failed.reason, failed.hint ?? ''].filter((part) => part !== '').join('; ');
}

/** Files that were read are remembered by name, size and time as long as they are there. @param name  what the process behind the files is called */
export function folderSource(watched: string, name: string, reading: InputOptions): WatchSource {
  return {
    round: async (_, {read}) => {
      const known = new Set(read);
      const present = filesOf(watched);
      const fresh = present.filter(({key}) => !known.has(key));
      const profiles: Profile[] = [];
      for (const {path} of fresh) pushAll(profiles, await readOrNothing(async () => [await readInput(path, reading)]));
      const seen = [{id: name, profiles: lastOfKind(profiles), startTime: undefined}];
      return {seen, read: present.map(({key}) => key), slowestMillis: 0};
    },
    full: async () => undefined,
  };
}

function filesOf(folder: string): {readonly path: string; readonly key: string}[] {
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({name}) => ({name, found: statSync(join(folder, name), {throwIfNoEntry: false})}))
    .flatMap(({found, name}) => (found === undefined ? [] : [{name, size: found.size, time: found.mtimeMs}]))
    .sort((a, b) => a.time - b.time)
    .map(({name, size, time}) => ({path: join(folder, name), key: `${name} ${size} ${Math.round(time)}`}));
}

/** The folder may be taken away and come back. @throws READ_FAILED */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true});
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw failure('READ_FAILED', `cannot list the folder (${code})`, {input: folder});
  }
}

function lastOfKind(profiles: readonly Profile[]): Profile[] {
  return [...new Map(profiles.map((profile) => [profile.kind, profile])).values()];
}

/** A profile that cannot be read is no reason to stop watching. */
async function readOrNothing(read: () => Promise<readonly Profile[]>): Promise<readonly Profile[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    return [];
  }
}
