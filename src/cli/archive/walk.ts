/**
 * All entries of a folder or archive, and of the archives in it: those are opened once, the archives in them are not.
 */
import {createReadStream} from 'node:fs';
import {failure, PprofxError, withInput} from '../../base/errors.ts';
import type {Budget, Entry} from '../../incident/entry.ts';
import {atLeast, prepend, readAhead} from '../system/stream-head.ts';
import {containerAt, containerOf, HEAD_BYTES, isTar} from './container-kind.ts';
import {decompressed} from './decompress.ts';
import {folderEntries} from './folder.ts';
import {type ArchiveKind, type ContainerKind, heldAt} from './held.ts';
import {heldFormat, MAX_BYTES, partEntries, partsIn} from './parts.ts';
import {tarEntries} from './tar.ts';
import {zipEntries} from './zip.ts';

/** Between an archive and the path of an entry. */
export const INSIDE = '!/';
const CHUNK_BYTES = 1 << 18;
/** An empty tar archive has more; a zip archive with a file in it, too. */
const LEAST_ARCHIVE_BYTES = 100;
const TOO_DEEP = 'an archive in an archive in an archive is not opened; unpack the outer one, and give the folder';

/** Which entries are asked for, by their addresses: others are not looked into. */
export interface Wanted {
  has(address: string): boolean;
  /** Whether one is wanted that is in the archive, or file of several profiles, at an address. */
  isInside(address: string): boolean;
}

/** The archives and files of several profiles that an address leads through. */
export function containersOf(address: string): string[] {
  const parts = address.split(INSIDE);
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join(INSIDE));
}

/**
 * @param wanted  all where it is left out
 * @throws READ_FAILED when there is no container, and what a container throws that cannot be opened or is too large
 */
export async function* walkContainer(path: string, budget: Budget, wanted?: Wanted): AsyncGenerator<Entry> {
  const kind = containerAt(path);
  if (kind === undefined) throw failure('READ_FAILED', 'no folder and no archive', {input: path});
  try {
    for await (const entry of entriesAt(kind, path, budget)) {
      if (wanted === undefined || wanted.isInside(entry.address))
        yield* opened(entry, budget, {archives: kind === 'folder' ? 2 : 1, isThorough: wanted !== undefined});
      else if (wanted.has(entry.address)) yield entry;
    }
  } catch (error) {
    throw error instanceof PprofxError ? withInput(error, path) : error;
  }
}

/** Of a file, a zip archive is read where its directory says; all else as a stream. */
function entriesAt(kind: ContainerKind, path: string, budget: Budget): Iterable<Entry> | AsyncIterable<Entry> {
  if (kind === 'folder') return folderEntries(path, budget);
  const archive = heldAt(path);
  if (archive?.kind === 'parts') return counted(partEntries(archive.parts, path, `${path}${INSIDE}`), budget);
  const held = archive?.bytes;
  if (kind === 'zip') return zipEntries(held ?? path, `${path}${INSIDE}`, budget);
  if (kind === 'parts') return [];
  const source = held === undefined ? createReadStream(path, {highWaterMark: CHUNK_BYTES}) : inChunks(held);
  return streamEntries(kind, source, path, budget);
}

function counted(entries: readonly Entry[], budget: Budget): readonly Entry[] {
  budget.entries += entries.length;
  return entries;
}

async function* inChunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

function streamEntries(
  kind: ArchiveKind,
  source: AsyncIterable<Uint8Array>,
  address: string,
  budget: Budget,
): AsyncGenerator<Entry> {
  const prefix = `${address}${INSIDE}`;
  if (kind === 'zip') return zipEntries(source, prefix, budget);
  return kind === 'tar' ? tarEntries(source, prefix, budget) : compressedEntries(kind, source, address, budget);
}

