/**
 * Protobuf's wire format over one buffer, on protobufjs' Reader: the only file that knows the library at run time.
 *
 * Adds what profiles need and the Reader lacks: 64-bit varints as two words without an object per value, lengths
 * checked against what is there, and errors that carry offset and field path.
 * Does not use the library's own skipping (recursive on groups) nor its schema compiler (it builds code at run time).
 */
import protobuf from 'protobufjs/minimal.js';
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

export class WireReader extends protobuf.Reader {
  /** Words of the varint that `varint` read last. */
  low = 0;
  high = 0;
  /** Offset in the whole input of the buffer's first byte, for messages. */
  base = 0;
  private scope = '';
  private scopeRow = NONE;

  constructor() {
    super(new Uint8Array(0));
  }

  /** Points the reader at bytes [start, end) of `buffer`. */
  open(buffer: Uint8Array, start: number, end: number): void {
    this.buf = buffer;
    this.pos = start;
    this.len = end;
  }

  /**
   * Says what is being read, for messages. The contexts of the other methods are paths below it, so that no text is
   * built while all goes well.
   *
   * @param row  row of the table `scope`, NONE where there is only one
   */
  enter(scope: string, row: number): void {
    this.scope = scope;
    this.scopeRow = row;
  }

  /**
   * Reads a field tag; the field number is `tag >>> 3`, the wire type `tag & 7`.
   *
   * @throws WIRE_FORMAT, FIELD_NUMBER_ZERO, TRUNCATED_PROFILE
   */
  readTag(context: string): number {
    const at = this.pos;
    this.varint(context);
    if (this.high !== 0) throw failure('WIRE_FORMAT', 'field number beyond 2^29', this.place(at, context));
    const tag = this.low >>> 0;
    if (tag >>> 3 === 0) {
      throw failure('FIELD_NUMBER_ZERO', 'field number 0, which protobuf does not allow', this.place(at, context));
    }
    return tag;
  }

  /** Reads a varint of at most ten bytes into (low, high); bits above 64 are dropped, as Go drops them. */
  varint(context: string): void {
    const {buf, len} = this;
    let {pos} = this;
    if (pos < len && buf[pos] < 0x80) {
      this.low = buf[pos];
      this.high = 0;
      this.pos = pos + 1;
      return;
    }
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= len) {
        throw failure('TRUNCATED_PROFILE', 'a number runs off the end of its message', this.place(pos, context));
      }
      const byte = buf[pos++];
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= (bits & 1) << 31;
      if (byte < 0x80) {
        this.pos = pos;
        this.low = low;
        this.high = high;
        return;
      }
    }
    throw failure('WIRE_FORMAT', 'a number longer than ten bytes', this.place(this.pos, context));
  }

  /** Reads a length and checks that as many bytes follow; the end of the payload. */
  payloadEnd(context: string): number {
    const at = this.pos;
    this.varint(context);
    const size = this.low >>> 0;
    if (this.high !== 0 || size > this.len - this.pos) {
      const claimed = (BigInt(this.high >>> 0) << 32n) | BigInt(size);
      throw failure(
        'TRUNCATED_PROFILE',
        `a field claims ${claimed} bytes where ${this.len - this.pos} are left`,
        this.place(at, context),
      );
    }
    return this.pos + size;
  }

  /** Skips one field of an unknown number. */
  skipField(wireType: number, context: string): void {
    if (wireType === VARINT) this.varint(context);
    else if (wireType === LENGTH_DELIMITED) this.pos = this.payloadEnd(context);
    else if (wireType === FIXED64 || wireType === FIXED32) {
      this.pos += wireType === FIXED64 ? 8 : 4;
      if (this.pos > this.len) {
        throw failure('TRUNCATED_PROFILE', 'a fixed-size field runs off the end', this.place(this.len, context));
      }
    } else {
      throw failure('WIRE_FORMAT', `unknown wire type ${wireType}`, this.place(this.pos, context));
    }
  }

  /** Refuses a known field that came with another wire type than the schema's. */
  expect(wireType: number, wanted: number, context: string): void {
    if (wireType === wanted) return;
    throw failure('WIRE_FORMAT', `wire type ${wireType} where ${wanted} belongs`, this.place(this.pos, context));
  }

  place(pos: number, field: string): {byteOffset: number; field: string} {
    const {scope, scopeRow} = this;
    return {byteOffset: this.base + pos, field: scopeRow === NONE ? scope + field : `${scope}[${scopeRow}]${field}`};
  }
}
