/**
 * Reads the scalar fields that table rows are made of: numbers, string indexes, ids.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {int64ToNumber} from '../../base/int64.ts';
import type {IdIndex} from './id-index.ts';
import type {RawString} from './raw-strings.ts';
import {VARINT, type WireReader} from './wire.ts';

export class ScalarReader {
  private readonly reader: WireReader;

  constructor(reader: WireReader) {
    this.reader = reader;
  }

  /** The nearest double of an int64 field. */
  number(tag: number, context: string): number {
    this.varint(tag, context);
    return int64ToNumber(this.reader.low, this.reader.high);
  }

  /** Row of an id; NONE for the reserved id 0. */
  id(tag: number, ids: IdIndex, context: string): number {
    this.varint(tag, context);
    const {low, high} = this.reader;
    return low === 0 && high === 0 ? NONE : ids.row(low, high);
  }

  string(tag: number, context: string): RawString {
    this.reader.expect(tag & 7, VARINT, context);
    return this.stringIndex(context);
  }

  /** Reads a string index, an int64 that only makes sense between 0 and 2^31. */
  stringIndex(context: string): RawString {
    const {reader} = this;
    const at = reader.pos;
    reader.varint(context);
    if (reader.high === 0 && reader.low >= 0) return reader.low;
    const index = int64ToNumber(reader.low, reader.high);
    throw failure('INDEX_OUT_OF_RANGE', `string index ${index} lies outside any table`, reader.place(at, context));
  }

  /** Reads a varint field into the reader's words. */
  varint(tag: number, context: string): void {
    this.reader.expect(tag & 7, VARINT, context);
    this.reader.varint(context);
  }
}
