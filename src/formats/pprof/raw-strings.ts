/**
 * The string table as the file gives it: bytes end to end, by the file's own indexes, within limits.
 */
import {ByteColumn, Int32Column} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {ReadLimits} from '../format.ts';
import type {WireReader} from './wire.ts';

/** A string index of the file; checked against the table when resolved. */
export type RawString = number;

export class RawStrings {
  readonly bytes: ByteColumn = new ByteColumn();
  /** Where each string begins in `bytes`. */
  readonly start: Int32Column = new Int32Column();
  private readonly reader: WireReader;
  private readonly limits: ReadLimits;

  constructor(reader: WireReader, limits: ReadLimits) {
    this.reader = reader;
    this.limits = limits;
  }

  get length(): number {
    return this.start.length;
  }

  /** Where a string ends in `bytes`. */
  endOf(index: RawString): number {
    const next = index + 1;
    return next < this.length ? this.start.values[next] : this.bytes.length;
  }

  /** @throws LIMIT_EXCEEDED, MALFORMED_PROFILE when the first one is not empty */
  read(start: number, end: number): void {
    const {limits, reader} = this;
    const size = end - start;
    const place = reader.place(start, `string_table[${this.length}]`);
    if (size > limits.maxOneStringBytes) {
      throw failure('LIMIT_EXCEEDED', `a string of ${size} bytes, the limit is ${limits.maxOneStringBytes}`, place);
    }
    if (this.bytes.length + size > limits.maxStringBytes) {
      const message = `the string table passes ${limits.maxStringBytes} bytes (--max-string-bytes)`;
      throw failure('LIMIT_EXCEEDED', message, place);
    }
    if (this.length === 0 && size !== 0) {
      throw failure('MALFORMED_PROFILE', 'the first string must be empty', place);
    }
    this.start.push(this.bytes.append(reader.buf, start, end));
  }
}
