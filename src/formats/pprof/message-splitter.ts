/**
 * Cuts a stream of protobuf bytes, in chunks of any size, into complete top-level fields.
 *
 * Holds at most one partial field. A claimed length allocates nothing before the bytes are there: the buffer grows
 * with what arrives, and one copy moves each byte in.
 */
import {grownCapacity, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {FIXED32, FIXED64, LENGTH_DELIMITED, VARINT, type WireReader} from './wire.ts';

/** Tag and length: two varints of at most ten bytes. */
const MAX_PREFIX = 20;

/** Called with the reader at the payload; it must leave `pos` at `end` or may leave it anywhere. */
export type FieldHandler = (field: number, wireType: number, start: number, end: number) => void;

export class MessageSplitter {
  private buffer: Uint8Array = new Uint8Array(0);
  private begin = 0;
  private end = 0;
  private base = 0;
  /** Do not try again before this many bytes are in hand: the length of the pending field. */
  private needed = 0;
  private readonly reader: WireReader;
  private readonly onField: FieldHandler;

  constructor(reader: WireReader, onField: FieldHandler) {
    this.reader = reader;
    this.onField = onField;
  }

  write(chunk: Uint8Array): void {
    if (this.begin === this.end) {
      // Nothing pending: work on the caller's bytes, keep only what is left over.
      this.base += this.begin;
      const used = this.cut(chunk, 0, chunk.length, false);
      this.base += used;
      this.begin = 0;
      this.end = 0;
      this.append(chunk, used);
      return;
    }
    this.append(chunk, 0);
    if (this.end - this.begin < this.needed) return;
    this.begin = this.cut(this.buffer, this.begin, this.end, false);
  }

  /** Bytes of the whole input, once it has ended. */
  get length(): number {
    return this.base + this.end;
  }

  /** Ends the stream: what is left must be whole fields. */
  finish(): void {
    const used = this.cut(this.buffer, this.begin, this.end, true);
    if (used === this.end) return;
    throw failure('TRUNCATED_PROFILE', 'the profile ends in the middle of a field', {byteOffset: this.base + used});
  }

  /** Hands over every whole field in [from, to); returns where the first partial one begins. */
  private cut(bytes: Uint8Array, from: number, to: number, isLast: boolean): number {
    const {reader} = this;
    reader.base = this.base;
    let at = from;
    this.needed = 0;
    while (at < to) {
      const next = this.cutShort(bytes, at, to);
      if (next !== NONE) {
        at = next;
        continue;
      }
      const remaining = to - at;
      if (!isLast && remaining < MAX_PREFIX && !hasWholePrefix(bytes, at, to)) break;
      reader.open(bytes, at, to);
      reader.enter('', NONE);
      const tag = reader.readTag('profile');
      const field = tag >>> 3;
      const wireType = tag & 7;
      const end = this.fieldEnd(field, wireType, isLast);
      if (end > to) {
        this.needed = end - at;
        break;
      }
      this.onField(field, wireType, reader.pos, end);
      at = end;
    }
    return at;
  }

  /**
   * Hands over a field as nearly all are: a tag of one byte, a length of at most two, and whole.
   *
   * @returns where it ends, NONE when the field at `at` is another
   */
  private cutShort(bytes: Uint8Array, at: number, to: number): number {
    const tag = bytes[at];
    if ((tag & 0x87) !== LENGTH_DELIMITED || tag < 8) return NONE;
    let start = at + 2;
    let size = bytes[at + 1];
    if (size >= 0x80) {
      const second = bytes[start++];
      if (!(second < 0x80)) return NONE;
      size += (second << 7) - 0x80;
    }
    // Past the end of the bytes, reads give undefined and the sum NaN.
    if (!(start + size <= to)) return NONE;
    const {reader} = this;
    reader.buf = bytes;
    reader.pos = start;
    reader.len = to;
    this.onField(tag >>> 3, LENGTH_DELIMITED, start, start + size);
    return start + size;
  }

  /** Where the payload ends, which may lie past the bytes in hand; the reader stands on its first byte. */
  private fieldEnd(field: number, wireType: number, isLast: boolean): number {
    const {reader} = this;
    if (wireType === FIXED64) return reader.pos + 8;
    if (wireType === FIXED32) return reader.pos + 4;
    const context = `field ${field}`;
    if (wireType === VARINT) {
      const start = reader.pos;
      reader.varint(context);
      const end = reader.pos;
      reader.pos = start;
      return end;
    }
    if (wireType !== LENGTH_DELIMITED) {
      throw failure('WIRE_FORMAT', `unknown wire type ${wireType}`, reader.place(reader.pos, context));
    }
    if (isLast) return reader.payloadEnd(context);
    const at = reader.pos;
    reader.varint(context);
    if (reader.high !== 0 || reader.low < 0) {
      throw failure('TRUNCATED_PROFILE', 'a field claims 2 GiB or more', reader.place(at, context));
    }
    return reader.pos + reader.low;
  }

  private append(chunk: Uint8Array, from: number): void {
    const size = chunk.length - from;
    if (size === 0) return;
    if (this.end + size > this.buffer.length) this.makeRoom(size);
    this.buffer.set(from === 0 ? chunk : chunk.subarray(from), this.end);
    this.end += size;
  }

  private makeRoom(size: number): void {
    const pending = this.end - this.begin;
    const target =
      pending + size > this.buffer.length
        ? new Uint8Array(grownCapacity(this.buffer.length, pending + size))
        : this.buffer;
    if (target === this.buffer) target.copyWithin(0, this.begin, this.end);
    else target.set(this.buffer.subarray(this.begin, this.end));
    this.buffer = target;
    this.base += this.begin;
    this.begin = 0;
    this.end = pending;
  }
}

/** Whether tag and, if it has one, length can be read from [at, to). */
function hasWholePrefix(bytes: Uint8Array, at: number, to: number): boolean {
  const afterTag = varintEnd(bytes, at, to);
  if (afterTag < 0) return false;
  const wireType = bytes[at] & 7;
  if (wireType !== VARINT && wireType !== LENGTH_DELIMITED) return true;
  return varintEnd(bytes, afterTag, to) >= 0;
}

/** End of the varint at `at`; -1 when it is cut. Overlong ones count as whole and are refused by the reader. */
function varintEnd(bytes: Uint8Array, at: number, to: number): number {
  for (let pos = at; pos < to; pos++) {
    if (bytes[pos] < 0x80 || pos - at >= 10) return pos + 1;
  }
  return -1;
}
