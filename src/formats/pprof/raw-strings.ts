/**
 * The string table as the file gives it: by the file's own indexes, within limits.
 */
import {failure} from '../../base/errors.ts';
import {PagedBytes} from '../../base/paged-bytes.ts';
import type {ReadLimits} from '../format.ts';
import type {WireReader} from './wire.ts';

/** A string index of the file; checked against the table when resolved. */
export type RawString = number;

export class RawStrings {
  readonly bytes: PagedBytes = new PagedBytes();
  private readonly reader: WireReader;
  private readonly limits: ReadLimits;

  constructor(reader: WireReader, limits: ReadLimits) {
    this.reader = reader;
    this.limits = limits;
  }

  get length(): number {
    return this.bytes.length;
  }

  /** @throws LIMIT_EXCEEDED, MALFORMED_PROFILE when the first one is not empty */
  read(start: number, end: number): void {
    const {limits, reader} = this;
    const size = end - start;
    const place = reader.place(start, `string_table[${this.length}]`);
    if (size > limits.maxOneStringBytes) {
      throw failure('LIMIT_EXCEEDED', `a string of ${size} bytes, the limit is ${limits.maxOneStringBytes}`, place);
    }
    if (this.bytes.byteLength + size > limits.maxStringBytes) {
      const message = `the string table passes ${limits.maxStringBytes} bytes (--max-string-bytes)`;
      throw failure('LIMIT_EXCEEDED', message, place);
    }
    if (this.length === 0 && size !== 0) {
      throw failure('MALFORMED_PROFILE', 'the first string must be empty', place);
    }
    this.bytes.push(reader.buf, start, end);
  }
}
