/**
 * Profiles in an archive, one at a time: the archive is gone through twice, first for names and manifests.
 *
 * So memory follows the names in an archive, not its profiles, and no entry is looked for from the beginning.
 */
import {basename, dirname} from 'node:path';
import {failure} from '../../base/errors.ts';
import {Budget, type Entry} from '../../incident/entry.ts';
import {parseCollection} from '../../incident/manifest.ts';
import {type CollectedProcess, MANIFEST} from '../../model/collection.ts';
import {walkContainer} from '../archive/walk.ts';
import {lastFiles, MAX_MANIFEST_BYTES} from '../case/collection.ts';
import {heldBytes} from '../system/stream-head.ts';
import type {FleetFile} from './fleet-files.ts';

/** One entry, unpacked: a profile of Go is rarely a tenth of it. */
const MAX_ENTRY_BYTES = 2 ** 30;

interface ArchivedFile {
  readonly file: FleetFile;
  /** Once, before the next one is asked for. @throws LIMIT_EXCEEDED, and what a broken archive throws */
  readonly bytes: () => Promise<Uint8Array>;
}

interface Contents {
  /** Of processes at their last moment, by path. */
  readonly chosen: ReadonlyMap<string, CollectedProcess>;
  /** Folders that `collect` left, each with a slash behind it: nothing else of them counts. */
  readonly collections: readonly string[];
}

/** @throws what an archive throws that cannot be opened or is too large; what a manifest throws that is wrong */
export async function* archivedFiles(archive: FleetFile): AsyncGenerator<ArchivedFile> {
  const {chosen, collections} = await contentsOf(archive.path);
  for await (const entry of walkContainer(archive.path, new Budget(archive.path))) {
    const process = chosen.get(entry.path);
    const isHidden = basename(entry.path).startsWith('.');
    if (isHidden || (process === undefined && collections.some((folder) => entry.path.startsWith(folder)))) continue;
    const relativePath = `${archive.relativePath}/${entry.path}`;
    yield {file: {path: entry.address, relativePath, process}, bytes: () => bytesOf(entry)};
  }
}

async function bytesOf({address, chunks}: Entry): Promise<Uint8Array> {
  const bytes = await heldBytes(chunks(), MAX_ENTRY_BYTES);
  if (bytes !== undefined) return bytes;
  throw failure(
    'LIMIT_EXCEEDED',
    'more than 1 GiB within an archive',
    {input: address},
    'unpack it, and give the file',
  );
}

async function contentsOf(path: string): Promise<Contents> {
  const names = new Set<string>();
  const manifests = new Map<string, string>();
  for await (const entry of walkContainer(path, new Budget(path))) {
    names.add(entry.path);
    if (basename(entry.path) !== MANIFEST) continue;
    manifests.set(entry.path, String(await heldBytes(entry.chunks(), MAX_MANIFEST_BYTES)));
  }
  const chosen = new Map<string, CollectedProcess>();
  const collections: string[] = [];
  for (const [manifest, text] of manifests) {
    const collection = parseCollection(text, `${path}/${manifest}`);
    if (collection === undefined) continue;
    const root = dirname(manifest);
    collections.push(root === '.' ? '' : `${root}/`);
    for (const process of collection.processes) {
      for (const file of lastFiles(root, process, (name) => names.has(name))) chosen.set(file, process);
    }
  }
  return {chosen, collections};
}
