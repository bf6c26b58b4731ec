/**
 * Reads a small file in one go: for these, streams and threads cost more than they save.
 *
 * Only what is plainly right comes back; wherever something is odd, the caller streams, which finds out what and where.
 */
import {readFileSync, statSync} from 'node:fs';
import {gunzipSync, type InputType} from 'node:zlib';
import {isGzip} from '../../formats/is-gzip.ts';
import {isWrapped} from '../../formats/wrapping.ts';

/** Of a file as it lies on the disk. */
export const MAX_SMALL_BYTES: number = 1 << 19;
const MAX_PLAIN_BYTES = 1 << 23;
const OUTPUT_BYTES = 1 << 18;
const LEAST_OUTPUT_BYTES = 1 << 10;

/** As many as the last four bytes of sound gzip data say: a buffer of this size is made for each file. */
function outputBytes(bytes: Uint8Array): number {
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(bytes.length - 4, true);
  return Math.min(OUTPUT_BYTES, Math.max(LEAST_OUTPUT_BYTES, size + 1));
}

/** With `info`, zlib also hands out its engine; @types/node does not know. */
type GunzipWithInfo = (
  bytes: InputType,
  options: object,
) => {readonly buffer: Uint8Array; readonly engine: {readonly bytesWritten: number}};

/**
 * The whole file, inflated; undefined when it is not small, not there, or not one sound run of gzip that stays within
 * `maxInflatedBytes`.
 */
export function readSmallFile(path: string, maxInflatedBytes: number): Uint8Array | undefined {
  const bytes = smallFileBytes(path);
  return bytes === undefined ? undefined : inflateSmall(bytes, maxInflatedBytes);
}

/** The file as it lies on the disk; undefined when it is not small, or not there. */
export function smallFileBytes(path: string): Uint8Array | undefined {
  try {
    const about = statSync(path, {throwIfNoEntry: false});
    if (about === undefined || !about.isFile() || about.size === 0 || about.size > MAX_SMALL_BYTES) return undefined;
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** The same of its bytes. */
export function inflateSmall(bytes: Uint8Array, maxInflatedBytes: number): Uint8Array | undefined {
  if (!isGzip(bytes)) return isWrapped(bytes) ? undefined : bytes;
  const maxOutputLength = Math.min(MAX_PLAIN_BYTES, maxInflatedBytes);
  try {
    const options = {info: true, maxOutputLength, chunkSize: outputBytes(bytes)};
    const {buffer, engine} = (gunzipSync as unknown as GunzipWithInfo)(bytes, options);
    return engine.bytesWritten === bytes.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}
