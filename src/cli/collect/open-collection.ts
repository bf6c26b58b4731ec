/**
 * Opens a folder that `collect` left: which processes it holds, and the profiles of each.
 *
 * The folder may come from somebody else, so the manifest is input like any other: bounded, checked, and no name of it
 * leads out of the folder.
 */
import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {subtractBase} from '../../analysis/profiles/combine.ts';
import {failure} from '../../base/errors.ts';
import {type CollectedProcess, type Collection, MANIFEST} from '../../model/collection.ts';
import type {Profile} from '../../model/profile.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';

const MAX_MANIFEST_BYTES = 64 * 2 ** 20;
/** One element of a path that is surely a plain name. */
const NAME = /^[\w-][\w.-]{0,254}$/;

export function isCollection(path: string): boolean {
  return existsSync(join(path, MANIFEST));
}

/** @throws READ_FAILED, MALFORMED_TEXT */
export function openCollection(root: string): Collection {
  const path = join(root, MANIFEST);
  if (statSync(path).size > MAX_MANIFEST_BYTES) {
    throw failure('LIMIT_EXCEEDED', 'a manifest has at most 64 MiB', {input: path});
  }
  let read: Partial<Collection>;
  try {
    read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Collection>;
  } catch {
    throw failure(
      'MALFORMED_TEXT',
      'the manifest is no JSON',
      {input: path},
      'collect again, or give the files by name',
    );
  }
  if (read.schemaVersion !== 1 || !Array.isArray(read.processes)) {
    throw failure('MALFORMED_TEXT', `a manifest of version ${read.schemaVersion}, not 1`, {input: path});
  }
  const collection = read as Collection;
  for (const process of collection.processes) checkNames(process, path);
  return collection;
}

function checkNames({id, profiles}: CollectedProcess, path: string): void {
  const names = [...String(id).split('/'), ...(profiles ?? []).flatMap(({file}) => (file === undefined ? [] : [file]))];
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong === undefined) return;
  throw failure('MALFORMED_TEXT', `${JSON.stringify(wrong)} is no name of a file of a collection`, {input: path});
}

/** Path of a file of a process, undefined when it was not taken or is gone. */
function pathOf(root: string, {id, profiles}: CollectedProcess, file: string): string | undefined {
  if (!profiles.some((profile) => profile.file === file)) return undefined;
  const path = join(root, ...id.split('/'), file);
  return existsSync(path) ? path : undefined;
}

/** The inputs that show a process at its last moment; a text dump says more than the binary profile. */
const LAST_MOMENT: readonly (readonly string[])[] = [
  ['goroutineleak.pb.gz'],
  ['goroutine.txt', 'goroutine-2.pb.gz', 'goroutine.pb.gz'],
  ['heap-2.pb.gz', 'heap.pb.gz'],
  ['cpu.pb.gz'],
];
/** Kinds that count since the start of the process; two snapshots are what happened in between. */
const CUMULATIVE = ['mutex', 'block'] as const;

/** Paths of the files that a page or a comparison shows of a process. */
export function lastFiles(root: string, process: CollectedProcess): string[] {
  const cumulative = CUMULATIVE.map((kind) => [`${kind}-2.pb.gz`, `${kind}.pb.gz`]);
  return [...LAST_MOMENT, ...cumulative].flatMap((names) => {
    const found = names.map((name) => pathOf(root, process, name)).find((path) => path !== undefined);
    return found === undefined ? [] : [found];
  });
}

/** Profiles of a process at its last moment, ready for analysis. */
export async function readProcess(root: string, process: CollectedProcess, reading: InputOptions): Promise<Profile[]> {
  const options = {...reading, keepLabels: false};
  const profiles: Profile[] = [];
  for (const path of lastFiles(root, process)) {
    const profile = await readInput(path, options);
    const before = snapshotBefore(root, process, path);
    profiles.push(
      before === undefined
        ? profile
        : subtractBase(profile, await readInput(before, options), {isMarked: false, isNormalized: false}),
    );
  }
  return profiles.filter(({samples}) => samples.length > 0);
}

function snapshotBefore(root: string, process: CollectedProcess, path: string): string | undefined {
  const kind = CUMULATIVE.find((each) => path.endsWith(`${each}-2.pb.gz`));
  return kind === undefined ? undefined : pathOf(root, process, `${kind}-1.pb.gz`);
}

/** Paths of goroutines and heap at the first and the second look of `--twice`; undefined where there was only one. */
export function twiceFiles(root: string, process: CollectedProcess): readonly [string[], string[]] | undefined {
  const kinds = ['goroutine', 'heap'].flatMap((kind) => {
    const first = pathOf(root, process, `${kind}.pb.gz`);
    const second = pathOf(root, process, `${kind}-2.pb.gz`);
    return first === undefined || second === undefined ? [] : [{first, second}];
  });
  return kinds.length === 0 ? undefined : [kinds.map(({first}) => first), kinds.map(({second}) => second)];
}

/** Pairs of earlier and later profiles of one kind, where `--twice` took both. */
export async function readGrowth(
  root: string,
  process: CollectedProcess,
  reading: InputOptions,
): Promise<{readonly before: readonly Profile[]; readonly after: readonly Profile[]}> {
  const read = (paths: readonly string[]): Promise<Profile[]> =>
    Promise.all(paths.map((path) => readInput(path, {...reading, keepLabels: 'numeric'})));
  const [first, second] = twiceFiles(root, process) ?? [[], []];
  return {before: await read(first), after: await read(second)};
}

/** A process at two moments. */
export interface ProcessPair {
  readonly id: string;
  readonly before: readonly Profile[];
  readonly after: readonly Profile[];
}

/** Two folders, or one that holds two looks. @throws USAGE for anything else */
export async function readFolders(folders: readonly string[], reading: InputOptions): Promise<ProcessPair[]> {
  const other = folders.find((folder) => !isCollection(folder));
  if (other !== undefined) {
    throw failure(
      'USAGE',
      `${other} is no folder of collect, and the other side is`,
      {},
      'compare two folders, or two files of them',
    );
  }
  const [before, after] = folders;
  if (folders.length === 2) return readFolderPairs(before, after, reading);
  if (folders.length > 2) throw failure('USAGE', `diff takes two folders, not ${folders.length}`);
  const pairs: ProcessPair[] = [];
  for (const process of openCollection(before).processes) {
    const growth = await readGrowth(before, process, reading);
    if (growth.after.length > 0) pairs.push({id: process.id, ...growth});
  }
  if (pairs.length > 0) return pairs;
  throw failure(
    'USAGE',
    `${before} holds one moment, so there is nothing to compare it with`,
    {},
    'give an earlier folder too: pprofx diff EARLIER LATER; collect --twice 120s takes two moments into one folder',
  );
}

/** Profiles of the processes that two folders share, the same process and kind on both sides. @throws USAGE for none */
async function readFolderPairs(before: string, after: string, reading: InputOptions): Promise<ProcessPair[]> {
  const old = new Map(openCollection(before).processes.map((process) => [process.id, process]));
  const pairs = [];
  for (const process of openCollection(after).processes) {
    const earlier = old.get(process.id);
    if (earlier === undefined) continue;
    const sides = await Promise.all([readProcess(before, earlier, reading), readProcess(after, process, reading)]);
    if (sides.every((profiles) => profiles.length > 0)) pairs.push({id: process.id, before: sides[0], after: sides[1]});
  }
  if (pairs.length > 0) return pairs;
  throw failure(
    'USAGE',
    `${before} and ${after} share no process`,
    {},
    'compare single files: pprofx diff BEFORE AFTER',
  );
}
