/**
 * Heap profiles in text: Go's debug=1 and the C++ forms of tcmalloc (heap_v2, growth, fragmentation).
 *
 * Values are sampled and are scaled up here, exactly as google/pprof does it. Go's symbol lines are read, so the
 * runtime frames at the leaf, which Go does not name, are left off; its protobuf has none of them either.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {SkippedCounter} from '../skipped.ts';
import {AddressProfile} from './addresses/address-profile.ts';
import {readAddresses} from './addresses/addresses.ts';
import {unsample} from './addresses/heap-scale.ts';
import {isMemoryMapTitle} from './addresses/memory-map.ts';
import {MemStatsReader} from './lines/mem-stats.ts';
import {PastedLines} from './lines/pasted-lines.ts';
import {RowSymbols} from './lines/row-symbols.ts';
import {firstLines} from './lines/sniffing.ts';
import {parseSymbolLine} from './lines/symbol-line.ts';

export const heapTextFormat: Format = {
  id: 'heap-text',
  title: 'heap profile (text)',
  sniff: (head) => {
    if (!looksLikeText(head)) return false;
    const lines = firstLines(head, SNIFFED_LINES).map((line) => line.slice(0, LINE_HEAD));
    return HEADER.test(lines[0] ?? '') || lines.some((line) => PASTED_ROW.test(line));
  },
  open: (options) => new HeapTextReader(options),
};

const NUMBER = ' *(\\d{1,19})';
const HEADER = new RegExp(`heap profile:${NUMBER}:${NUMBER} *\\[${NUMBER}:${NUMBER} *\\] *@ *(\\w+)(?:/(\\d{1,19}))?`);
const ROW = /(?<![\d-])(-?\d{1,19}): *(-?\d{1,19}) *\[ *(\d{1,19}): *(\d{1,19}) *\] $/;
/** A row with anything before it, and frames. */
const PASTED_ROW = /(?<![\w.])\d{1,19}: \d{1,19} \[\d{1,19}: \d{1,19}\] @ 0x/;
const TITLE = new RegExp(`${HEADER.source}|${PASTED_ROW.source}`);
const SNIFFED_LINES = 60;
const LINE_HEAD = 500;
/** Twice Go's default sampling rate, as its headers write it. */
const USUAL_RATE = '1048576';
const AT = 0x40;
const HASH = 0x23;
/** The numbers before the `@` of a row take no more bytes than this. */
const ROW_HEAD = 200;

type Sampling = (rate: bigint) => {readonly period: bigint; readonly isSampled: boolean};

/** How the kind named in the header is sampled; undefined names are refused. */
const SAMPLING: ReadonlyMap<string, Sampling> = new Map<string, Sampling>([
  ['fragmentation', () => ({period: 1n, isSampled: false})],
  ['fragmentationz', () => ({period: 1n, isSampled: false})],
  ['growth', () => ({period: 1n, isSampled: false})],
  ['growthz', () => ({period: 1n, isSampled: false})],
  // Go writes twice its sampling rate here.
  ['heap', (rate) => ({period: rate / 2n, isSampled: true})],
  ['heap_v2', (rate) => ({period: rate, isSampled: true})],
  ['heapprofile', () => ({period: 1n, isSampled: false})],
  ['heapz_v2', (rate) => ({period: rate, isSampled: true})],
]);

type Part = 'header' | 'rows' | 'memory map';

class HeapTextReader extends LineFormatReader {
  private readonly profile: AddressProfile;
  private readonly symbols: RowSymbols;
  private readonly memStats = new MemStatsReader();
  private readonly skipped = new SkippedCounter();
  private readonly pasted = new PastedLines(TITLE);
  private readonly isSymbolized: boolean;
  private part: Part = 'header';
  private period = 0n;
  private isSampled = false;
  private hasAllocations = false;
  private values: readonly bigint[] | undefined;
  private blockSize = 0n;

  constructor(options: ReadOptions) {
    super();
    this.isSymbolized = options.symbolize !== 'none';
    this.profile = new AddressProfile(new ProfileBuilder('heap-text', options.name));
    this.symbols = new RowSymbols(this.profile);
  }

