/**
 * gzip and zstd around an archive, as a stream of plain bytes whose amount is bounded.
 *
 * zstd comes from Node where Node has it (22.15), else from fzstd, which is loaded only then.
 */
import {Readable} from 'node:stream';
import * as zlib from 'node:zlib';
import {failure} from '../../base/errors.ts';
import type {Budget} from '../../incident/entry.ts';
import {MAX_WINDOW_BYTES, ZstdFrames} from './zstd-frames.ts';

/** Plain bytes of compressed ones. @throws CORRUPT_GZIP, TRUNCATED_GZIP, MALFORMED_PROFILE for damage */
export async function* decompressed(
  kind: 'gzip' | 'zstd',
  source: AsyncIterable<Uint8Array>,
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  const packed = counted(source, (bytes) => budget.countPacked(bytes));
  const plain = kind === 'gzip' ? throughZlib(packed, zlib.createGunzip()) : await unzstd(packed);
  try {
    yield* counted(plain, (bytes) => budget.countUnpacked(bytes));
  } catch (error) {
    throw asDamage(error, kind);
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}

async function* throughZlib(
  source: AsyncIterable<Uint8Array>,
  transform: NodeJS.ReadWriteStream,
): AsyncGenerator<Uint8Array> {
  const input = Readable.from(source, {objectMode: false});
  input.once('error', (error) => (transform as unknown as Readable).destroy(error));
  try {
    yield* input.pipe(transform) as AsyncIterable<Uint8Array>;
  } finally {
    input.destroy();
  }
}

type ZstdOfNode = (options: object) => NodeJS.ReadWriteStream;

async function unzstd(source: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const ofNode = (zlib as {readonly createZstdDecompress?: ZstdOfNode}).createZstdDecompress;
  if (ofNode === undefined) return throughFzstd(source);
  return throughZlib(source, ofNode({params: {[ZSTD_D_WINDOW_LOG_MAX]: Math.log2(MAX_WINDOW_BYTES)}}));
}

/** ZSTD_d_windowLogMax of zstd's API. */
const ZSTD_D_WINDOW_LOG_MAX = 100;
/** fzstd hands out what a block unpacks to; small pieces keep that small. */
const PIECE_BYTES = 1 << 16;

async function* throughFzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const {Decompress} = await import('fzstd');
  const ready: Uint8Array[] = [];
  const inflater = new Decompress((chunk) => ready.push(chunk));
  const frames = new ZstdFrames();
  for await (const chunk of source) {
    frames.take(chunk);
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      inflater.push(chunk.subarray(at, at + PIECE_BYTES));
      yield* ready.splice(0);
    }
  }
  inflater.push(new Uint8Array(0), true);
  yield* ready.splice(0);
}

function asDamage(error: unknown, kind: 'gzip' | 'zstd'): unknown {
  const {code, message} = error as {readonly code?: unknown; readonly message?: string};
  const isOfZlib = typeof code === 'string' && /^Z_|^ZSTD_|^ERR_ZSTD/.test(code);
  const isOfFzstd = kind === 'zstd' && typeof code === 'number';
  if (!isOfZlib && !isOfFzstd) return error;
  const isCut = code === 'Z_BUF_ERROR' || code === 5;
  if (isCut)
    return failure(
      'TRUNCATED_GZIP',
      `the ${kind} data end before they are complete`,
      {},
      'the download was cut; fetch the archive again',
    );
  return failure('CORRUPT_GZIP', `the ${kind} data are damaged: ${message}`, {}, 'fetch the archive again');
}