/** A tar archive inside; or one file, which is an entry by itself. */
async function* compressedEntries(
  kind: 'gzip' | 'zstd',
  source: AsyncIterable<Uint8Array>,
  address: string,
  budget: Budget,
): AsyncGenerator<Entry> {
  const plain = decompressed(kind, source, budget);
  const head = await atLeast(HEAD_BYTES, new Uint8Array(0), plain);
  const chunks = prepend(head, plain);
  if (isTar(head)) {
    yield* tarEntries(chunks, `${address}${INSIDE}`, budget);
    return;
  }
  const path = (address.split('/').at(-1) ?? '').replace(/\.(?:zst|zstd|gz)$/i, '') || 'content';
  yield {path, address: `${address}${INSIDE}${path}`, size: undefined, modifiedAt: undefined, chunks: () => chunks};
}

/** How far an entry is looked into. */
interface Depth {
  /** How many archives may still be opened, one in the other. */
  readonly archives: number;
  /** Whether several profiles are looked for at any cost: what asks for one of them knows that they are there. */
  readonly isThorough: boolean;
}

/** The entry, or what is in it when it is an archive itself, or holds several profiles. */
async function* opened(entry: Entry, budget: Budget, depth: Depth): AsyncGenerator<Entry> {
  if (entry.size !== undefined && entry.size < LEAST_ARCHIVE_BYTES) {
    yield entry;
    return;
  }
  const source = entry.chunks()[Symbol.asyncIterator]();
  const head = await atLeast(HEAD_BYTES, new Uint8Array(0), source).catch((error: unknown) =>
    noteTrouble(error, entry, budget),
  );
  if (head === undefined) return;
  const chunks = prepend(head, source);
  const kind = containerOf(head);
  if (kind !== undefined && depth.archives === 0) budget.trouble(`${entry.path}: ${TOO_DEEP}`);
  if (kind === undefined || depth.archives === 0) yield* withParts({entry, head, chunks}, budget, depth);
  else yield* nestedEntries(kind, {entry, head, chunks}, budget, depth);
  await source.return?.();
}

/** An entry whose beginning was looked at. */
interface Begun {
  readonly entry: Entry;
  readonly head: Uint8Array;
  /** All of it. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Larger ones are many and hold one each: reading ahead costs their length in memory. */
const MOST_OF_PPROF = 2 ** 20;

/** The entry, or the profiles that it holds when those are several. */
async function* withParts({chunks, entry, head}: Begun, budget: Budget, {isThorough}: Depth): AsyncGenerator<Entry> {
  const format = heldFormat(head, entry.size);
  const isStreamed = format === 'pprof' && !isThorough && (entry.size ?? MAX_BYTES) > MOST_OF_PPROF;
  if (format === undefined || isStreamed) {
    yield {...entry, chunks: () => chunks};
    return;
  }
  const rest = chunks[Symbol.asyncIterator]();
  const bytes = await readAhead(rest, MAX_BYTES).catch((error: unknown) => noteTrouble(error, entry, budget));
  if (bytes === undefined) return;
  const held = bytes.length > MAX_BYTES ? undefined : partsIn(bytes, format, isThorough);
  if (held === undefined) {
    yield {...entry, chunks: () => prepend(bytes, rest)};
    return;
  }
  for (const part of partEntries(held.parts, entry.path, `${entry.address}${INSIDE}`)) {
    yield {...part, path: `${entry.path}/${part.path}`, modifiedAt: entry.modifiedAt};
  }
}

/** @throws what is no damage of the entry */
function noteTrouble(error: unknown, entry: Entry, budget: Budget): undefined {
  if (!(error instanceof PprofxError) || error.kind === 'limit') throw error;
  budget.trouble(`${entry.path}: ${error.message}`);
}

async function* nestedEntries(
  kind: ArchiveKind,
  {chunks, entry}: Begun,
  budget: Budget,
  {archives, isThorough}: Depth,
): AsyncGenerator<Entry> {
  try {
    for await (const inner of streamEntries(kind, chunks, entry.address, budget)) {
      const path = `${entry.path}/${inner.path}`;
      const placed = {...inner, path, modifiedAt: inner.modifiedAt ?? entry.modifiedAt};
      yield* opened(placed, budget, {archives: archives - 1, isThorough});
    }
  } catch (error) {
    if (!(error instanceof PprofxError) || (error.kind === 'limit' && error.at.input !== undefined)) throw error;
    budget.trouble(`${entry.path}: ${error.message}`);
  }
}
