/**
 * Inputs come in here: a path, `-` for standard input, or a URL, gzip or plain.
 *
 * Streams from the first byte to the last; Node's own zlib inflates on another thread while this one decodes.
 */
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {failure, PprofxError, withInput} from '../../base/errors.ts';
import type {ReadOptions} from '../../formats/format.ts';
import type {Profile} from '../../model/profile.ts';
import {ProfileReader} from '../../read.ts';
import {inflate, locateGzipFailure} from './inflate.ts';

const CHUNK_BYTES = 1 << 18;

/** Reads one input to the end. */
export async function readInput(input: string, options: Partial<ReadOptions> = {}): Promise<Profile> {
  // What cannot be read twice is read with its labels at once.
  if (options.keepLabels !== false || !(await isRegularFile(input))) {
    return readOnce(input, {...options, keepLabels: true});
  }
  try {
    return await readOnce(input, options);
  } catch (error) {
    if (!(error instanceof PprofxError) || error.code !== 'LABELS_NEEDED') throw error;
    return readOnce(input, {...options, keepLabels: true});
  }
}

async function isRegularFile(input: string): Promise<boolean> {
  try {
    return input !== '-' && (await stat(input)).isFile();
  } catch {
    return false;
  }
}

async function readOnce(input: string, options: Partial<ReadOptions>): Promise<Profile> {
  const reader = new ProfileReader({...options, name: input});
  try {
    const padding = await inflate(await openInput(input), (chunk) => reader.write(chunk));
    if (padding > 0) reader.warnOfPadding(padding);
  } catch (error) {
    if (isGzipFailure(error) && (await isRegularFile(input))) await locate(input);
    throw asFailure(error, input);
  }
  return reader.end();
}

/** Reads several inputs one after the other, in order. */
export async function readInputs(inputs: readonly string[], options: Partial<ReadOptions> = {}): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const input of inputs) profiles.push(await readInput(input, options));
  return profiles;
}

/** What a page can be handed at most: browsers hold no larger buffers. */
const MAX_RAW_BYTES = 2 ** 31 - 1;

/** Reads the bytes of one input as they are, gzip or plain. */
export async function readInputBytes(input: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of await openInput(input)) {
      length += chunk.length;
      if (length > MAX_RAW_BYTES)
        throw failure('LIMIT_EXCEEDED', 'more than 2 GiB, which no browser can hold', {input});
      chunks.push(chunk);
    }
  } catch (error) {
    throw asFailure(error, input);
  }
  return Buffer.concat(chunks, length);
}

async function openInput(input: string): Promise<AsyncIterable<Uint8Array>> {
  if (input === '-') {
    if (process.stdin.isTTY) throw failure('USAGE', 'standard input is a terminal; pipe a profile into it');
    return process.stdin;
  }
  if (/^https?:\/\//.test(input)) return fetchInput(input);
  const about = await stat(input);
  if (about.isDirectory()) throw failure('READ_FAILED', 'this is a directory', {input});
  return createReadStream(input, {highWaterMark: CHUNK_BYTES});
}

async function fetchInput(url: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, {redirect: 'error'});
  if (!response.ok || response.body === null) {
    throw failure('NETWORK', `the server answered ${response.status} ${response.statusText}`, {input: url});
  }
  return response.body as unknown as AsyncIterable<Uint8Array>;
}

function isGzipFailure(error: unknown): boolean {
  return error instanceof PprofxError && (error.code === 'CORRUPT_GZIP' || error.code === 'TRAILING_DATA');
}

/** Throws the failure again, with its exact offset. */
async function locate(input: string): Promise<void> {
  try {
    await locateGzipFailure(createReadStream(input, {highWaterMark: CHUNK_BYTES}));
  } catch (error) {
    throw asFailure(error, input);
  }
}

/** The reader's failures pass; the system's become failures of their own. */
function asFailure(error: unknown, input: string): Error {
  if (error instanceof PprofxError) return withInput(error, input);
  const code = (error as {readonly code?: string}).code ?? '';
  if (code === 'ENOENT') return failure('READ_FAILED', 'no such file', {input});
  if (code === 'EACCES') return failure('READ_FAILED', 'permission denied', {input});
  if (code === 'EISDIR') return failure('READ_FAILED', 'this is a directory', {input});
  if (/^https?:\/\//.test(input)) return failure('NETWORK', `cannot fetch: ${causeText(error)}`, {input});
  return error instanceof Error ? error : new Error(String(error));
}

function causeText(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
