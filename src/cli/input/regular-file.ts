/**
 * The bytes of an open regular file, read in place: one buffer for all of it, and no thread between.
 *
 * Only for regular files, whose reads do not wait for anybody: on a pipe they would keep signals from being heard.
 * Gzip stays a stream, so that reading overlaps with inflating.
 */
import {fstatSync, readSync, type Stats} from 'node:fs';
import {setImmediate} from 'node:timers/promises';
import {isGzip} from '../../formats/is-gzip.ts';

/** Small enough to stay in the processor's cache until it is read. */
const CHUNK_BYTES = 128 * 1024;
/** Chunks between two looks at signals and timers: 16 MB, some 40 ms. */
const CHUNKS_AT_A_TIME = 128;

/** Whether `fd` is open on a regular file that has bytes; those of /proc say that they have none, and may wait. */
export function isRegularFd(fd: number | undefined): fd is number {
  try {
    return fd !== undefined && hasBytes(fstatSync(fd));
  } catch {
    return false;
  }
}

/** Whether reading the file in place waits for nobody. */
export function hasBytes(file: Stats): boolean {
  return file.isFile() && file.size > 0;
}

/**
 * Reads on from where `fd` stands; it stays open.
 *
 * @param rest  streams what `fd` has left, for gzip
 * @returns chunks, each valid until the next is asked for
 */
export async function* regularFileChunks(
  fd: number,
  rest: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (let count = 0; ; count++) {
    const chunk = buffer.subarray(0, readSync(fd, buffer, 0, CHUNK_BYTES, null));
    if (chunk.length === 0) return;
    yield chunk;
    if (count === 0 && isGzip(chunk)) break;
    if (count % CHUNKS_AT_A_TIME === CHUNKS_AT_A_TIME - 1) await setImmediate();
  }
  yield* rest();
}
