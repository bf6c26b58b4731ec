/**
 * The second line of a frame: `\tpath/file.go:123 +0x1a4`, each distinct one parsed once.
 */

import {Float64Column, Int32Column} from '../../../base/columns.ts';
import {ByteInterner} from '../../../base/tables/byte-interner.ts';
import type {StringTable} from '../../../base/tables/string-table.ts';

const COLON = 58;
const ZERO = 48;

export class FileLines {
  private readonly rows = new ByteInterner();
  private readonly paths = new Int32Column();
  private readonly lines = new Float64Column();
  private readonly strings: StringTable;

  constructor(strings: StringTable) {
    this.strings = strings;
  }

  /**
   * Row of `path:line +0xOFFSET`; calls on one line with different offsets are different rows.
   *
   * @param start, numberEnd  `path:line` in `source`
   * @param end               where the offset ends
   */
  intern(source: Uint8Array, start: number, numberEnd: number, end: number): number {
    const known = this.rows.length;
    const row = this.rows.intern(source, start, end);
    if (row === known) this.parse(source, start, numberEnd);
    return row;
  }

  path(row: number): number {
    return this.paths.values[row];
  }

  line(row: number): number {
    return this.lines.values[row];
  }

  private parse(source: Uint8Array, start: number, end: number): void {
    let colon = end - 1;
    while (colon > start && source[colon] !== COLON) colon--;
    let line = 0;
    for (let i = colon + 1; i < end; i++) line = line * 10 + source[i] - ZERO;
    this.paths.push(this.strings.internBytes(source, start, colon));
    this.lines.push(line);
  }
}
