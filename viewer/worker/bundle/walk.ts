/**
 * All entries of what was dropped, and of the archives in it, as src/cli/archive gives them of folders and files: archives
 * in archives are opened once.
 */
import {failure, PprofxError} from '../../../src/base/errors.ts';
import {isGzip} from '../../../src/formats/is-gzip.ts';
import type {Budget, Entry} from '../../../src/incident/entry.ts';
import type {DroppedFile, DroppedInput} from '../../bundle-payload.ts';
import {chunksOf} from '../loading/chunks.ts';
import {begin, inflatedAs, inflatedHead, wholeOf} from './streams.ts';
import {tarEntries} from './tar.ts';
import {zipEntries} from './zip.ts';

/** Between an archive and the path of an entry. */
const INSIDE = '!/';
const USTAR_AT = 257;
/** An empty tar archive has more; a zip archive with a file in it, too. */
const LEAST_ARCHIVE_BYTES = 100;
/** An archive inside another one is held in memory, for its directory stands at its end. */
const MOST_HELD = 2 ** 26;
const TOO_DEEP = 'an archive in an archive in an archive is not opened; unpack the outer one, and drop the folder';
const NO_ZSTD = 'zstd is for pprofx analyze; unpack it, and drop the folder';

type ArchiveKind = 'gzip' | 'tar' | 'zip' | 'zstd';

export async function* walkInput({files, isFolder, name}: DroppedInput, budget: Budget): AsyncGenerator<Entry> {
  for (const {file, path} of files) {
    const known = budget.admit(path);
    if (known === undefined) continue;
    const address = isFolder ? `${name}/${known}` : name;
    const entry = fileEntry(known, address, file);
    if (isFolder) yield* opened(entry, budget, 2, file);
    else yield* opened(entry, budget, 1, file, true);
  }
}

function fileEntry(path: string, address: string, file: DroppedFile['file']): Entry {
  const {lastModified, size} = file;
  return {path, address, size, modifiedAt: new Date(lastModified), chunks: () => chunksOf(file.stream())};
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text).every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
}

async function archiveKind(head: Uint8Array): Promise<ArchiveKind | undefined> {
  if (['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].some((mark) => hasText(head, 0, mark))) return 'zip';
  if (hasText(head, 0, '\x28\xb5\x2f\xfd')) return 'zstd';
  if (hasText(head, USTAR_AT, 'ustar')) return 'tar';
  return isGzip(head) && hasText(await inflatedHead(head), USTAR_AT, 'ustar') ? 'gzip' : undefined;
}

/**
 * The entry, or what is in it when it is an archive itself.
 *
 * @param archives    how many may still be opened, one in the other
 * @param file        the entry as a file, whose middle can be read
 * @param isOutermost  paths are those inside, as of an archive that the command line is given
 */
async function* opened(
  entry: Entry,
  budget: Budget,
  archives: number,
  file?: Blob,
  isOutermost = false,
): AsyncGenerator<Entry> {
  if (entry.size !== undefined && entry.size < LEAST_ARCHIVE_BYTES) return yield entry;
  const {chunks, head} = await begin(entry.chunks());
  const kind = await archiveKind(head);
  if (kind === undefined) yield {...entry, chunks: () => chunks};
  else if (archives === 0) budget.trouble(`${entry.path}: ${TOO_DEEP}`);
  else if (kind === 'zstd') budget.trouble(`${entry.path}: ${NO_ZSTD}`);
  else yield* inside(kind, {...entry, chunks: () => chunks}, budget, archives, file, isOutermost);
  await chunks.return(undefined);
}

async function* inside(
  kind: ArchiveKind,
  outer: Entry,
  budget: Budget,
  archives: number,
  file: Blob | undefined,
  isOutermost: boolean,
): AsyncGenerator<Entry> {
  try {
    for await (const entry of entriesOf(kind, outer, budget, file)) {
      const path = isOutermost ? entry.path : `${outer.path}/${entry.path}`;
      yield* opened({...entry, path, modifiedAt: entry.modifiedAt ?? outer.modifiedAt}, budget, archives - 1);
    }
  } catch (error) {
    if (isOutermost || !(error instanceof PprofxError) || error.kind === 'limit') throw error;
    budget.trouble(`${outer.path}: ${error.message}`);
  }
}

async function* entriesOf(
  kind: ArchiveKind,
  {address, chunks}: Entry,
  budget: Budget,
  file: Blob | undefined,
): AsyncGenerator<Entry> {
  const prefix = address + INSIDE;
  if (kind === 'zip') {
    const bytes = file === undefined ? await wholeOf(chunks(), MOST_HELD) : undefined;
    const zip = file ?? (bytes && new Blob([bytes]));
    if (zip === undefined) {
      throw failure(
        'LIMIT_EXCEEDED',
        'a zip archive of more than 64 MiB inside an archive',
        {},
        'unpack the outer one',
      );
    }
    yield* zipEntries(zip, prefix, budget);
  } else yield* tarEntries(kind === 'tar' ? chunks() : unpacked(chunks(), budget), prefix, budget);
}

async function* unpacked(packed: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array> {
  for await (const chunk of inflatedAs('gzip', counted(packed, budget))) {
    budget.countUnpacked(chunk.length);
    yield chunk;
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    budget.countPacked(chunk.length);
    yield chunk;
  }
}
