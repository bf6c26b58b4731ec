/**
 * The files of a folder and the folders in it. No link is followed, so nothing outside is read.
 */
import {createReadStream, type Dirent, lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {pushAll} from '../../base/lists.ts';
import type {Budget, Entry} from '../../incident/entry.ts';

const MAX_DEPTH = 64;
const CHUNK_BYTES = 1 << 18;

/** Sorted by path within each folder. */
export function* folderEntries(root: string, budget: Budget): Generator<Entry> {
  const open: {readonly path: string; readonly depth: number}[] = [{path: '', depth: 0}];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const {depth, path} = folder;
    const pathOf = (name: string): string => (path === '' ? name : `${path}/${name}`);
    const found = listing(join(root, path), budget);
    for (const entry of found) if (entry.isFile()) yield* fileEntry(root, pathOf(entry.name), budget);
    budget.links += found.filter((entry) => entry.isSymbolicLink()).length;
    const folders = found.filter((entry) => entry.isDirectory()).reverse();
    if (depth < MAX_DEPTH)
      pushAll(
        open,
        folders.map(({name}) => ({path: pathOf(name), depth: depth + 1})),
      );
    else if (folders.length > 0) budget.trouble(`${path}: folders more than ${MAX_DEPTH} deep were left out`);
  }
}

function listing(path: string, budget: Budget): Dirent[] {
  try {
    return readdirSync(path, {withFileTypes: true}).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    budget.trouble(`${path}: cannot be read: ${(error as NodeJS.ErrnoException).code ?? ''}`);
    return [];
  }
}

function* fileEntry(root: string, name: string, budget: Budget): Generator<Entry> {
  const path = budget.admit(name);
  if (path === undefined) return;
  const address = join(root, name);
  try {
    const {mtime, size} = lstatSync(address);
    const chunks = (): AsyncIterable<Uint8Array> => createReadStream(address, {highWaterMark: CHUNK_BYTES});
    yield {path, address, size, modifiedAt: mtime, chunks};
  } catch {
    budget.trouble(`${path}: went away while the folder was read`);
  }
}
