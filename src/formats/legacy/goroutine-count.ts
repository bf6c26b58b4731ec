/**
 * Go's count profiles in text (debug=1): `goroutine profile: total N`, threadcreate, goroutineleak and custom ones.
 *
 * Each row is a count and the return addresses of one stack. The comment lines below it name them, which google/pprof
 * ignores and pprofx reads; with `symbolize: 'none'` the result is its own. A goroutine profile also gets a goroutine
 * table, one entry per row, with states and runtime frames that are inferred, and marked as inferred.
 */
import {binaryText} from '../../base/ascii.ts';
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {parseLabels} from '../goroutine-text/grammar/labels.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {SkippedCounter} from '../skipped.ts';
import {AddressProfile} from './addresses/address-profile.ts';
import {readAddresses} from './addresses/addresses.ts';
import {isMemoryMapTitle} from './addresses/memory-map.ts';
import {CountGoroutines} from './lines/count-goroutines.ts';
import {unwrapJsonLog} from './lines/json-log.ts';
import {RowSymbols} from './lines/row-symbols.ts';
import {firstLines, isBlankOrComment} from './lines/sniffing.ts';
import {parseSymbolLine} from './lines/symbol-line.ts';

export const goroutineCountFormat: Format = {
  id: 'goroutine-count',
  title: 'Go count profile (debug=1)',
  sniff: (head) => {
    const lines = firstLines(head, SNIFFED_LINES, isBlankOrComment).map((line) => line.slice(0, LINE_HEAD));
    if (lines.length === 0) return false;
    if (HEADER.test(lines[0]) || ROW.test(lines[0])) return true;
    // Pasted text and logs have lines before the dump, and something before each line. A protobuf may quote one.
    return (
      looksLikeText(head) &&
      lines.some((line) => LOGGED_HEADER.test(line)) &&
      lines.some((line) => LOGGED_ROW.test(line))
    );
  },
  open: (options) => new GoroutineCountReader(options),
};

/** One of the runtime's own, whatever touches it: a byte order mark, markup. */
const RUNTIME_HEADER = /(?<![\w./-])(goroutine|goroutineleak|threadcreate) profile: total \d+/;
const HEADER = /^([^\s\0-\x1f]{1,200}) profile: total \d+$/;
/** The beginning of a row; it may have no address at all. */
const ROW = /^(\d{1,19}) @(?= 0x[0-9a-f]| \.\.\.\s*$|\s*$)/;
/** A symbol line of a text that left the addresses out. */
const ELIDED = /^\s*#\s+0x\.\.\.\s/;
/** The same with anything before it: log prefixes, quotes, line numbers, JSON. */
const LOGGED_HEADER = /(?<![\w./-])([\w./-]{1,200}) profile: total \d+/;
const LOGGED_ROW = /(?<![\w.])(\d{1,19}) @(?= 0x[0-9a-f])/;
const LOGGED_COMMENT = /#\s+(?:0x[0-9a-f]|labels: )/;
/** A symbol line whose `#` markdown took for a heading: the address, then a name with an offset. */
const BARE_ADDRESS = /^([\s>|]{0,200})0x[0-9a-f]+\s+\S/;
const OFFSET = /.\+0x[0-9a-f]+(?:\s|$)/;
/** Addresses that were wrapped onto a line of their own. */
const WRAPPED_ROW = /^[\s>|]*0x[0-9a-f]+(?: 0x[0-9a-f]+)*$/;
/** Line numbers or offsets of grep -n and -b, which touch the text. */
const GREP_PREFIX = /^(?:\d+[:-])+/;
const SNIFFED_LINES = 60;
/** So much of a line is looked at to see what it is; a row can be a mebibyte long. */
const LINE_HEAD = 400;
const LABELS = /^\s*#\s*labels:\s*\{/;
const HASH = 0x23;
const BRACE = 0x7b;

type Part = 'header' | 'rows' | 'other' | 'memory map';

class GoroutineCountReader extends LineFormatReader {
  private readonly profile: AddressProfile;
  private readonly symbols: RowSymbols;
  private readonly skipped = new SkippedCounter();
  private readonly goroutines: CountGoroutines;
  private readonly isSymbolized: boolean;
  private part: Part = 'header';
  private type = 'goroutine';
  private count: bigint | undefined;
  private labelSet = 0;
  /** The row's addresses were left out, and so far its symbols too. */
  private isElided = false;
  /** Numbers in place of addresses that were left out, by the line. */
  private readonly elided = new Map<string, number>();

  constructor(options: ReadOptions) {
    super();
    this.isSymbolized = options.symbolize !== 'none';
    this.profile = new AddressProfile(new ProfileBuilder('goroutine-count', options.name));
    this.symbols = new RowSymbols(this.profile);
    this.goroutines = new CountGoroutines(this.profile, this.symbols);
  }

