/**
 * Lock contention in text: Go's mutex and block profiles (debug=1) and the C++ form of gperftools.
 *
 * Rows give cycles and a count; the header gives the clock rate and the sampling period, by which both are scaled as
 * google/pprof does. Go's symbol lines are read. Java's form of the same title is another format.
 */
import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {SkippedCounter} from '../skipped.ts';
import {AddressProfile} from './addresses/address-profile.ts';
import {readAddresses} from './addresses/addresses.ts';
import {truncate} from './addresses/heap-scale.ts';
import {isMemoryMapTitle} from './addresses/memory-map.ts';
import {PastedLines} from './lines/pasted-lines.ts';
import {RowSymbols} from './lines/row-symbols.ts';
import {firstLines} from './lines/sniffing.ts';
import {parseSymbolLine} from './lines/symbol-line.ts';

export const contentionTextFormat: Format = {
  id: 'contention-text',
  title: 'lock contention profile (text)',
  sniff: (head) => {
    const lines = firstLines(head, SNIFFED_LINES).map((line) => line.slice(0, LINE_HEAD));
    if (TITLE.test(lines[0] ?? '')) return true;
    return looksLikeText(head) && lines.some((line) => PASTED_ROW.test(line));
  },
  open: (options) => new ContentionTextReader(options),
};

const TITLE = /^--- (?:contentionz |mutex:|contention:)/;
/** A row with anything before it, and frames. */
const PASTED_ROW = /(?<![\w.])\d{1,19} \d{1,19} @ 0x[0-9a-f]+ /;
const PASTED_TITLE = new RegExp(`${TITLE.source.slice(1)}|${PASTED_ROW.source}`);
const SNIFFED_LINES = 60;
const LINE_HEAD = 400;
const ROW = /^(\d{1,19}) +(\d{1,19}) $/;
const AT = 0x40;
const HASH = 0x23;
const ROW_HEAD = 100;

type Part = 'title' | 'attributes' | 'rows' | 'other' | 'memory map';

class ContentionTextReader extends LineFormatReader {
  private readonly profile: AddressProfile;
  private readonly symbols: RowSymbols;
  private readonly skipped = new SkippedCounter();
  private readonly pasted = new PastedLines(PASTED_TITLE);
  private readonly isSymbolized: boolean;
  private part: Part = 'title';
  private period = 1n;
  private cyclesPerSecond = 0n;
  private values: readonly bigint[] | undefined;

  constructor(options: ReadOptions) {
    super();
    this.isSymbolized = options.symbolize !== 'none';
    const builder = new ProfileBuilder('contention-text', options.name);
    builder.addSampleType('contentions', 'count');
    builder.addSampleType('delay', 'nanoseconds');
    builder.head.periodType = {type: 'contentions', unit: 'count'};
    this.profile = new AddressProfile(builder);
    this.symbols = new RowSymbols(this.profile);
  }

  protected override finish(): Profile {
    this.finishRow();
    const {builder} = this.profile;
    builder.head.period = this.period;
    builder.head.skippedLines = this.skipped.finish();
    this.symbols.report(builder);
    return this.profile.finish();
  }

  protected override readLine(whole: Uint8Array, from: number, to: number, line: number): void {
    if (this.part === 'memory map') {
      this.profile.memoryMap.readLine(decodeUtf8(whole, from, to));
      return;
    }
    const bare = this.pasted.bare(whole, from, to);
    if (bare === undefined) {
      this.skipped.add(line);
      return;
    }
    const {bytes, end, start} = bare;
    let first = start;
    while (first < end && bytes[first] <= 0x20) first++;
    if (first === end) return;
    if (bytes[first] === HASH) this.readComment(bytes, first, end);
    else this.readContent(bytes, first, end, line);
  }

  private readContent(bytes: Uint8Array, start: number, end: number, line: number): void {
    const at = bytes.indexOf(AT, start);
    const rowHead = at < 0 || at > end ? end : at;
    const text = decodeUtf8(bytes, start, Math.min(rowHead, start + ROW_HEAD));
    if (this.part === 'title' && this.readTitle(text)) return;
    if (text.startsWith('---') || isMemoryMapTitle(text)) {
      this.finishRow();
      this.part = isMemoryMapTitle(text) ? 'memory map' : 'other';
    } else if (this.part === 'attributes' && rowHead === end) this.readAttribute(text, line);
    else if (this.part !== 'other') this.readRow(text, bytes, rowHead, end, line);
  }

  /** Whether the line was the title; rows may have been pasted without one. */
  private readTitle(text: string): boolean {
    const isTitle = TITLE.test(text);
    if (!isTitle) {
      this.profile.builder.warn(
        'NO_HEADER',
        'the text does not begin with "--- mutex:" or "--- contention:"; rows may be missing, and delays are in cycles',
      );
    }
    // Only Go's mutex profile says so; "contention" is Go's block profile or C++.
    this.profile.builder.head.kind = text.startsWith('--- mutex:') ? 'mutex' : 'block';
    this.part = 'attributes';
    return isTitle;
  }

  private readAttribute(text: string, line: number): void {
    const equals = text.indexOf('=');
    const name = text.slice(0, Math.max(0, equals)).trim();
    const value = text.slice(equals + 1).trim();
    const place = {line, byteOffset: this.lines.lineOffset};
    if (name === '' || name.includes('@'))
      throw failure('MALFORMED_TEXT', `neither an attribute nor a row: "${text}"`, place);
    if (name === 'discarded samples') return;
    if (!/^\d{1,18}$/.test(value)) throw failure('MALFORMED_TEXT', `${name} is not a number: "${value}"`, place);
    const number = BigInt(value);
    if (name === 'cycles/second') this.cyclesPerSecond = number;
    else if (name === 'sampling period') this.period = number;
    else if (name === 'ms since reset') this.profile.builder.head.durationNanos = number * 1_000_000n;
    else throw failure('MALFORMED_TEXT', `an unknown attribute "${name}"`, place);
  }

  private readRow(head: string, bytes: Uint8Array, at: number, end: number, line: number): void {
    const row = ROW.exec(head);
    if (row === null) {
      this.skipped.add(line);
      return;
    }
    this.part = 'rows';
    this.finishRow();
    this.values = this.scale(BigInt(row[1]), BigInt(row[2]));
    this.profile.begin();
    readAddresses(bytes, at, end, (low, high) => this.profile.pushReturnAddress(low, high));
    this.symbols.begin();
  }

  /** [contentions, nanoseconds] of a sampled row of cycles. */
  private scale(cycles: bigint, count: bigint): bigint[] {
    if (this.period <= 0n) return [count, cycles];
    if (this.cyclesPerSecond <= 0n) return [count * this.period, cycles];
    const cyclesPerNano = Number(this.cyclesPerSecond) / 1e9;
    return [count * this.period, truncate((Number(cycles) * Number(this.period)) / cyclesPerNano)];
  }

  private readComment(bytes: Uint8Array, start: number, end: number): void {
    if (!this.isSymbolized || this.values === undefined) return;
    const symbol = parseSymbolLine(decodeUtf8(bytes, start, end));
    if (symbol !== undefined) this.symbols.read(symbol);
  }

  private finishRow(): void {
    const {profile, values} = this;
    if (values === undefined) return;
    this.values = undefined;
    profile.addSample(profile.internStack(0, this.symbols.frameEnd), 0, values);
  }
}
