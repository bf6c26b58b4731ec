/**
 * Archives from standard input and from URLs, which come once and so are held in memory, within a bound; and files of
 * several profiles, which were taken apart.
 */
import {readSync} from 'node:fs';
import {failure} from '../../base/errors.ts';
import type {PartedFormat} from '../../formats/parts/index.ts';
import {containerOf, HEAD_BYTES} from '../archive/container-kind.ts';
import {heldAt, holdArchive} from '../archive/held.ts';
import {heldFormat, holdParts, MAX_BYTES, partsIn} from '../archive/parts.ts';
import {INSIDE} from '../archive/walk.ts';
import {asFailure, continueInput, openInput} from '../input/input.ts';
import {inputName, isUrl} from '../input/mask-url.ts';
import type {InputOptions} from '../input/read-options.ts';
import {isRegularFd} from '../input/regular-file.ts';
import {atLeast, heldBytes, prepend, readAhead} from '../system/stream-head.ts';

const MAX_HELD_BYTES = 2 ** 27;
const TOO_LARGE = 'an archive from standard input or a URL may have 128 MiB, since it is held in memory';
/** What serves profiles serves no archives, and a second request would make the process sample twice. */
const PROFILE_PATH = /^[^?#]*\/debug\/(?:pprof|fgprof)\b/;

/**
 * The inputs, with archives that come once held by the name that may be shown of them, and files of several profiles held
 * as containers.
 *
 * @throws LIMIT_EXCEEDED for a larger one, and what reading throws
 */
export async function holdContainers(inputs: readonly string[], options: InputOptions): Promise<string[]> {
  const names: string[] = [];
  for (const input of inputs) {
    const [named] = input.split(INSIDE, 1);
    holdParts(named);
    const source = named === STDIN ? '-' : named;
    const isHeld = (source === '-' || isUrl(source)) && (await isHeldAt(source, options));
    names.push(isHeld ? nameOf(source) + input.slice(named.length) : input);
  }
  return names;
}

/** The name of standard input that an address can begin with. */
const STDIN = '/dev/stdin';

function nameOf(source: string): string {
  return source === '-' ? STDIN : inputName(source);
}

async function isHeldAt(source: string, options: InputOptions): Promise<boolean> {
  if (heldAt(nameOf(source)) !== undefined) return true;
  if (PROFILE_PATH.test(source) || (source === '-' && !mayBeContainer())) return false;
  try {
    const chunks = (await openInput(source, options))[Symbol.asyncIterator]();
    const head = await atLeast(HEAD_BYTES, new Uint8Array(0), chunks);
    const all = prepend(head, chunks);
    const kind = containerOf(head);
    if (kind === undefined) return await isHeldApart(source, head, all);
    holdArchive(nameOf(source), {kind, bytes: await wholeArchive(all)});
    return true;
  } catch (error) {
    throw asFailure(error, inputName(source));
  }
}

/** Whether it holds several profiles; what holds one is left to its reader. */
async function isHeldApart(source: string, head: Uint8Array, all: AsyncGenerator<Uint8Array>): Promise<boolean> {
  const format = partedHere(head);
  const bytes = format === undefined ? Buffer.alloc(0) : await readAhead(all, MAX_BYTES);
  const isWhole = format !== undefined && bytes.length <= MAX_BYTES;
  const parts = isWhole ? partsIn(bytes, format, false) : undefined;
  if (parts === undefined) continueInput(source, prepend(bytes, all));
  else holdArchive(nameOf(source), parts);
  return parts !== undefined;
}

/** Text that was pasted, and captures; pprof profiles are not kept from being decoded while they come. */
function partedHere(head: Uint8Array): PartedFormat | undefined {
  const format = heldFormat(head, undefined);
  return format === 'pprof' ? undefined : format;
}

/** Of standard input that is a file, without taking anything from it. */
function mayBeContainer(): boolean {
  const {fd} = process.stdin as {readonly fd?: number};
  if (!isRegularFd(fd)) return true;
  const buffer = Buffer.alloc(HEAD_BYTES);
  const head = buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, 0));
  return containerOf(head) !== undefined || partedHere(head) !== undefined;
}

async function wholeArchive(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const bytes = await heldBytes(chunks, MAX_HELD_BYTES);
  if (bytes !== undefined) return bytes;
  throw failure('LIMIT_EXCEEDED', TOO_LARGE, {}, 'save it to a file, and give that');
}
