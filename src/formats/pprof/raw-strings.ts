/**
 * The string table of a file, taken into the builder's as it arrives.
 *
 * Bytes are interned where they lie in the input: they are copied once, and decoded only if somebody asks for the text.
 */
import {Int32Column} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {StringTable} from '../../base/string-table.ts';
import type {ReadLimits} from '../format.ts';
import type {WireReader} from './wire.ts';

export class RawStrings {
  private readonly reader: WireReader;
  private readonly strings: StringTable;
  private readonly limits: ReadLimits;
  private readonly rowOf = new Int32Column();
  private byteCount = 0;

  constructor(reader: WireReader, strings: StringTable, limits: ReadLimits) {
    this.reader = reader;
    this.strings = strings;
    this.limits = limits;
  }

  get length(): number {
    return this.rowOf.length;
  }

  /** Takes the next entry, bytes [start, end) of the reader's buffer. */
  read(start: number, end: number): void {
    const {limits, reader, rowOf} = this;
    const size = end - start;
    this.byteCount += size;
    if (size > limits.maxOneStringBytes || this.byteCount > limits.maxStringBytes) throw this.tooLong(start, size);
    if (rowOf.length === 0 && size !== 0) {
      throw failure('MALFORMED_PROFILE', 'the first string must be empty', this.placeOfNext(start));
    }
    rowOf.push(this.strings.internBytes(reader.buf, start, end));
  }

  /**
   * Row of the builder's string table.
   *
   * @throws INDEX_OUT_OF_RANGE naming the field that holds the index
   */
  row(index: number, field: string, byteOffset?: number): number {
    if (index < this.rowOf.length) return this.rowOf.values[index];
    throw failure(
      'INDEX_OUT_OF_RANGE',
      `string index ${index} in a table of ${this.length}`,
      byteOffset === undefined ? {field} : {field, byteOffset},
    );
  }

  text(index: number, field: string): string {
    return this.strings.at(this.row(index, field));
  }

  private tooLong(start: number, size: number): Error {
    const {maxOneStringBytes, maxStringBytes} = this.limits;
    const message =
      size > maxOneStringBytes
        ? `a string of ${size} bytes, the limit is ${maxOneStringBytes}`
        : `the string table passes ${maxStringBytes} bytes (--max-string-bytes)`;
    return failure('LIMIT_EXCEEDED', message, this.placeOfNext(start));
  }

  private placeOfNext(start: number): {readonly byteOffset: number; readonly field: string} {
    this.reader.enter('string_table', this.length);
    return this.reader.place(start, '');
  }
}
