/**
 * Gzip to plain bytes with Node's streaming zlib; plain input passes through.
 *
 * zlib reads members that follow each other and stops at zero padding; what follows that is checked here, so that
 * nothing appended goes unnoticed.
 */
import {createGunzip, type Gunzip} from 'node:zlib';
import {failure, type PprofxError} from '../../base/errors.ts';
import {gzipFailure, isGzip, trailingData} from '../../formats/gunzip.ts';

const OUTPUT_BYTES = 1 << 18;

/**
 * @param onChunk  receives uncompressed bytes, valid until it returns
 * @returns how many zero bytes padded the gzip data
 * @throws TRUNCATED_GZIP, CORRUPT_GZIP, TRAILING_DATA with the compressed offset; whatever `onChunk` throws
 */
export async function inflate(
  source: AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
): Promise<number> {
  let head: Uint8Array = new Uint8Array(0);
  let sink: Sink | undefined;
  for await (const chunk of source) {
    if (sink !== undefined) {
      await sink.write(chunk);
      continue;
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    if (head.length < 2) continue;
    sink = isGzip(head) ? new Inflater(onChunk) : plainSink(onChunk);
    await sink.write(head);
  }
  if (sink !== undefined) return sink.end();
  if (head.length > 0) onChunk(head);
  return 0;
}

/** Where compressed or plain chunks go; `end` tells how much zero padding there was. */
interface Sink {
  write(chunk: Uint8Array): Promise<void> | void;
  end(): Promise<number>;
}

function plainSink(onChunk: (chunk: Uint8Array) => void): Sink {
  return {write: onChunk, end: async () => 0};
}

class Inflater implements Sink {
  private readonly gunzip: Gunzip;
  private fed = 0;
  private padding = 0;
  private hasEnded = false;
  private failed: Error | undefined;

  constructor(onChunk: (chunk: Uint8Array) => void) {
    this.gunzip = createGunzip({chunkSize: OUTPUT_BYTES});
    this.gunzip.on('data', (chunk: Uint8Array) => {
      if (this.failed !== undefined) return;
      try {
        onChunk(chunk);
      } catch (error) {
        this.fail(error as Error);
      }
    });
    this.gunzip.on('error', (error) => this.fail(this.zlibFailure(error)));
    this.gunzip.on('end', () => {
      this.hasEnded = true;
    });
  }

  /** Feeds one chunk; resolves when zlib has taken it. */
  async write(chunk: Uint8Array): Promise<void> {
    const start = this.fed;
    this.fed += chunk.length;
    if (!this.hasEnded) await this.feed(chunk);
    this.check();
    const consumed = this.gunzip.bytesWritten;
    if (consumed < this.fed)
      this.checkPadding(chunk.subarray(Math.max(0, consumed - start)), Math.max(start, consumed));
  }

  async end(): Promise<number> {
    if (!this.hasEnded) {
      await new Promise<void>((resolve) => {
        this.gunzip.once('end', resolve);
        this.gunzip.once('close', resolve);
        this.gunzip.once('error', () => resolve());
        this.gunzip.end();
      });
    }
    this.check();
    return this.padding;
  }

  private feed(chunk: Uint8Array): Promise<void> {
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
    const garbage = rest.findIndex((byte) => byte !== 0);
    if (garbage >= 0) throw trailingData(offset + garbage);
    this.padding += rest.length;
  }

  private fail(error: Error): void {
    this.failed ??= error;
    this.gunzip.destroy();
  }

  private check(): void {
    if (this.failed !== undefined) throw this.failed;
  }

  private zlibFailure(error: NodeJS.ErrnoException): PprofxError {
    const byteOffset = this.gunzip.bytesWritten;
    if (error.code === 'Z_BUF_ERROR') {
      return failure('TRUNCATED_GZIP', 'the gzip data ends before its trailer', {byteOffset: this.fed});
    }
    if (error.message === 'incorrect header check' && byteOffset > 0) return trailingData(byteOffset);
    return gzipFailure(error.message, byteOffset);
  }
}
