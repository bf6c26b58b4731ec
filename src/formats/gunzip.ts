/**
 * Inflates gzip with pako, for hosts without a native inflater (the page, tests); the only file that knows pako.
 *
 * Streams through pako's zlib-level calls, because only they report where a member ends: members may follow each other,
 * zero bytes or blanks may follow the last one, anything else is refused.
 */
import {ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset} from 'pako';
import {failure, type PprofxError} from '../base/errors.ts';

/** windowBits of zlib: 15, plus 16 for "gzip wrapper only". */
const GZIP_WINDOW = 31;
const OUTPUT_SIZE = 1 << 16;
const NO_FLUSH = 0;
const STREAM_END = 1;
/** No progress was possible: more input is needed. */
const BUFFER_ERROR = -5;

type State = 'between members' | 'in member' | 'in padding';

export class Gunzip {
  private readonly onChunk: (chunk: Uint8Array) => void;
  private readonly stream = new ZStream();
  private readonly output = new Uint8Array(OUTPUT_SIZE);
  private state: State = 'between members';
  private offset = 0;
  private memberCount = 0;
  /** Zero bytes and blanks after the last member. */
  paddingLength = 0;

  /** @param onChunk  receives uncompressed bytes; the array is reused after it returns */
  constructor(onChunk: (chunk: Uint8Array) => void) {
    this.onChunk = onChunk;
    zlibInflateInit2(this.stream, GZIP_WINDOW);
  }

  /** @throws CORRUPT_GZIP, TRAILING_DATA with the offset in the compressed input */
  write(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.state === 'in member') at = this.inflate(chunk, at);
      else if (this.state === 'between members' && (!isPadding(chunk[at]) || this.memberCount === 0))
        this.startMember();
      else at = this.skipPadding(chunk, at);
    }
    this.offset += chunk.length;
  }

  /** @throws TRUNCATED_GZIP */
  end(): void {
    if (this.state !== 'in member') return;
    throw failure('TRUNCATED_GZIP', 'the gzip data ends before its trailer', {byteOffset: this.offset});
  }

  private startMember(): void {
    zlibInflateReset(this.stream);
    this.state = 'in member';
  }

  private inflate(chunk: Uint8Array, from: number): number {
    const {output, stream} = this;
    stream.input = chunk;
    stream.next_in = from;
    stream.avail_in = chunk.length - from;
    for (;;) {
      stream.output = output;
      stream.next_out = 0;
      stream.avail_out = output.length;
      const status = zlibInflate(stream, NO_FLUSH);
      if (stream.next_out > 0) this.onChunk(output.subarray(0, stream.next_out));
      if (status === STREAM_END) {
        this.memberCount++;
        this.state = 'between members';
        return stream.next_in;
      }
      if (status < 0 && status !== BUFFER_ERROR) throw this.broken(stream.msg, stream.next_in);
      if (stream.avail_in === 0 && stream.avail_out > 0) return chunk.length;
    }
  }

  private broken(message: string, at: number): PprofxError {
    const byteOffset = this.offset + at;
    if (message === 'incorrect header check' && this.memberCount > 0) return trailingData(byteOffset);
    return gzipFailure(message, byteOffset);
  }

  private skipPadding(chunk: Uint8Array, from: number): number {
    this.state = 'in padding';
    for (let at = from; at < chunk.length; at++) {
      if (!isPadding(chunk[at])) throw trailingData(this.offset + at);
      this.paddingLength++;
    }
    return chunk.length;
  }
}

/** Whether a byte may follow the last member: tape blocks end in zeros, and editors add a line end. */
export function isPadding(byte: number): boolean {
  return byte === 0 || byte === 10 || byte === 13 || byte === 32;
}

/** The failure for bytes after the last member that are neither gzip nor padding. */
export function trailingData(byteOffset: number): PprofxError {
  return failure('TRAILING_DATA', 'bytes after the gzip data are not gzip', {byteOffset});
}

/** The failure for one of zlib's messages; its texts distinguish a wrong checksum from broken data. */
export function gzipFailure(message: string, byteOffset: number): PprofxError {
  if (message === 'incorrect data check') {
    return failure('CORRUPT_GZIP', 'the gzip checksum (CRC-32) does not match the data', {byteOffset});
  }
  if (message === 'incorrect length check') {
    return failure('CORRUPT_GZIP', 'the gzip length field does not match the data', {byteOffset});
  }
  return failure('CORRUPT_GZIP', `broken gzip data (${message})`, {byteOffset});
}
