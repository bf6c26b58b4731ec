/**
 * Profiles leave here in the pprof format, compressed as everybody expects them.
 */
import {gzipSync} from 'node:zlib';
import {failure} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import {encodePprof} from '../../render/exchange/pprof.ts';
import type {CommonOptions} from '../options/common-options.ts';
import {writeResult} from './output.ts';

/** @throws USAGE when binary data would go to a terminal */
export async function writePprof(profile: Profile, options: CommonOptions): Promise<void> {
  await writeGzip(encodePprof(profile), options);
}

/** @throws USAGE when binary data would go to a terminal */
export async function writeGzip(bytes: Uint8Array, options: CommonOptions): Promise<void> {
  if (options.output === undefined && process.stdout.isTTY) {
    throw failure('USAGE', 'a profile is binary data; give a file with -o, or pipe the output');
  }
  await writeResult(gzipSync(bytes), options);
}
