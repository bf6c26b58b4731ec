/**
 * Cuts a stream of byte chunks into lines, carrying at most one partial line.
 *
 * A line that lies entirely within a chunk is passed on without a copy; only a line that crosses chunks is copied. Lines end
 * with LF or CR LF, which are not part of the line; the last line needs neither.
 */
import {grownCapacity} from './columns.ts';
import {failure} from './errors.ts';

/** Lines longer than this are refused: no text profile has them, and a carry must not grow without bound. */
const DEFAULT_MAX_LINE_BYTES = 64 * 2 ** 20;
const LF = 0x0a;
const CR = 0x0d;

/** Bytes [start, end) of `bytes` are the line; valid during the call only. Line numbers start at 1. */
export type LineHandler = (bytes: Uint8Array, start: number, end: number, lineNumber: number) => void;

export class LineSplitter {
  /** Where the line in hand begins in the whole input. */
  lineOffset = 0;
  private readonly onLine: LineHandler;
  private readonly maxLineBytes: number;
  private carry: Uint8Array = new Uint8Array(0);
  private carried = 0;
  private lineNumber = 0;
  /** Offset in the whole input of the chunk in hand. */
  private chunkOffset = 0;

  constructor(onLine: LineHandler, maxLineBytes: number = DEFAULT_MAX_LINE_BYTES) {
    this.onLine = onLine;
    this.maxLineBytes = maxLineBytes;
  }

  /** Bytes written so far. */
  get inputLength(): number {
    return this.chunkOffset;
  }

  /** @throws LIMIT_EXCEEDED for a line past the limit */
  write(chunk: Uint8Array): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LF, start);
      if (end < 0) break;
      if (this.carried > 0) this.finishCarried(chunk, start, end);
      else this.emit(chunk, start, end, this.chunkOffset + start);
      start = end + 1;
    }
    this.append(chunk, start, chunk.length);
    this.chunkOffset += chunk.length;
  }

  /** Hands over the last line if the input does not end with an end of line. */
  end(): void {
    if (this.carried === 0) return;
    const size = this.carried;
    this.carried = 0;
    this.emit(this.carry, 0, size, this.chunkOffset - size);
  }

  private finishCarried(chunk: Uint8Array, start: number, end: number): void {
    const before = this.carried;
    this.append(chunk, start, end);
    const size = this.carried;
    this.carried = 0;
    this.emit(this.carry, 0, size, this.chunkOffset + start - before);
  }

  private emit(bytes: Uint8Array, start: number, end: number, offset: number): void {
    this.lineOffset = offset;
    this.lineNumber++;
    const last = end > start && bytes[end - 1] === CR ? end - 1 : end;
    this.onLine(bytes, start, last, this.lineNumber);
  }

  private append(chunk: Uint8Array, start: number, end: number): void {
    const size = end - start;
    if (size === 0) return;
    if (this.carried + size > this.maxLineBytes) {
      const line = this.lineNumber + 1;
      const byteOffset = this.chunkOffset + start - this.carried;
      throw failure('LIMIT_EXCEEDED', `a line of more than ${this.maxLineBytes} bytes`, {line, byteOffset});
    }
    if (this.carried + size > this.carry.length) {
      const grown = new Uint8Array(grownCapacity(this.carry.length, this.carried + size));
      grown.set(this.carry.subarray(0, this.carried));
      this.carry = grown;
    }
    this.carry.set(chunk.subarray(start, end), this.carried);
    this.carried += size;
  }
}
