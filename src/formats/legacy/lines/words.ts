/**
 * Machine words of the binary CPU profile: 32 or 64 bits, either byte order, read from a growing buffer.
 */
import {grownCapacity} from '../../../base/columns.ts';

export interface WordLayout {
  readonly wordBytes: 4 | 8;
  readonly isLittleEndian: boolean;
}

export interface CpuHeader extends WordLayout {
  /** Written by the JVM agent: numbers of symbols instead of addresses. */
  readonly isJava: boolean;
  readonly periodMicros: bigint;
}

/** Words of the header: 0, 3, 0 (or 1 for Java), sampling period in µs, 0. */
export const HEADER_WORDS = 5;

/** google/pprof's order: the first layout in which the header makes sense is it. */
const LAYOUTS: readonly WordLayout[] = [
  {wordBytes: 4, isLittleEndian: true},
  {wordBytes: 4, isLittleEndian: false},
  {wordBytes: 8, isLittleEndian: true},
  {wordBytes: 8, isLittleEndian: false},
];

/** Undefined for bytes that are no binary CPU profile. */
export function parseCpuHeader(head: Uint8Array): CpuHeader | undefined {
  for (const layout of LAYOUTS) {
    const reader = new WordReader();
    reader.append(head.subarray(0, HEADER_WORDS * layout.wordBytes));
    reader.layout = layout;
    if (reader.available < HEADER_WORDS) continue;
    const words: bigint[] = [];
    for (let i = 0; i < HEADER_WORDS; i++) {
      reader.next();
      words.push((BigInt(reader.high >>> 0) << 32n) | BigInt(reader.low >>> 0));
    }
    const [first, magic, kind, periodMicros, padding] = words;
    if (first === 0n && magic === 3n && kind <= 1n && periodMicros > 0n && padding === 0n) {
      return {...layout, isJava: kind === 1n, periodMicros};
    }
  }
  return undefined;
}

export class WordReader {
  layout: WordLayout = LAYOUTS[0];
  /** Halves of the word that `next` read last, as signed 32-bit words. */
  low = 0;
  high = 0;
  private buffer = new Uint8Array(0);
  private begin = 0;
  private end = 0;
  private consumed = 0;

  append(chunk: Uint8Array): void {
    const pending = this.end - this.begin;
    if (this.end + chunk.length > this.buffer.length) {
      const needed = pending + chunk.length;
      const target =
        needed > this.buffer.length ? new Uint8Array(grownCapacity(this.buffer.length, needed)) : this.buffer;
      target.set(this.buffer.subarray(this.begin, this.end));
      this.buffer = target;
      this.begin = 0;
      this.end = pending;
    }
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Whole words in hand. */
  get available(): number {
    return Math.floor((this.end - this.begin) / this.layout.wordBytes);
  }

  /** Offset in the input of the next word. */
  get offset(): number {
    return this.consumed;
  }

  /** Reads the next word; the caller made sure that there is one. */
  next(): void {
    const {isLittleEndian, wordBytes} = this.layout;
    if (wordBytes === 4) {
      this.low = this.half(this.begin);
      this.high = 0;
    } else {
      this.low = this.half(isLittleEndian ? this.begin : this.begin + 4);
      this.high = this.half(isLittleEndian ? this.begin + 4 : this.begin);
    }
    this.skip(1);
  }

  /** Steps back over words that turned out to be too few. */
  unread(words: number): void {
    this.skip(-words);
  }

  /** The bytes after the last word read. */
  rest(): Uint8Array {
    return this.buffer.subarray(this.begin, this.end);
  }

  private skip(words: number): void {
    this.begin += words * this.layout.wordBytes;
    this.consumed += words * this.layout.wordBytes;
  }

  private half(at: number): number {
    const [a, b, c, d] = [this.buffer[at], this.buffer[at + 1], this.buffer[at + 2], this.buffer[at + 3]];
    return this.layout.isLittleEndian ? a | (b << 8) | (c << 16) | (d << 24) : d | (c << 8) | (b << 16) | (a << 24);
  }
}
