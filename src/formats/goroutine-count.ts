/**
 * Go's count profiles in text (debug=1): `goroutine profile: total N`, threadcreate, goroutineleak and custom ones.
 *
 * Each row is a count and the return addresses of one stack. The comment lines below it name them, which google/pprof
 * ignores and we read; with `symbolize: 'none'` the result is its own. A goroutine profile also gets a goroutine
 * table, one entry per row, with states and runtime frames that are concluded, never printed, and said to be so.
 */
import {binaryText} from '../base/ascii.ts';
import {failure} from '../base/errors.ts';
import {LineSplitter} from '../base/line-splitter.ts';
import {decodeUtf8} from '../base/utf8.ts';
import type {LabelInput} from '../model/label-set-columns.ts';
import type {Profile} from '../model/profile.ts';
import {ProfileBuilder} from '../model/profile-builder.ts';
import type {Format, FormatReader, ReadOptions} from './format.ts';
import {parseLabels} from './goroutine-text/labels.ts';
import {SkippedCounter} from './goroutine-text/skipped.ts';
import {AddressProfile} from './legacy/address-profile.ts';
import {readAddresses} from './legacy/addresses.ts';
import {CountGoroutines} from './legacy/count-goroutines.ts';
import {isMemoryMapTitle} from './legacy/memory-map.ts';
import {RowSymbols} from './legacy/row-symbols.ts';
import {firstLines, isBlankOrComment} from './legacy/sniffing.ts';
import {parseSymbolLine} from './legacy/symbol-line.ts';

export const goroutineCountFormat: Format = {
  id: 'goroutine-count',
  title: 'Go count profile (debug=1)',
  sniff: (head) => {
    const line = firstLines(head, 1, isBlankOrComment)[0] ?? '';
    return HEADER.test(line) || ROW.test(line.slice(0, 400));
  },
  open: (options) => new GoroutineCountReader(options),
};

const HEADER = /^(\S{1,200}) profile: total \d+$/;
/** The beginning of a row; it may have no address at all. */
const ROW = /^(\d{1,19}) @(?= 0x[0-9a-f]|\s*$)/;
const LABELS = /^\s*#\s*labels:\s*\{/;
const HASH = 0x23;

type Part = 'header' | 'rows' | 'other' | 'memory map';

class GoroutineCountReader implements FormatReader {
  private readonly profile: AddressProfile;
  private readonly symbols: RowSymbols;
  private readonly lines: LineSplitter;
  private readonly skipped = new SkippedCounter();
  private readonly goroutines: CountGoroutines;
  private readonly isSymbolized: boolean;
  private part: Part = 'header';
  private type = 'goroutine';
  private count: bigint | undefined;
  private labelSet = 0;

  constructor(options: ReadOptions) {
    this.isSymbolized = options.symbolize !== 'none';
    this.profile = new AddressProfile(new ProfileBuilder('goroutine-count', options.name));
    this.symbols = new RowSymbols(this.profile);
    this.goroutines = new CountGoroutines(this.profile, this.symbols);
    this.lines = new LineSplitter((bytes, start, end, line) => this.readLine(bytes, start, end, line));
  }

  write(chunk: Uint8Array): void {
    this.lines.write(chunk);
  }

  end(): Profile {
    this.lines.end();
    this.finishRow(this.lines.inputLength);
    const {builder} = this.profile;
    if (this.part === 'header') this.setType('goroutine');
    builder.head.skippedLines = this.skipped.finish();
    this.symbols.report(builder);
    if (this.hasGoroutines) builder.head.goroutines = this.goroutines.finish(this.type === 'goroutineleak');
    return this.profile.finish();
  }

  private get hasGoroutines(): boolean {
    return this.isSymbolized && (this.type === 'goroutine' || this.type === 'goroutineleak');
  }

  private readLine(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (this.part === 'memory map') {
      this.profile.memoryMap.readLine(decodeUtf8(bytes, start, end));
      return;
    }
    let first = start;
    while (first < end && bytes[first] <= 0x20) first++;
    if (first === end) return;
    if (bytes[first] === HASH) {
      if (this.isSymbolized && this.count !== undefined) this.readComment(bytes, start, end);
      return;
    }
    this.readContent(bytes, start, end, line);
  }

  private readContent(bytes: Uint8Array, start: number, end: number, line: number): void {
    // A row can be a mebibyte long; its beginning tells what it is.
    const text = decodeUtf8(bytes, start, Math.min(end, start + 240)).trimEnd();
    if (this.part === 'header') {
      const header = HEADER.exec(text);
      this.setType(header?.[1] ?? 'goroutine');
      if (header !== null) {
        // pprof has no comments here; for us the count is what tells an excerpt from a whole dump.
        if (this.isSymbolized) this.profile.builder.comments.push(text);
        return;
      }
      this.profile.builder.warn('NO_HEADER', 'the text does not begin with "… profile: total N"; rows may be missing');
    }
    if (text.startsWith('---') || isMemoryMapTitle(text)) {
      this.finishRow(this.lines.lineOffset);
      this.part = isMemoryMapTitle(text) ? 'memory map' : 'other';
      return;
    }
    if (this.part === 'other') return;
    const row = ROW.exec(text);
    if (row === null) this.skipped.add(line);
    else this.readRow(row[1], bytes, start + row[0].length, end, line);
  }

  private readRow(count: string, bytes: Uint8Array, start: number, end: number, line: number): void {
    const byteOffset = this.lines.lineOffset;
    this.finishRow(byteOffset);
    this.count = BigInt(count);
    if (this.count >= 2n ** 63n) throw failure('MALFORMED_TEXT', `a count of ${count}`, {line, byteOffset});
    this.labelSet = 0;
    this.profile.begin();
    readAddresses(bytes, start, end, (low, high) => this.profile.pushReturnAddress(low, high));
    this.symbols.begin();
    this.goroutines.begin(byteOffset);
  }

  private readComment(bytes: Uint8Array, start: number, end: number): void {
    const text = binaryText(bytes, start, end);
    if (LABELS.test(text)) this.labelSet = this.internLabels(parseLabels(text));
    else {
      const symbol = parseSymbolLine(decodeUtf8(bytes, start, end));
      if (symbol !== undefined) this.symbols.read(symbol);
    }
  }

  /** @param labels  keys and values in turn */
  private internLabels(labels: readonly string[]): number {
    const {builder} = this.profile;
    const inputs: LabelInput[] = [];
    for (let i = 0; i < labels.length; i += 2) {
      const key = builder.strings.intern(labels[i]);
      inputs.push({key, text: builder.strings.intern(labels[i + 1]), number: 0n, unit: 0});
    }
    return builder.internLabelSet(inputs);
  }

  private finishRow(endOffset: number): void {
    const {count, profile} = this;
    if (count === undefined) return;
    this.count = undefined;
    const stack = profile.internStack(0, this.symbols.frameEnd);
    if (this.hasGoroutines) {
      profile.addValues(profile.builder.appendSample(stack, this.labelSet), [count]);
      this.goroutines.end(endOffset);
    } else profile.addSample(stack, this.labelSet, [count]);
  }

  private setType(type: string): void {
    const {builder} = this.profile;
    this.type = type;
    this.part = 'rows';
    builder.addSampleType(type, 'count');
    builder.head.periodType = {type, unit: 'count'};
    builder.head.period = 1n;
  }
}
