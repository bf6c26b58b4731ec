/**
 * Strings as bytes, turned into JavaScript strings only on demand.
 *
 * Row 0 is always the empty string. Identity is byte identity (see utf8.ts).
 */

import {decodeUtf8, encodeUtf8} from '../utf8.ts';
import {ByteInterner} from './byte-interner.ts';

export class StringTable {
  private readonly interner = new ByteInterner();
  private readonly decoded: (string | undefined)[] = [];
  private readonly rowOfText = new Map<string, number>();

  constructor() {
    this.interner.intern(new Uint8Array(0), 0, 0);
    this.decoded[0] = '';
  }

  get length(): number {
    return this.interner.length;
  }

  /** Row of the UTF-8 bytes [start, end) of `source`. */
  internBytes(source: Uint8Array, start: number, end: number): number {
    return this.interner.intern(source, start, end);
  }

  /** Row of a JavaScript string. */
  intern(text: string): number {
    const known = this.rowOfText.get(text);
    if (known !== undefined) return known;
    const bytes = encodeUtf8(text);
    const row = this.interner.intern(bytes, 0, bytes.length);
    this.rowOfText.set(text, row);
    return row;
  }

  /** The row's text; decoded once. */
  at(row: number): string {
    const known = this.decoded[row];
    if (known !== undefined) return known;
    const text = decodeUtf8(this.interner.bytes(row));
    this.decoded[row] = text;
    return text;
  }

  /** The row's bytes; valid until the next intern. */
  bytes(row: number): Uint8Array {
    return this.interner.bytes(row);
  }
}
