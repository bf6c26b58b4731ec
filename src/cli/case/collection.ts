/**
 * Folders that `pprofx collect` wrote, as they lie on the disk.
 */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {parseCollection} from '../../incident/manifest.ts';
import {type CollectedProcess, type Collection, MANIFEST} from '../../model/collection.ts';
import {readRegularFile} from '../system/bounded-file.ts';

export const MAX_MANIFEST_BYTES: number = 64 * 2 ** 20;

/** Whether `collect` left the folder. */
export function isCollection(path: string): boolean {
  return existsSync(join(path, MANIFEST));
}

/** The manifest of a folder, without a look at its files. @throws LIMIT_EXCEEDED, MALFORMED_TEXT */
export function openCollection(root: string): Collection {
  const path = join(root, MANIFEST);
  const bytes = readRegularFile(path, MAX_MANIFEST_BYTES);
  if (bytes === undefined) {
    throw failure('LIMIT_EXCEEDED', 'a manifest is a regular file of at most 64 MiB', {input: path});
  }
  const collection = parseCollection(bytes.toString('utf8'), path);
  if (collection !== undefined) return collection;
  throw failure('MALFORMED_TEXT', 'this is not a manifest of pprofx collect', {input: path}, 'give the files by name');
}

/** What is shown of a process, in this order; a text dump says more than the binary profile. */
const SHOWN: readonly (readonly string[])[] = [
  ['goroutineleak'],
  ['stacks', 'goroutine'],
  ['heap'],
  ['cpu'],
  ['mutex'],
  ['block'],
];

/** Paths of the files that show a process at its last moment. */
export function lastFiles(
  root: string,
  process: CollectedProcess,
  isThere: (path: string) => boolean = existsSync,
): string[] {
  return SHOWN.flatMap((kinds) => {
    const last = kinds.map((kind) => filesOf(root, process, kind, isThere).at(-1)).find((path) => path !== undefined);
    return last === undefined ? [] : [last];
  });
}

/** Paths of goroutines and heap at the first and the second look of `--twice`; undefined where there was only one. */
export function twiceFiles(root: string, process: CollectedProcess): readonly [string[], string[]] | undefined {
  const looks = ['goroutine', 'heap']
    .map((kind) => filesOf(root, process, kind, existsSync))
    .filter(({length}) => length > 1);
  return looks.length === 0 ? undefined : [looks.map(([first]) => first), looks.map((paths) => paths[1])];
}

/** Paths of the files of a kind that are there, in the order in which they were taken. */
function filesOf(
  root: string,
  {id, profiles}: CollectedProcess,
  kind: string,
  isThere: (path: string) => boolean,
): string[] {
  return profiles
    .flatMap(({file, kind: taken}) =>
      file === undefined || taken !== kind ? [] : [join(root, ...id.split('/'), file)],
    )
    .filter(isThere);
}
