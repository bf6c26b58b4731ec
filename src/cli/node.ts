/**
 * The library's part for Node, `pprofx/node`: profiles from paths, URLs and streams.
 */
import {fileURLToPath} from 'node:url';
import {PprofxError, withInput} from '../base/errors.ts';
import type {ReadOptions} from '../formats/format.ts';
import type {Profile} from '../model/profile.ts';
import {ProfileReader} from '../profile-reader.ts';
import {DEFAULT_FETCH_OPTIONS} from './input/fetch-input.ts';
import {DEFAULT_MAX_INFLATED_BYTES, inflate} from './input/inflate.ts';
import {readInput} from './input/input.ts';

/** How a source is read. */
export interface SourceOptions extends Partial<ReadOptions> {
  /** Bound on what gzip data may unpack to, in bytes; 4 GiB by default. */
  readonly maxInflatedBytes?: number;
  /** Headers for a URL; they stay within its origin. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the process behind a URL samples, for CPU profiles. */
  readonly seconds?: number;
  /** Limit for a URL; by default what sampling takes, half as much again, and 30 s. */
  readonly timeoutMillis?: number;
}

/**
 * Reads a profile to its end: of a path, an `http(s)` or `file` URL, or a stream of bytes such as a response's body.
 *
 * @throws PprofxError for what cannot be fetched, opened or read
 */
export async function readSource(
  source: string | URL | AsyncIterable<Uint8Array>,
  options: SourceOptions = {},
): Promise<Profile> {
  if (typeof source !== 'string' && !(source instanceof URL)) return readStream(source, options);
  const url = source instanceof URL ? source : undefined;
  const input = url === undefined ? String(source) : url.protocol === 'file:' ? fileURLToPath(url) : url.href;
  const {headers = {}, seconds, timeoutMillis, ...reading} = options;
  const fetch = {
    ...DEFAULT_FETCH_OPTIONS,
    headers: Object.entries(headers).map(([name, value]) => ({name, value})),
    seconds,
    totalMillis: timeoutMillis,
  };
  return readInput(input, {...reading, fetch});
}

async function readStream(stream: AsyncIterable<Uint8Array>, options: SourceOptions): Promise<Profile> {
  const reader = new ProfileReader({name: 'stream', ...options});
  try {
    const limit = options.maxInflatedBytes ?? DEFAULT_MAX_INFLATED_BYTES;
    const padding = await inflate(stream, (chunk) => reader.write(chunk), limit);
    if (padding > 0) reader.warnOfPadding(padding);
  } catch (error) {
    throw error instanceof PprofxError ? withInput(error, reader.name) : error;
  }
  return reader.end();
}
