/**
 * Protobuf's wire format, written: varints, length-delimited fields, nested messages. The twin of the reader's wire.ts.
 */
import {ByteColumn} from '../../base/columns.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const TWO_32 = 4_294_967_296;

export class PprofWriter {
  private readonly bytes = new ByteColumn();

  /** A varint field; zero is left out, as proto3 does. */
  integer(field: number, value: number | bigint): this {
    return value === 0 || value === 0n ? this : this.always(field, value);
  }

  /** A varint field that is there even when zero, as in a oneof. */
  always(field: number, value: number | bigint): this {
    return this.tag(field, VARINT).varint(value);
  }

  fixed64(field: number, value: bigint): this {
    if (value === 0n) return this;
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigInt64(0, value, true);
    this.tag(field, FIXED64).bytes.append(bytes, 0, bytes.length);
    return this;
  }

  /** The fields of another message behind those of this one. */
  append({bytes}: PprofWriter): this {
    this.bytes.append(bytes.values, 0, bytes.length);
    return this;
  }

  flag(field: number, isSet: boolean): this {
    return this.integer(field, isSet ? 1 : 0);
  }

  /** A packed list of integers; nothing for none. */
  packed(field: number, values: readonly (number | bigint)[]): this {
    if (values.length === 0) return this;
    const inner = new PprofWriter();
    for (const value of values) inner.varint(value);
    return this.message(field, inner);
  }

  message(field: number, inner: PprofWriter): this {
    return this.text(field, inner.bytes.values.subarray(0, inner.bytes.length));
  }

  /** Raw bytes, written even when there are none. */
  text(field: number, bytes: Uint8Array): this {
    this.tag(field, LENGTH_DELIMITED).varint(bytes.length);
    this.bytes.append(bytes, 0, bytes.length);
    return this;
  }

  finish(): Uint8Array {
    return this.bytes.finish();
  }

  private tag(field: number, wireType: number): this {
    return this.varint((field << 3) | wireType);
  }

  /** An integer as int64: negative numbers take ten bytes. */
  private varint(value: number | bigint): this {
    let low: number;
    let high: number;
    if (typeof value === 'bigint') {
      const words = BigInt.asUintN(64, value);
      low = Number(words & 0xffffffffn);
      high = Number(words >> 32n);
    } else {
      high = Math.floor(value / TWO_32) >>> 0;
      low = value >>> 0;
    }
    while (high !== 0) {
      this.bytes.push((low & 0x7f) | 0x80);
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    while (low > 0x7f) {
      this.bytes.push((low & 0x7f) | 0x80);
      low >>>= 7;
    }
    this.bytes.push(low);
    return this;
  }
}
