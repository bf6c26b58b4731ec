/**
 * Reads what stands in a goroutine header's bracket, and behind it.
 *
 * `[status (markers), K minutes, locked to thread, anything else labels:{…}] {…}`: every part may be missing, and a
 * part that no Go version has yet is kept as an extra, never a reason to refuse the goroutine.
 */
import {binaryBytes, binaryText, isDigit} from '../../../base/ascii.ts';
import {NONE} from '../../../base/columns.ts';
import {ByteInterner} from '../../../base/tables/byte-interner.ts';
import {decodeUtf8} from '../../../base/utf8.ts';
import {parseLabels} from './labels.ts';

/** What the goroutine's status says, parsed once per distinct text. */
export interface Status {
  /** Without markers. */
  readonly text: string;
  readonly isLeaked: boolean;
}

const COMMA = 44;
const SPACE = 32;
const BRACKET_END = 93;
const MARKER = / \((?:leaked|scan|durable)\)/g;
const LABELS = / ?labels:(?=\{)/;

export class HeaderReader {
  status = 0;
  waitMinutes: number = NONE;
  isLocked = false;
  /** Key and value in turn; empty for nearly every goroutine. */
  labels: readonly string[] = [];
  /** Fields of no known meaning, e.g. `synctest bubble 5`. */
  extras: readonly string[] = [];

  private readonly statusRows = new ByteInterner();
  private readonly statuses: Status[] = [];

  /** Status by row, as `status` gives it. */
  statusAt(row: number): Status {
    return this.statuses[row];
  }

  /**
   * @param bracket  where `[` stands
   * @param end      the line's end without trailing blanks
   */
  read(source: Uint8Array, bracket: number, end: number): void {
    this.waitMinutes = NONE;
    this.isLocked = false;
    if (this.labels.length > 0) this.labels = [];
    if (this.extras.length > 0) this.extras = [];
    if (this.readPlain(source, bracket + 1, end)) return;
    this.readFields(binaryText(source, bracket + 1, end));
  }

  /** The forms nearly all headers have: `status]:` and `status, K minutes]:`. */
  private readPlain(source: Uint8Array, start: number, end: number): boolean {
    let at = start;
    while (at < end && source[at] !== COMMA && source[at] !== BRACKET_END) at++;
    const statusEnd = at;
    if (source[at] === COMMA) {
      at += 2;
      let minutes = 0;
      for (; isDigit(source[at]); at++) minutes = minutes * 10 + source[at] - 48;
      // " minutes" in full: another field, or other words, are for the careful way.
      if (at === statusEnd + 2 || source[at] !== SPACE || source[at + 1] !== 109 || source[at + 8] !== BRACKET_END)
        return false;
      this.waitMinutes = Math.min(minutes, 0x7fffffff);
      at += 8;
    }
    if (source[at] !== BRACKET_END || end - at > 2) {
      this.waitMinutes = NONE;
      return false;
    }
    this.status = this.internStatus(source, start, statusEnd);
    return this.statuses[this.status].text.indexOf('labels:') < 0;
  }

  private readFields(text: string): void {
    let rest = text.replace(/:$/, '');
    const labelled = LABELS.exec(rest);
    if (labelled !== null) {
      this.labels = parseLabels(rest.slice(labelled.index + labelled[0].length));
      rest = rest.slice(0, labelled.index);
    } else {
      const close = rest.indexOf(']');
      const brace = close < 0 ? -1 : rest.indexOf('{', close);
      if (brace >= 0) this.labels = parseLabels(rest.slice(brace));
      rest = close < 0 ? rest : rest.slice(0, close);
    }
    const [status, ...fields] = rest.split(', ');
    const bytes = binaryBytes(status);
    this.status = this.internStatus(bytes, 0, bytes.length);
    const extras: string[] = [];
    for (const field of fields) this.readField(field.trim(), extras);
    this.extras = extras;
  }

  private readField(field: string, extras: string[]): void {
    const minutes = /^(\d+) ?minutes?$/.exec(field);
    if (minutes !== null) this.waitMinutes = Math.min(Number(minutes[1]), 0x7fffffff);
    else if (field === 'locked to thread') this.isLocked = true;
    else if (field !== '') extras.push(decodeUtf8(binaryBytes(field)));
  }

  private internStatus(source: Uint8Array, start: number, end: number): number {
    const known = this.statusRows.length;
    const row = this.statusRows.intern(source, start, end);
    if (row === known) {
      const text = decodeUtf8(source, start, end);
      this.statuses.push({text: text.replaceAll(MARKER, '').trim(), isLeaked: /\(leaked\)|^leaked$/.test(text)});
    }
    return row;
  }
}
