/**
 * Bytes of entries: looked at without losing them, inflated by the browser, held within a bound.
 */
import {joinBytes} from '../../../src/base/columns.ts';
import {chunksOf} from '../loading/chunks.ts';

/** As much as decides what an entry is: gzip data of so many bytes surely hold the mark of tar. */
const HEAD_BYTES = 4096;

export interface Begun {
  readonly head: Uint8Array;
  /** All of it, the head first. */
  readonly chunks: AsyncGenerator<Uint8Array>;
}

export async function begin(source: AsyncIterable<Uint8Array>): Promise<Begun> {
  const rest = source[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const {done, value} = await rest.next();
    if (done === true) break;
    pieces.push(value.slice());
    length += value.length;
  }
  const head = joinBytes(pieces);
  return {head, chunks: prepend(head, rest)};
}

async function* prepend(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** All of a stream; undefined when that is more than `maxBytes`. */
export async function wholeOf(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    pieces.push(chunk.slice());
  }
  return joinBytes(pieces);
}

export function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const {done, value} = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value.slice());
    },
    cancel: () => void chunks.return?.(),
  });
}

/** @throws TypeError where the data are damaged or cut */
export function inflatedAs(format: CompressionFormat, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return chunksOf(streamOf(source).pipeThrough(new DecompressionStream(format)));
}

/** What a beginning of gzip data inflates to, as far as it goes. */
export async function inflatedHead(head: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const chunk of inflatedAs('gzip', only(head))) pieces.push(chunk);
  } catch {
    // It ends in the middle.
  }
  return joinBytes(pieces);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
