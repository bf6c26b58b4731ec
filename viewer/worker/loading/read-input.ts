/**
 * Reads one input in the page: inflated by the browser where that is enough, by pako where it is not.
 *
 * The browser's inflater is faster and costs no download, but it knows one gzip member, says nothing of where data is
 * broken, and may not notice what follows the data. So whatever does not end well, to the byte that the gzip trailer
 * promises, is read again as the command line reads it.
 */
import type {ReadOptions} from '../../../src/formats/format.ts';
import {isGzip} from '../../../src/formats/is-gzip.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {ProfileReader} from '../../../src/profile-reader.ts';
import type {PageReading} from '../../../src/render/html/page.ts';
import type {FileBytes} from '../../input-file.ts';
import type {Progress} from '../../protocol.ts';
import {withModules} from '../lazy/missing-module.ts';
import {inflated} from './chunks.ts';

const CHUNK_BYTES = 1 << 20;
/** Header and trailer of an empty member. */
const SHORTEST_GZIP = 18;

type Report = (progress: Progress) => void;
type OnProgress = (doneBytes: number) => void;

/** @param reading  the reading options of the command line */
export function readInput(file: FileBytes, reading: PageReading | undefined, report: Report): Promise<Profile> {
  const bytes = new Uint8Array(file.bytes);
  const options = {...reading, name: file.name};
  const onProgress = (done: number): void =>
    report({
      phase: 'read',
      name: file.name,
      doneBytes: Math.min(done, bytes.length),
      totalBytes: bytes.length,
    });
  return withModules(async () => {
    if (!isGzip(bytes)) return readPlain(bytes, options, onProgress);
    const profile = await readInflated(bytes, options, onProgress);
    return profile ?? (await import('../../../src/read.ts')).readProfile(bytes, options, onProgress);
  });
}

function readPlain(bytes: Uint8Array, options: Partial<ReadOptions>, onProgress: OnProgress): Profile {
  const reader = new ProfileReader(options);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    reader.write(bytes.subarray(at, at + CHUNK_BYTES));
    onProgress(at + CHUNK_BYTES);
  }
  return reader.end();
}

/** The profile, undefined when the browser cannot inflate all of it. */
async function readInflated(
  bytes: Uint8Array,
  options: Partial<ReadOptions>,
  onProgress: OnProgress,
): Promise<Profile | undefined> {
  const trailer = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wantedLength = bytes.length < SHORTEST_GZIP ? -1 : trailer.getUint32(bytes.length - 4, true);
  const reader = new ProfileReader(options);
  let length = 0;
  try {
    for await (const chunk of inflated(pieces(bytes, onProgress))) {
      length += chunk.length;
      reader.write(chunk);
    }
  } catch (error) {
    // Failures of the profile are reported as they are; pako explains those of the inflater, a TypeError.
    if (!(error instanceof TypeError)) throw error;
    return undefined;
  }
  return length % 2 ** 32 === wantedLength ? reader.end() : undefined;
}

/** The bytes in pieces; reports progress as each is taken. */
function pieces(bytes: Uint8Array, onProgress: OnProgress): ReadableStream<BufferSource> {
  let at = 0;
  return new ReadableStream<BufferSource>({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + CHUNK_BYTES));
      at += CHUNK_BYTES;
      onProgress(at);
    },
  });
}
