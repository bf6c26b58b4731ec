/**
 * The manifest of `pprofx collect`: it names processes, files and times, and what could not be taken.
 *
 * It may come from somebody else, so it is input like any other: checked, and no name of it leads out.
 */
import {failure} from '../base/errors.ts';
import {say} from '../base/language/say.ts';
import type {CollectedProcess, CollectedProfile, Collection} from '../model/collection.ts';

/** One element of a path that is surely a plain name. */
const NAME = /^[\w-][\w.-]{0,254}$/;

/** Where a file of a collection belongs. */
export interface CollectedFile {
  readonly process: CollectedProcess;
  readonly millis: number | undefined;
  /** The file of the snapshot before, where what happened in between is what matters. */
  readonly before: string | undefined;
  /** A snapshot that only a later one is held against. */
  readonly isBase: boolean;
}

/**
 * The files of a collection by their paths; undefined for a manifest of somebody else.
 *
 * @param path  of the manifest within its folder or archive
 * @throws MALFORMED_TEXT for names that are none of a collection
 */
export function readCollection(
  text: string,
  path: string,
  input: string,
): ReadonlyMap<string, CollectedFile> | undefined {
  const collection = parseCollection(text, `${input}/${path}`);
  if (collection === undefined) return undefined;
  const root = path.split('/').slice(0, -1);
  const files = new Map<string, CollectedFile>();
  for (const process of collection.processes) {
    const taken = new Set(process.profiles.map(({file}) => file));
    for (const profile of process.profiles) {
      if (profile.file === undefined) continue;
      files.set(
        [...root, process.id, profile.file].join('/'),
        placeOf(process, profile, taken, (file) => [...root, process.id, file].join('/')),
      );
    }
  }
  return files;
}

/** The processes of a manifest of ours, also those of which nothing could be taken. */
export function collectedProcesses(text: string): readonly CollectedProcess[] {
  return parseCollection(text, '')?.processes ?? [];
}

/** What a manifest says is missing of a process, a line each. */
export function missingOf({profiles}: CollectedProcess): string[] {
  return profiles.flatMap(({failed, kind}) =>
    failed === undefined || kind === 'metrics' ? [] : [say`not taken: ${kind}: ${failed.reason}`],
  );
}

/** A manifest of ours, undefined for anything else. @throws MALFORMED_TEXT for names that lead elsewhere */
export function parseCollection(text: string, path: string): Collection | undefined {
  const collection = collectionIn(text);
  for (const process of collection?.processes ?? []) checkNames(process, path);
  return collection;
}

function collectionIn(text: string): Collection | undefined {
  try {
    const read = JSON.parse(text) as Partial<Collection> | null;
    const isOurs = read?.schemaVersion === 1 && typeof read.startedAt === 'string' && isList(read.processes, isProcess);
    return isOurs ? (read as Collection) : undefined;
  } catch {
    return undefined;
  }
}

function isList(value: unknown, isElement: (element: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && isElement(each));
}

type Fields = Readonly<Record<string, unknown>>;

function isProcess({goVersion, group, id, profiles, residentBytes}: Fields): boolean {
  const isPlain = typeof id === 'string' && isTextOrNothing(group) && isTextOrNothing(goVersion);
  return isPlain && ['number', 'undefined'].includes(typeof residentBytes) && isList(profiles, isProfile);
}

function isProfile({failed, file, kind, takenAt}: Fields): boolean {
  const isFailure = failed === undefined || typeof (failed as Fields | null)?.['reason'] === 'string';
  return typeof kind === 'string' && typeof takenAt === 'string' && isTextOrNothing(file) && isFailure;
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function checkNames({id, profiles}: CollectedProcess, path: string): void {
  const names = [...id.split('/'), ...profiles.flatMap(({file}) => (file === undefined ? [] : [file]))];
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong === undefined) return;
  throw failure('MALFORMED_TEXT', `${JSON.stringify(wrong)} is not a file name of a collection`, {input: path});
}

/** Of kinds that count since the start of the process two snapshots are taken: the second minus the first is what happened. */
const SNAPSHOT = /^(allocs|mutex|block)-([12])\.pb\.gz$/;

function placeOf(
  process: CollectedProcess,
  {file = '', takenAt}: CollectedProfile,
  taken: ReadonlySet<string | undefined>,
  pathOf: (file: string) => string,
): CollectedFile {
  const millis = Date.parse(takenAt);
  const [, kind, number] = SNAPSHOT.exec(file) ?? [];
  return {
    process,
    millis: Number.isNaN(millis) ? undefined : millis,
    before: number === '2' && kind !== 'allocs' && taken.has(`${kind}-1.pb.gz`) ? pathOf(`${kind}-1.pb.gz`) : undefined,
    isBase: number === '1' && taken.has(`${kind}-2.pb.gz`),
  };
}
