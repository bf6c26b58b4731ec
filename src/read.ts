/**
 * Bytes in, Profile out: plain or gzip, whole or in chunks.
 */
import {PprofxError, withInput} from './base/errors.ts';
import type {ReadOptions} from './formats/format.ts';
import {Gunzip} from './formats/gunzip.ts';
import {isGzip} from './formats/is-gzip.ts';
import type {Profile} from './model/profile.ts';
import {ProfileReader} from './profile-reader.ts';

export {ProfileReader} from './profile-reader.ts';

/** Reads a whole input at hand, gzip or plain. */
export function readProfile(bytes: Uint8Array, options: Partial<ReadOptions> = {}): Profile {
  const reader = new ProfileReader(options);
  if (!isGzip(bytes)) {
    reader.write(bytes);
    return reader.end();
  }
  const inflater = new Gunzip((chunk) => reader.write(chunk));
  try {
    inflater.write(bytes);
    inflater.end();
  } catch (error) {
    throw error instanceof PprofxError ? withInput(error, reader.name) : error;
  }
  if (inflater.paddingLength > 0) reader.warnOfPadding(inflater.paddingLength);
  return reader.end();
}
