/**
 * The files of a zip archive, by its directory at the end: sizes there are held against what an entry unpacks to.
 */
import type {Entry as ZipEntry, ZipFile} from 'yauzl';
import {failure, PprofxError} from '../../base/errors.ts';
import type {Budget, Entry} from '../../incident/entry.ts';
import {heldBytes} from '../system/stream-head.ts';

/** An archive inside another one is held in memory, for its directory stands at its end. */
const MAX_HELD_BYTES = 64 * 2 ** 20;
const OPTIONS = {lazyEntries: true, autoClose: false, decodeStrings: false};
const UTF8_NAME = 0x800;

/** @throws MALFORMED_PROFILE for what is no whole zip archive, LIMIT_EXCEEDED */
export async function* zipEntries(
  source: string | Buffer | AsyncIterable<Uint8Array>,
  prefix: string,
  budget: Budget,
): AsyncGenerator<Entry> {
  const {default: yauzl} = await import('yauzl');
  const zip = await opened(async () => {
    if (typeof source === 'string') return yauzl.openPromise(source, OPTIONS);
    return yauzl.fromBufferPromise(Buffer.isBuffer(source) ? source : await innerArchive(source), OPTIONS);
  });
  try {
    budget.checkEntries(zip.entryCount);
    budget.countPacked(zip.fileSize);
    for await (const each of zip.eachEntry()) {
      const entry = entryOf(zip, each, prefix, budget);
      if (entry !== undefined) yield entry;
    }
  } catch (error) {
    if (error instanceof PprofxError) throw error;
    budget.trouble(`the archive is damaged: ${(error as Error).message}; what came before the damage was read`);
  } finally {
    zip.close();
  }
}

async function opened(open: () => Promise<ZipFile>): Promise<ZipFile> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof PprofxError) throw error;
    const message = `this zip archive has no directory at its end: ${(error as Error).message}`;
    throw failure('TRUNCATED_PROFILE', message, {}, 'the download was cut; fetch the archive again');
  }
}

async function innerArchive(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const bytes = await heldBytes(source, MAX_HELD_BYTES);
  if (bytes !== undefined) return bytes;
  const hint = 'unpack the outer one, and give the folder';
  throw failure('LIMIT_EXCEEDED', 'a zip archive of more than 64 MiB inside an archive', {}, hint);
}

function entryOf(zip: ZipFile, entry: ZipEntry, prefix: string, budget: Budget): Entry | undefined {
  const name = nameOf(entry);
  const path = budget.admit(name, prefix);
  if (path === undefined || name.endsWith('/')) return undefined;
  if (isLink(entry)) {
    budget.links++;
    return undefined;
  }
  if (!entry.canDecodeFileData()) {
    const why = entry.isEncrypted() ? 'is encrypted' : `is packed by method ${entry.compressionMethod}, not 0 or 8`;
    budget.trouble(`${path}: ${why}; unpack the archive, and give the folder`);
    return undefined;
  }
  return {
    path,
    address: prefix + path,
    size: entry.uncompressedSize,
    modifiedAt: entry.getLastModDate(),
    chunks: () => contentOf(zip, entry, budget),
  };
}

async function* contentOf(zip: ZipFile, entry: ZipEntry, budget: Budget): AsyncGenerator<Uint8Array> {
  const stream = await zip.openReadStreamPromise(entry).catch((error: Error) => {
    throw failure('MALFORMED_PROFILE', `damaged in its archive: ${error.message}`, {}, 'fetch the archive again');
  });
  try {
    for await (const chunk of stream) {
      budget.countUnpacked((chunk as Uint8Array).length);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (error instanceof PprofxError) throw error;
    throw failure(
      'MALFORMED_PROFILE',
      `damaged in its archive: ${(error as Error).message}`,
      {},
      'fetch the archive again',
    );
  }
}

/** Names are UTF-8 where the archive says so; else bytes that mostly are. */
function nameOf({fileName, generalPurposeBitFlag}: ZipEntry): string {
  const bytes = fileName as unknown as Buffer;
  return (generalPurposeBitFlag & UTF8_NAME) !== 0 ? bytes.toString('utf8') : bytes.toString('latin1');
}

/** The file type of Unix, in the upper half of the attributes. */
function isLink({externalFileAttributes}: ZipEntry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
