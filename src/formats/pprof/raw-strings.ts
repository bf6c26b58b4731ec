/**
 * The string table of a file: bytes kept as they arrive, interned in the builder's table when something names them.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {PagedBytes} from '../../base/tables/paged-bytes.ts';
import type {StringTable} from '../../base/tables/string-table.ts';
import type {ReadLimits} from '../format.ts';
import type {Repairs} from './repairs.ts';
import type {WireReader} from './wire.ts';

/** A string index of the file; checked against the table when resolved. */
export type RawString = number;

export class RawStrings {
  private readonly reader: WireReader;
  private readonly strings: StringTable;
  private readonly limits: ReadLimits;
  private readonly repairs: Repairs;
  private readonly entries = new PagedBytes();
  private readonly rowOf = new Int32Column();

  constructor(reader: WireReader, strings: StringTable, limits: ReadLimits, repairs: Repairs) {
    this.reader = reader;
    this.strings = strings;
    this.limits = limits;
    this.repairs = repairs;
  }

  get length(): number {
    return this.entries.length;
  }

  /** Takes the next entry, bytes [start, end) of the reader's buffer. */
  read(start: number, end: number): void {
    const {entries, limits, reader} = this;
    const size = end - start;
    if (size > limits.maxOneStringBytes || entries.byteLength + size > limits.maxStringBytes) {
      throw this.tooLong(start, size);
    }
    if (entries.length === 0 && size !== 0) {
      throw failure('MALFORMED_PROFILE', 'the first string must be empty', this.placeOfNext(start));
    }
    entries.push(reader.buf, start, end);
  }

  /**
   * Row of the builder's string table.
   *
   * @throws INDEX_OUT_OF_RANGE naming the field that holds the index
   */
  row(index: RawString, field: string, byteOffset?: number): number {
    if (index >= this.length) {
      if (index === 0) return 0;
      if (this.repairs.allowLostString()) return this.strings.intern('<lost>');
      throw failure(
        'INDEX_OUT_OF_RANGE',
        `string index ${index} in a table of ${this.length}`,
        byteOffset === undefined ? {field} : {field, byteOffset},
      );
    }
    const {entries, rowOf} = this;
    rowOf.extend(this.length, NONE);
    const known = rowOf.values[index];
    if (known !== NONE) return known;
    const row = this.strings.internBytes(entries.pageFor(index), entries.startOf(index), entries.endOf(index));
    rowOf.values[index] = row;
    return row;
  }

  text(index: RawString, field: string): string {
    return this.strings.at(this.row(index, field));
  }

  /** Whether the table holds a text of ASCII; nothing is interned. */
  has(text: string): boolean {
    const {entries} = this;
    for (let index = 0; index < entries.length; index++) {
      const start = entries.startOf(index);
      if (entries.endOf(index) - start !== text.length) continue;
      const page = entries.pageFor(index);
      let at = 0;
      while (at < text.length && page[start + at] === text.charCodeAt(at)) at++;
      if (at === text.length) return true;
    }
    return false;
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
