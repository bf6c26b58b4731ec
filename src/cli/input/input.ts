/**
 * Inputs come in here: a path, `-` for standard input, or a URL, gzip or plain.
 *
 * Streams from the first byte to the last; Node's own zlib inflates on another thread while this one decodes.
 */
import {closeSync, createReadStream, openSync, statSync} from 'node:fs';
import {failure, PprofxError, withInput} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';
import {isGzip} from '../../formats/is-gzip.ts';
import {isWrapped, unwrapped} from '../../formats/wrapping.ts';
import type {Profile} from '../../model/profile.ts';
import {isPartial} from '../../model/warning-codes.ts';
import {isBroken, ProfileReader} from '../../read.ts';
import {archiveOf, entryChunks} from '../archive/address.ts';
import {holdParts} from '../archive/parts.ts';
import {INSIDE} from '../archive/walk.ts';
import {Replay} from '../system/replay.ts';
import {heldBytes} from '../system/stream-head.ts';
import {DEFAULT_FETCH_OPTIONS, fetchInput} from './fetch-input.ts';
import {DEFAULT_MAX_INFLATED_BYTES, inflate, inflateInCore} from './inflate.ts';
import {inputName, isUrl} from './mask-url.ts';
import type {InputOptions} from './read-options.ts';
import {hasBytes, isRegularFd, regularFileChunks} from './regular-file.ts';
import {readSmallFile} from './small-file.ts';

const CHUNK_BYTES = 1 << 18;

/** Reads one input to the end. */
export async function readInput(input: string, options: InputOptions = {}): Promise<Profile> {
  // What cannot be read twice is read with its labels at once.
  if ((options.keepLabels ?? true) === true || !isRegularFile(input)) {
    return readOnce(input, {...options, keepLabels: true});
  }
  try {
    return await readOnce(input, options);
  } catch (error) {
    if (!(error instanceof PprofxError) || error.code !== 'LABELS_NEEDED') throw error;
    return readOnce(input, {...options, keepLabels: true});
  }
}

/** Reads several inputs one after the other, in order. */
export async function readInputs(inputs: readonly string[], options: InputOptions = {}): Promise<Profile[]> {
  if (inputs.filter((input) => input === '-').length > 1) {
    throw failure('USAGE', 'standard input can be read only once');
  }
  const profiles: Profile[] = [];
  for (const input of inputs) profiles.push(await readInput(input, options));
  return profiles;
}

/** What a page can be handed at most: browsers hold no larger buffers. */
const MAX_RAW_BYTES = 2 ** 31 - 1;

/** Reads the bytes of one input as they are, gzip or plain. */
export async function readInputBytes(input: string, options: InputOptions = {}): Promise<Uint8Array> {
  // The page finds goroutines by their offset, so it gets what is inside.
  return unwrapped(await rawBytes(input, options));
}

async function rawBytes(input: string, options: InputOptions): Promise<Uint8Array> {
  try {
    const expected = isRegularFile(input) ? statSync(input).size : 0;
    const bytes = await heldBytes(await openInput(input, options), MAX_RAW_BYTES, expected);
    if (bytes !== undefined) return bytes;
    throw failure('LIMIT_EXCEEDED', 'more than 2 GiB, which no browser can hold');
  } catch (error) {
    throw asFailure(error, inputName(input));
  }
}

function isRegularFile(input: string): boolean {
  try {
    return input !== '-' && !isUrl(input) && statSync(input).isFile();
  } catch {
    return false;
  }
}

async function readOnce(input: string, options: InputOptions): Promise<Profile> {
  const reader = newReader(input, options);
  const maxInflated = options.maxInflatedBytes ?? DEFAULT_MAX_INFLATED_BYTES;
  const small = isRegularFile(input) ? readSmallFile(input, maxInflated) : undefined;
  if (small !== undefined) {
    reader.write(small);
    return reportPartial(reader.end());
  }
  let replay: Replay | undefined;
  try {
    const source = await openInPlace(input, options);
    if (!isRegularFile(input)) replay = new Replay(source, (head) => isGzip(head) || isWrapped(head));
    const padding = await inflate(replay?.chunks() ?? source, (chunk) => reader.write(chunk), maxInflated);
    if (padding > 0) reader.warnOfPadding(padding);
  } catch (error) {
    const again = (): AsyncIterable<Uint8Array> => replay?.chunks() ?? streamOf(input);
    const exact = isGzipFailure(error) && replay?.isRepeatable !== false ? await located(again()) : error;
    if (exact === undefined) return await readInCore(again(), newReader(input, options), maxInflated);
    return salvaged(exact, reader, input, options);
  } finally {
    replay?.close();
  }
  return reportPartial(reader.end());
}

/** What came before the damage. @throws the failure where nothing is to be salvaged */
function salvaged(error: unknown, reader: ProfileReader, input: string, options: InputOptions): Profile {
  const known = asFailure(error, inputName(input));
  if (options.isSalvaging !== true || !(known instanceof PprofxError) || !isDamage(known)) throw known;
  return reportPartial(reader.salvage(known));
}

