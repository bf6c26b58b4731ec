/**
 * Bytes in, Profile out: plain or gzip, whole or in chunks.
 */
import {PprofxError, withInput} from './base/errors.ts';
import type {ReadOptions} from './formats/format.ts';
import {Gunzip} from './formats/gunzip.ts';
import {isGzip} from './formats/is-gzip.ts';
import {unwrapped} from './formats/wrapping.ts';
import type {Profile} from './model/profile.ts';
import {ProfileReader} from './profile-reader.ts';

export {ProfileReader} from './profile-reader.ts';

/** Bytes read at a time, so that progress can be reported. */
const CHUNK_BYTES = 1 << 20;

/**
 * Reads a whole input at hand, gzip or plain; damaged gzip data up to the damage where the options say so.
 *
 * @param onProgress  called with the number of bytes read
 */
export function readProfile(
  bytes: Uint8Array,
  options: Partial<ReadOptions> = {},
  onProgress?: (doneBytes: number) => void,
): Profile {
  const inside = unwrapped(bytes);
  if (inside !== bytes) return readProfile(inside, options, onProgress);
  const reader = new ProfileReader(options);
  const inflater = isGzip(bytes) ? new Gunzip((chunk) => reader.write(chunk)) : undefined;
  try {
    for (let at = 0; at < bytes.length || at === 0; at += CHUNK_BYTES) {
      (inflater ?? reader).write(bytes.subarray(at, at + CHUNK_BYTES));
      onProgress?.(Math.min(at + CHUNK_BYTES, bytes.length));
    }
    inflater?.end();
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    const named = withInput(error, reader.name);
    if (options.isSalvaging !== true || !isBroken(named)) throw named;
    return reader.salvage(named);
  }
  if (inflater !== undefined && inflater.paddingLength > 0) reader.warnOfPadding(inflater.paddingLength);
  return reader.end();
}

/** Whether compressed data was good up to a point: what came before it can be used if the user says so. */
export function isBroken({code}: PprofxError): boolean {
  return code.endsWith('_GZIP') || code === 'TRAILING_DATA';
}
