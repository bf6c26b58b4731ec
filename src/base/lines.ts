/**
 * Splits chunks of bytes into lines, without a string or a copy per line.
 *
 * A window holds the unread bytes; a line is a range of it. Readers that know what must come next may compare bytes
 * at `pos` themselves and move it on, as long as they count the lines they take.
 */
import {grownCapacity} from './columns.ts';

/** Enough for a small input; the first that does not fit gets all of WINDOW at once. */
const SMALL_WINDOW = 4096;
const WINDOW = 256 * 1024;
/** Bytes copied in at a time, so that the window stays in the processor's cache. */
const PIECE = 128 * 1024;
/** A longer line is handed out in pieces: memory stays bounded whatever the input. */
const MAX_LINE = 80 * 2 ** 20;
const NEWLINE = 10;
const FOUR_NEWLINES = 0x0a0a0a0a;

export class LineWindow {
  bytes: Uint8Array = new Uint8Array(SMALL_WINDOW);
  view: DataView = new DataView(this.bytes.buffer);
  /** Unread bytes are [pos, limit). */
  pos = 0;
  limit = 0;
  /** The line that `next` found: [lineStart, lineEnd), without its newline. */
  lineStart = 0;
  lineEnd = 0;
  /** Lines taken so far; so the 1-based number of the current one. */
  lineNumber = 0;
  /** Whether the current line lacks its newline: the stream ended in it. */
  isUnterminated = false;

  private base = 0;
  private scanned = 0;

  /** Offset in the stream of a position in the window. */
  offsetOf(position: number): number {
    return this.base + position;
  }

  /** Position of a stream offset in the window; negative when its bytes are gone. */
  positionOf(offset: number): number {
    return offset - this.base;
  }

  /** Takes a chunk, piece by piece; `drain` is called after each to read what lines there are. */
  feed(chunk: Uint8Array, drain: () => void): void {
    for (let at = 0; at < chunk.length; at += PIECE) {
      this.append(at === 0 && chunk.length <= PIECE ? chunk : chunk.subarray(at, at + PIECE));
      drain();
    }
  }

  /** Moves to the next whole line; false when more bytes are needed. */
  next(): boolean {
    const {bytes, limit} = this;
    let end = Math.max(this.pos, this.scanned);
    while (end < limit && bytes[end] !== NEWLINE) end++;
    if (end >= limit) {
      this.scanned = end;
      if (limit - this.pos < MAX_LINE) return false;
      this.take(end, end);
      return true;
    }
    this.take(end, end + 1);
    return true;
  }

  /** After the last chunk: the unterminated rest as a line; false when there is none. */
  last(): boolean {
    if (this.pos >= this.limit) return false;
    this.isUnterminated = true;
    this.take(this.limit, this.limit);
    return true;
  }

  private take(end: number, next: number): void {
    this.lineStart = this.pos;
    this.lineEnd = end;
    this.pos = next;
    this.lineNumber++;
  }

  private append(piece: Uint8Array): void {
    if (this.limit + piece.length > this.bytes.length) this.makeRoom(piece.length);
    this.bytes.set(piece, this.limit);
    this.limit += piece.length;
  }

  private makeRoom(size: number): void {
    const kept = this.limit - this.pos;
    if (kept + size > this.bytes.length) {
      const grown = new Uint8Array(Math.max(WINDOW, grownCapacity(this.bytes.length, kept + size)));
      grown.set(this.bytes.subarray(this.pos, this.limit));
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    } else {
      this.bytes.copyWithin(0, this.pos, this.limit);
    }
    this.base += this.pos;
    this.scanned = Math.max(0, this.scanned - this.pos);
    this.pos = 0;
    this.limit = kept;
  }
}

/** Position of the next newline at or after `at`; the window's limit when there is none. */
export function findNewline(window: LineWindow, at: number): number {
  const {bytes, view, limit} = window;
  let i = at;
  for (; i + 8 <= limit; i += 8) {
    const low = newlines(view.getInt32(i, true));
    const high = newlines(view.getInt32(i + 4, true));
    if ((low | high) !== 0) return low !== 0 ? i + firstByte(low) : i + 4 + firstByte(high);
  }
  while (i < limit && bytes[i] !== NEWLINE) i++;
  return i;
}

/** Marks the newlines among four bytes by their high bits: the lowest mark is right, those above it may not be. */
function newlines(word: number): number {
  const zeros = word ^ FOUR_NEWLINES;
  // A zero byte borrows into its high bit.
  return (zeros - 0x01010101) & ~zeros & 0x80808080;
}

/** Which byte of a word holds its lowest set bit. */
function firstByte(word: number): number {
  return (31 - Math.clz32(word & -word)) >>> 3;
}