  protected override finish(): Profile {
    this.finishRow();
    const {builder} = this.profile;
    builder.head.skippedLines = this.skipped.finish();
    this.symbols.report(builder);
    if (this.memStats.values.size > 0) builder.head.memStats = this.memStats.values;
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
    if (this.part === 'header') {
      const text = decodeUtf8(bytes, start, end);
      const isMissing = !HEADER.test(text) && PASTED_ROW.test(text);
      this.readHeader(isMissing ? this.usualHeader() : text);
      if (!isMissing) return;
    }
    if (bytes[first] === HASH) this.readComment(decodeUtf8(bytes, start, end));
    else this.readRow(bytes, first, end, line);
  }

  /** For rows that were pasted without theirs. */
  private usualHeader(): string {
    this.profile.builder.warn(
      'NO_HEADER',
      'the text does not begin with "heap profile: …"; rows may be missing, and values are scaled for the usual sampling rate',
    );
    return `heap profile: 0: 0 [1: 1] @ heap/${USUAL_RATE}`;
  }

  private readHeader(text: string): void {
    const header = HEADER.exec(text);
    const sampling = SAMPLING.get(header?.[5] ?? '');
    if (header === null || sampling === undefined) {
      const place = {line: 1, byteOffset: this.lines.lineOffset};
      throw failure('MALFORMED_TEXT', `a heap profile of unknown kind "${header?.[5] ?? ''}"`, place);
    }
    const [, inuseCount, inuseBytes, allocCount, allocBytes, , rate] = header;
    const same = (total: string, inuse: string): boolean => total === inuse || total === '0';
    const {period, isSampled} = sampling(BigInt(rate ?? '0'));
    this.period = period;
    this.isSampled = isSampled;
    this.hasAllocations =
      header[5].startsWith('heap') && !(same(allocCount, inuseCount) && same(allocBytes, inuseBytes));
    const {builder} = this.profile;
    if (this.hasAllocations) {
      builder.addSampleType('alloc_objects', 'count');
      builder.addSampleType('alloc_space', 'bytes');
    }
    builder.addSampleType(this.hasAllocations ? 'inuse_objects' : 'objects', 'count');
    builder.addSampleType(this.hasAllocations ? 'inuse_space' : 'space', 'bytes');
    builder.head.periodType = {type: 'space', unit: 'bytes'};
    builder.head.period = period;
    builder.head.kind = 'heap';
    this.part = 'rows';
  }

  private readComment(text: string): void {
    if (!this.memStats.read(text) && this.isSymbolized && this.values !== undefined) {
      const symbol = parseSymbolLine(text);
      if (symbol !== undefined) this.symbols.read(symbol);
    }
  }

  private readRow(bytes: Uint8Array, start: number, end: number, line: number): void {
    const at = bytes.indexOf(AT, start);
    const head = decodeUtf8(bytes, start, Math.min(at < 0 ? end : at, end, start + ROW_HEAD));
    const row = at < 0 || at >= end ? null : ROW.exec(head);
    if (row === null) {
      if (isMemoryMapTitle(head)) this.part = 'memory map';
      else this.skipped.add(line);
      return;
    }
    this.finishRow();
    const inuse = this.scale(row[1], row[2], 'in use', line);
    const inuseBlock = this.blockSize;
    this.blockSize = 0n;
    const allocated = this.hasAllocations ? this.scale(row[3], row[4], 'allocated', line) : [];
    if (inuseBlock !== 0n || row[1] !== '0') this.blockSize = inuseBlock;
    this.values = [...allocated, ...inuse];
    this.profile.begin();
    readAddresses(bytes, at, end, (low, high) => this.profile.pushReturnAddress(low, high));
    this.symbols.begin();
  }

  /** The unsampled pair; leaves the size of one object in `blockSize`. */
  private scale(countText: string, bytesText: string, what: string, line: number): bigint[] {
    const count = BigInt(countText);
    const bytes = BigInt(bytesText);
    if (count === 0n && bytes !== 0n) {
      const place = {line, byteOffset: this.lines.lineOffset};
      throw failure('MALFORMED_TEXT', `${bytes} bytes ${what} in no objects`, place);
    }
    this.blockSize = count === 0n ? 0n : bytes / count;
    return this.isSampled && count !== 0n ? unsample(count, bytes, this.period) : [count, bytes];
  }

  private finishRow(): void {
    const {profile, symbols, values} = this;
    if (values === undefined) return;
    this.values = undefined;
    const {builder} = profile;
    const labelSet = builder.internLabelSet([
      {key: builder.strings.intern('bytes'), text: NONE, number: this.blockSize, unit: 0},
    ]);
    const stack = profile.internStack(Math.max(0, symbols.firstNamed), symbols.frameEnd);
    profile.addSample(stack, labelSet, values);
  }
}