  protected override finish(): Profile {
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

  protected override readLine(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (this.part === 'memory map') {
      this.profile.memoryMap.readLine(decodeUtf8(bytes, start, end));
      return;
    }
    let first = start;
    while (first < end && bytes[first] <= 0x20) first++;
    if (first === end) return;
    if (bytes[first] === BRACE) {
      const text = unwrapJsonLog(bytes, first, end);
      if (text !== undefined && text[0] !== BRACE) {
        this.readLine(text, 0, text.length, line);
        return;
      }
    }
    if (bytes[first] === HASH) {
      if (this.isSymbolized && this.count !== undefined) this.readComment(bytes, start, end);
      return;
    }
    this.readContent(bytes, start, end, line);
  }

  private readContent(bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = binaryText(bytes, start, Math.min(end, start + LINE_HEAD)).trimEnd();
    if (this.part === 'header' && this.readHeader(text, line)) return;
    if (text.startsWith('---') || isMemoryMapTitle(text)) {
      this.finishRow(this.lines.lineOffset);
      this.part = isMemoryMapTitle(text) ? 'memory map' : 'other';
      return;
    }
    if (this.part === 'other') return;
    const row = ROW.exec(text) ?? LOGGED_ROW.exec(text);
    if (row !== null) {
      this.readRow(row[1], bytes, start + row.index + row[0].length, end, line);
      this.isElided = text.endsWith('@ ...');
    } else if (this.canContinueRow && WRAPPED_ROW.test(text)) this.readFrames(bytes, start, end);
    else if (!this.readLoggedComment(bytes, start, end)) this.skipped.add(line);
  }

  /** Whether the line is done with: it was the header, or comes before it. */
  private readHeader(text: string, line: number): boolean {
    const header = RUNTIME_HEADER.exec(text) ?? HEADER.exec(text) ?? LOGGED_HEADER.exec(text);
    if (header !== null) {
      this.setType(header[1].replace(GREP_PREFIX, ''));
      // pprof has no comments here; here the count distinguishes an excerpt from a complete dump.
      if (this.isSymbolized) this.profile.builder.comments.push(text.slice(text.indexOf(header[0])));
      return true;
    }
    if (!ROW.test(text) && !LOGGED_ROW.test(text)) {
      this.skipped.add(line);
      return true;
    }
    this.setType('goroutine');
    this.profile.builder.warn('NO_HEADER', 'the text does not begin with "… profile: total N"; rows may be missing');
    return false;
  }

  /** A wrapped row continues until its symbols begin. */
  private get canContinueRow(): boolean {
    return this.count !== undefined && this.symbols.lastNamed === NONE;
  }

  private readFrames(bytes: Uint8Array, start: number, end: number): void {
    readAddresses(bytes, start, end, (low, high) => this.profile.pushReturnAddress(low, high));
  }

  /** Reads a symbol or label line that something stands before; false when it is none. */
  private readLoggedComment(bytes: Uint8Array, start: number, end: number): boolean {
    const text = binaryText(bytes, start, end);
    const at = LOGGED_COMMENT.exec(text)?.index ?? bareComment(text);
    if (at === NONE) return false;
    if (!this.isSymbolized || this.count === undefined) return true;
    this.readComment(bytes, start + at, end);
    return true;
  }

  private readRow(count: string, bytes: Uint8Array, start: number, end: number, line: number): void {
    const byteOffset = this.lines.lineOffset;
    this.finishRow(byteOffset);
    this.count = BigInt(count);
    if (this.count >= 2n ** 63n) throw failure('MALFORMED_TEXT', `a count of ${count}`, {line, byteOffset});
    this.labelSet = 0;
    this.profile.begin();
    this.readFrames(bytes, start, end);
    this.symbols.begin();
    this.goroutines.begin(byteOffset);
  }

  private readComment(bytes: Uint8Array, start: number, end: number): void {
    const text = binaryText(bytes, start, end);
    if (LABELS.test(text)) this.labelSet = this.internLabels(parseLabels(text));
    else {
      const symbol = parseSymbolLine(this.withAddress(decodeUtf8(bytes, start, end)));
      if (symbol !== undefined) this.symbols.read(symbol);
    }
  }

  /** Where blogs and documents write `0x...`, a number stands for each symbol line, and is a frame of the row. */
  private withAddress(text: string): string {
    if (!ELIDED.test(text)) return text;
    const address = this.elided.get(text) ?? this.elided.size + 1;
    this.elided.set(text, address);
    this.isElided = false;
    this.profile.pushAddress(address, 0);
    return text.replace('0x...', `0x${address.toString(16)}`);
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
    // Its goroutines are missing, which the total of the header shows.
    if (this.isElided) return;
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

/** Where such a symbol line begins in the text, NONE when it is none. */
function bareComment(text: string): number {
  const address = BARE_ADDRESS.exec(text);
  if (address === null || !OFFSET.test(text.slice(address[0].length))) return NONE;
  return address[1].length;
}
