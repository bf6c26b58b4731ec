/**
 * Files of a folder that `collect` left, by its manifest alone: for `watch`, whose folders hold thousands of rounds.
 */
import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {type CollectedProcess, type Collection, MANIFEST} from '../../model/collection.ts';
import {MAX_MANIFEST_BYTES, parseCollection} from './collection.ts';

export function isCollection(path: string): boolean {
  return existsSync(join(path, MANIFEST));
}

/** @throws READ_FAILED, MALFORMED_TEXT */
export function openCollection(root: string): Collection {
  const path = join(root, MANIFEST);
  if (statSync(path).size > MAX_MANIFEST_BYTES) {
    throw failure('LIMIT_EXCEEDED', 'a manifest has at most 64 MiB', {input: path});
  }
  const collection = parseCollection(readFileSync(path, 'utf8'), path);
  if (collection !== undefined) return collection;
  throw failure('MALFORMED_TEXT', 'this is no manifest of pprofx collect', {input: path}, 'give the files by name');
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
  ['mutex-2.pb.gz', 'mutex.pb.gz'],
  ['block-2.pb.gz', 'block.pb.gz'],
];

/** Paths of the files that a page shows of a process. */
export function lastFiles(root: string, process: CollectedProcess): string[] {
  return LAST_MOMENT.flatMap((names) => {
    const found = names.map((name) => pathOf(root, process, name)).find((path) => path !== undefined);
    return found === undefined ? [] : [found];
  });
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
