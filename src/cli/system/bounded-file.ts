/**
 * Reads files that are small by their nature: rules, headers, certificates, sources. None of them is read past its limit,
 * whatever it turns out to be.
 */
import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {failure} from '../../base/errors.ts';
import {blocking} from './signals.ts';

const CHUNK_BYTES = 1 << 16;

/**
 * All of a file that the user named; a named pipe or a process substitution will do.
 *
 * @throws READ_FAILED, LIMIT_EXCEEDED
 */
export function readBoundedFile(path: string, maxBytes: number, what: string): string {
  let bytes: Buffer | undefined;
  try {
    bytes = blocking(() => withFile(path, constants.O_RDONLY, (fd) => readUpTo(fd, maxBytes)));
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw failure('READ_FAILED', `cannot read the ${what} (${code})`, {input: path});
  }
  if (bytes !== undefined) return bytes.toString('utf8');
  throw failure('LIMIT_EXCEEDED', `more than ${maxBytes / 1024} KiB, too much for a ${what}`, {input: path});
}

/** All of a regular file; undefined where there is none, or a larger one. Never waits for anybody. */
export function readRegularFile(path: string, maxBytes: number): Buffer | undefined {
  try {
    return withFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0), (fd) =>
      fstatSync(fd).isFile() ? readUpTo(fd, maxBytes) : undefined,
    );
  } catch {
    return undefined;
  }
}

function withFile<T>(path: string, flags: number, read: (fd: number) => T): T {
  const fd = openSync(path, flags);
  try {
    return read(fd);
  } finally {
    closeSync(fd);
  }
}

/** What is left of the file; undefined when that is more than `maxBytes`. */
function readUpTo(fd: number, maxBytes: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const count = readSync(fd, chunk, 0, CHUNK_BYTES, null);
    if (count === 0) return Buffer.concat(chunks, length);
    length += count;
    if (length > maxBytes) return undefined;
    chunks.push(chunk.subarray(0, count));
  }
}