function newReader(input: string, options: InputOptions): ProfileReader {
  return new ProfileReader({...options, name: inputName(input)});
}

/** Reads what is sound gzip data to the core and not to zlib. */
async function readInCore(
  source: AsyncIterable<Uint8Array>,
  reader: ProfileReader,
  maxInflated: number,
): Promise<Profile> {
  reader.warnOfPadding(await inflateInCore(source, (chunk) => reader.write(chunk), maxInflated));
  return reader.end();
}

function streamOf(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, {highWaterMark: CHUNK_BYTES});
}

/** Formats without room for warnings say nothing of a partial input; standard error does, for every format. */
function reportPartial(profile: Profile): Profile {
  if (isPartial(profile))
    process.stderr.write(`PARTIAL: ${safeText(profile.name)} is damaged; only its beginning was read\n`);
  return profile;
}

/** Streams that somebody looked at before they were wanted, by their input. */
const BEGUN = new Map<string, AsyncIterable<Uint8Array>>();

/** Lets the next reader of a stream that comes once have all of it, after its beginning was looked at. */
export function continueInput(input: string, chunks: AsyncIterable<Uint8Array>): void {
  BEGUN.set(input, chunks);
}

/** The same bytes as `openInput` gives, but each chunk is valid only until the next: plain files come faster so. */
async function openInPlace(input: string, options: InputOptions): Promise<AsyncIterable<Uint8Array>> {
  if (input === '-' && !BEGUN.has(input)) {
    const stdin = await openInput(input, options);
    const {fd} = process.stdin as {readonly fd?: number};
    return isRegularFd(fd) ? regularFileChunks(fd, () => stdin) : stdin;
  }
  return isReadInPlace(input) ? fileChunks(input) : openInput(input, options);
}

function isReadInPlace(input: string): boolean {
  return isRegularFile(input) && hasBytes(statSync(input));
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const fd = openSync(path, 'r');
  let isStreamed = false;
  // A stream closes its file when it is destroyed, and only after a read that is under way.
  const streamed = (): AsyncIterable<Uint8Array> => {
    isStreamed = true;
    return createReadStream('', {fd, highWaterMark: CHUNK_BYTES});
  };
  try {
    yield* regularFileChunks(fd, streamed);
  } finally {
    if (!isStreamed) closeSync(fd);
  }
}

/** Folders and archives become the names of what is in them before they come here, where a command takes them. */
const FOLDER_HINT = 'give the profiles in it by name';

/** @throws what there is to say of an input that cannot be opened, mostly as the system's error: see `asFailure` */
export async function openInput(input: string, options: InputOptions): Promise<AsyncIterable<Uint8Array>> {
  const begun = BEGUN.get(input);
  if (begun !== undefined) {
    BEGUN.delete(input);
    return begun;
  }
  if (input === '-') {
    if (process.stdin.isTTY) throw failure('USAGE', 'standard input is a terminal; pipe a profile into it');
    return process.stdin;
  }
  const archive = archiveOf(input) ?? partedFile(input);
  if (archive !== undefined) return entryChunks(archive, input);
  if (isUrl(input)) return fetchInput(input, options.fetch ?? DEFAULT_FETCH_OPTIONS);
  if (statSync(input).isDirectory()) throw failure('READ_FAILED', 'this is a directory', {input}, FOLDER_HINT);
  return streamOf(input);
}

/** The file of several profiles that an input names one of. */
function partedFile(input: string): string | undefined {
  const at = input.lastIndexOf(INSIDE);
  const file = input.slice(0, Math.max(0, at));
  return file !== '' && holdParts(file, true) !== undefined ? file : undefined;
}

/** Whether the input was good up to a point: its beginning can be used if the user says so. */
function isDamage(error: PprofxError): boolean {
  return error.kind === 'network' || isBroken(error);
}

/** Failures of gzip that the core's inflater reports better. */
const GZIP_FAILURES: readonly string[] = ['CORRUPT_GZIP', 'TRAILING_DATA', 'TRUNCATED_GZIP'];

function isGzipFailure(error: unknown): boolean {
  return error instanceof PprofxError && GZIP_FAILURES.includes(error.code);
}

/** The failure of gzip data with its exact offset; undefined where the core finds none. */
async function located(source: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    await inflateInCore(source, () => undefined, Number.POSITIVE_INFINITY);
    return undefined;
  } catch (exact) {
    return exact;
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EISDIR', 'this is a directory'],
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ERR_INVALID_ARG_VALUE', 'this is not a path'],
]);

/** The reader's failures pass, named; the system's become failures of their own; bugs stay what they are. */
export function asFailure(error: unknown, input: string): unknown {
  if (error instanceof PprofxError) return withInput(error, input);
  const {code, message} = error as NodeJS.ErrnoException;
  const reason = REASONS.get(code ?? '');
  if (reason !== undefined) return failure('READ_FAILED', reason, {input});
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code))
    return failure('READ_FAILED', `cannot read: ${message}`, {input});
  return error;
}
