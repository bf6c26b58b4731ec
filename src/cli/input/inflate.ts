/**
 * Gzip to plain bytes with Node's streaming zlib; plain input passes through.
 *
 * zlib reads members that follow each other and stops at zero padding; what follows that is checked here, so that
 * nothing appended goes unnoticed. What somebody put around a profile (formats/wrapping.ts) is taken off first.
 */

import type {TransformOptions} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import {createGunzip, type Gunzip, type ZlibOptions} from 'node:zlib';
import {failure} from '../../base/errors.ts';
import {Gunzip as CoreGunzip, gzipFailure, isPadding, trailingData} from '../../formats/gunzip.ts';
import {isGzip} from '../../formats/is-gzip.ts';
import {isWrapped, unwrapped, WRAPPING_BYTES} from '../../formats/wrapping.ts';
import {keepNurserySmall} from '../system/nursery.ts';
import {atLeast, heldBytes, prepend} from '../system/stream-head.ts';

/** Large enough that a chunk's decoding hides the inflating of the next one, which runs on zlib's own thread. */
const OUTPUT_BYTES = 1 << 18;
/** Base64 of a larger profile is a mistake somewhere else. */
const MAX_WRAPPED_BYTES = 2 ** 29;
/** Room for the chunk in hand and the next: with less zlib would wait until somebody reads. */
const ZLIB: ZlibOptions & TransformOptions = {chunkSize: OUTPUT_BYTES, readableHighWaterMark: 2 * OUTPUT_BYTES};

/**
 * Size alone costs no memory, so what somebody sends plain may be long; what a small gzip file unpacks to is bounded,
 * because its sender paid nothing for the length.
 */
export const DEFAULT_MAX_INFLATED_BYTES: number = 4 * 2 ** 30;

/**
 * @param source   chunks, each valid until the next is asked for
 * @param onChunk  receives uncompressed bytes, valid until it returns
 * @returns how many zero or blank bytes padded the gzip data
 * @throws LIMIT_EXCEEDED past `maxInflatedBytes` of gzip data; TRUNCATED_GZIP, CORRUPT_GZIP, TRAILING_DATA with the compressed offset; whatever `onChunk` throws
 */
export async function inflate(
  source: AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
  maxInflatedBytes: number,
): Promise<number> {
  keepNurserySmall();
  const chunks = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 2) {
    const {done, value} = await chunks.next();
    if (done === true) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  if (isGzip(head)) return new Inflater(maxInflatedBytes).run(prepend(head, chunks), onChunk);
  const beginning = await atLeast(WRAPPING_BYTES, head, chunks);
  const all = prepend(beginning, chunks);
  if (isWrapped(beginning)) return inflate(only(await insideOf(all)), onChunk, maxInflatedBytes);
  for await (const chunk of all) onChunk(chunk);
  return 0;
}

/** What is inside something that was put around it; base64 and the like are read whole. */
async function insideOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = await heldBytes(chunks, MAX_WRAPPED_BYTES);
  if (bytes === undefined) throw tooLong(MAX_WRAPPED_BYTES);
  return unwrapped(bytes);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * The same of gzip data with the inflater of the core, which counts bytes and knows blanks behind the data; slower.
 *
 * @returns how many zero or blank bytes padded the gzip data
 */
export async function inflateInCore(
  source: AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
  maxInflatedBytes: number,
): Promise<number> {
  let length = 0;
  const inflater = new CoreGunzip((chunk) => {
    length += chunk.length;
    if (length > maxInflatedBytes) throw tooLong(maxInflatedBytes);
    onChunk(chunk);
  });
  const chunks = source[Symbol.asyncIterator]();
  const beginning = await atLeast(WRAPPING_BYTES, new Uint8Array(0), chunks);
  const all = prepend(beginning, chunks);
  for await (const chunk of isWrapped(beginning) ? only(await insideOf(all)) : all) inflater.write(chunk);
  inflater.end();
  return inflater.paddingLength;
}

class Inflater {
  private readonly gunzip: Gunzip = createGunzip(ZLIB);
  /** Compressed bytes handed to zlib, or seen after it ended. */
  private fed = 0;
  private padding = 0;
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** Feeds zlib and drains it at the same time. */
  async run(source: AsyncIterable<Uint8Array>, onChunk: (chunk: Uint8Array) => void): Promise<number> {
    const feeding = this.feed(source);
    // Awaited below; until then a failure of it must not count as unhandled.
    feeding.catch(() => undefined);
    try {
      let length = 0;
      for await (const chunk of this.gunzip) {
        length += (chunk as Uint8Array).length;
        if (length > this.maxBytes) throw tooLong(this.maxBytes);
        // A turn of the loop hands zlib its next input, so that it works while this chunk is decoded.
        await setImmediate();
        onChunk(chunk as Uint8Array);
      }
    } catch (error) {
      throw this.asFailure(error);
    }
    await feeding;
    return this.padding;
  }

  private async feed(source: AsyncIterable<Uint8Array>): Promise<void> {
    const {gunzip} = this;
    try {
      for await (const chunk of source) {
        const start = this.fed;
        this.fed += chunk.length;
        if (gunzip.destroyed && !gunzip.readableEnded) return;
        if (!gunzip.readableEnded) await this.write(chunk);
        const consumed = Math.max(start, gunzip.bytesWritten);
        if (consumed < this.fed) this.checkPadding(chunk.subarray(consumed - start), consumed);
      }
      gunzip.end();
    } catch (error) {
      gunzip.destroy(error as Error);
      throw error;
    }
  }

  /** Resolves when zlib has taken the chunk, or has closed. */
  private write(chunk: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.gunzip.off('close', done);
        resolve();
      };
      this.gunzip.once('close', done);
      this.gunzip.write(chunk, done);
    });
  }

  private checkPadding(rest: Uint8Array, offset: number): void {
    const garbage = rest.findIndex((byte) => !isPadding(byte));
    if (garbage >= 0) throw trailingData(offset + garbage);
    this.padding += rest.length;
  }

  private asFailure(error: unknown): unknown {
    const {code, message} = error as NodeJS.ErrnoException;
    if (code === undefined || !code.startsWith('Z_')) return error;
    // zlib counts whole chunks only: the trouble lies at or after this byte. `locateGzipFailure` finds the very place.
    const byteOffset = this.gunzip.bytesWritten;
    if (code === 'Z_BUF_ERROR') {
      return failure('TRUNCATED_GZIP', 'the gzip data ends before its trailer', {byteOffset: this.fed});
    }
    // The first member's header was seen, so this is about what follows a member.
    if (message === 'incorrect header check') return trailingData(byteOffset);
    return gzipFailure(message, byteOffset);
  }
}

function tooLong(maxBytes: number): Error {
  const message = `more than ${maxBytes} bytes uncompressed (--max-bytes)`;
  return failure('LIMIT_EXCEEDED', message, {byteOffset: maxBytes});
}
