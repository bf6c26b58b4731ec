/**
 * Reads one input in the page: inflated by the browser where that is enough, by pako where it is not.
 *
 * The browser's inflater is faster and costs no download, but it knows one gzip member, says nothing of where data is
 * broken, and may not notice what follows the data. So whatever does not end well, to the byte that the gzip trailer
 * promises, is read again as the command line reads it.
 */
import {PprofxError, withInput} from '../../src/base/errors.ts';
import {isGzip} from '../../src/formats/is-gzip.ts';
import type {Profile} from '../../src/model/profile.ts';
import {ProfileReader} from '../../src/profile-reader.ts';
import type {InputFile, Progress} from '../protocol.ts';
import {withParts} from './on-demand/missing-part.ts';

const CHUNK_BYTES = 1 << 20;

type Report = (progress: Progress) => void;

export function readInput(file: InputFile, report: Report): Promise<Profile> {
  const bytes = new Uint8Array(file.bytes);
  return withParts(async () => {
    if (!isGzip(bytes)) return readPlain(file.name, bytes, report);
    return (await readInflated(file.name, bytes, report)) ?? readWithPako(file.name, bytes, report);
  });
}

function readPlain(name: string, bytes: Uint8Array, report: Report): Profile {
  const reader = new ProfileReader({name});
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    reader.write(bytes.subarray(at, at + CHUNK_BYTES));
    report(progress(name, at + CHUNK_BYTES, bytes.length));
  }
  return reader.end();
}

/** The profile, undefined when the browser cannot inflate all of it. */
async function readInflated(name: string, bytes: Uint8Array, report: Report): Promise<Profile | undefined> {
  const trailer = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wantedLength = bytes.length < 18 ? -1 : trailer.getUint32(bytes.length - 4, true);
  const reader = new ProfileReader({name});
  let length = 0;
  try {
    for await (const chunk of inflated(bytes, (done) => report(progress(name, done, bytes.length)))) {
      length += chunk.length;
      reader.write(chunk);
    }
  } catch (error) {
    if (isOurs(error)) throw error;
    return undefined;
  }
  return length % 2 ** 32 === wantedLength ? reader.end() : undefined;
}

/** Failures of the profile are told as they are; those of the inflater are pako's to explain. */
function isOurs(error: unknown): boolean {
  return error instanceof PprofxError || !(error instanceof TypeError);
}

async function* inflated(bytes: Uint8Array, onProgress: (doneBytes: number) => void): AsyncGenerator<Uint8Array> {
  let at = 0;
  const source = new ReadableStream<BufferSource>({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + CHUNK_BYTES));
      at += CHUNK_BYTES;
      onProgress(at);
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    yield value;
  }
}

async function readWithPako(name: string, bytes: Uint8Array, report: Report): Promise<Profile> {
  const {Gunzip} = await import('../../src/formats/gunzip.ts');
  const reader = new ProfileReader({name});
  const inflater = new Gunzip((chunk) => reader.write(chunk));
  try {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      inflater.write(bytes.subarray(at, at + CHUNK_BYTES));
      report(progress(name, at + CHUNK_BYTES, bytes.length));
    }
    inflater.end();
  } catch (error) {
    throw error instanceof PprofxError ? withInput(error, name) : error;
  }
  if (inflater.paddingLength > 0) reader.warnOfPadding(inflater.paddingLength);
  return reader.end();
}

function progress(name: string, done: number, totalBytes: number): Progress {
  return {phase: 'read', name, doneBytes: Math.min(done, totalBytes), totalBytes};
}
