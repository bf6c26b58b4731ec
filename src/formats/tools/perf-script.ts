/**
 * What `perf script` prints: a head for each sample, with command, thread and event, and its frames below, leaf first.
 *
 * An event that has a period is a sample type of its own, beside the number of samples. Of commands and threads, labels
 * are made; frames keep their addresses, for the symbols of a kernel or of C may be missing.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Format, LineFormatReader, type ReadOptions} from '../format.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {SkippedCounter} from '../skipped.ts';

export const perfScriptFormat: Format = {
  id: 'perf-script',
  title: 'output of perf script',
  sniff: (head) => looksLikeText(head) && isPerfScript(decodeUtf8(head)),
  open: (options) => new PerfScriptReader(options),
};

/** `comm pid/tid [cpu] time: period event:`, of which all but the command, the thread and the event may be missing. */
const HEAD =
  /^\s*(\S.*?)\s(\d{1,10})(?:\/(\d{1,10}))?(?:\s+\[(\d{1,10})\])?(?:\s+\d+\.\d+:)?(?:\s+(\d+))?\s+([a-zA-Z][\w./,=:-]*):(?:\s+(.*))?$/;
/** Address, symbol and the file in the last parentheses; nothing is blank at the end. */
const FRAME = /^\s*([0-9a-f]{1,16})\s+(\S.*?)(?:\s\(([^()]*)\))?$/;
const MODIFIERS = /:[ukhHGpPSDIeWb]+$/;
const TIMED: ReadonlySet<string> = new Set(['cpu-clock', 'task-clock']);
const OF_CPU = /^(?:cpu-clock|task-clock|cpu-cycles|cycles|ref-cycles|cpu_\w+\/.*)$/;
/** Heads are short; what is longer is something else. */
const LONGEST_LINE = 4096;
const SAMPLES = 0;
/** Every sample has a value for each event: more of them than any recording has would be a table without end. */
const MOST_EVENTS = 256;
const LARGEST_PERIOD = 2n ** 63n - 1n;

/** A head, with a frame on its own line or below it. */
function isPerfScript(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [first = '', second] = lines;
  const head = first.length > LONGEST_LINE ? null : HEAD.exec(first);
  if (head === null) return false;
  return isFrame(head[7]) || isFrame(second?.slice(0, LONGEST_LINE));
}

/** Whether it is an address with a symbol and a file. */
function isFrame(text: string | undefined): boolean {
  return text !== undefined && FRAME.exec(text.trimEnd())?.[3] !== undefined;
}

/** @throws MALFORMED_TEXT when no int64 holds it */
function periodOf(digits: string, line: number): bigint {
  const period = digits.length > LARGEST_PERIOD.toString().length ? LARGEST_PERIOD + 1n : BigInt(digits);
  if (period <= LARGEST_PERIOD) return period;
  throw failure('MALFORMED_TEXT', `a period of ${digits.slice(0, 40)} is more than a profile can hold`, {line});
}

interface OpenSample {
  readonly event: string;
  readonly period: bigint | undefined;
  readonly labels: readonly LabelInput[];
  /** Locations, leaf first. */
  readonly frames: number[];
}

class PerfScriptReader extends LineFormatReader {
  private readonly builder: ProfileBuilder;
  private readonly keepLabels: boolean;
  private readonly skipped = new SkippedCounter();
  private readonly mappings = new Map<string, number>();
  /** Row of the sample type of an event. */
  private readonly types = new Map<string, number>();
  private sample: OpenSample | undefined;
  private count = 0;

  constructor(options: ReadOptions) {
    super();
    this.builder = new ProfileBuilder('perf-script', options.name);
    this.keepLabels = options.keepLabels === true;
    this.builder.addSampleType('samples', 'count');
  }

  protected override finish(): Profile {
    this.finishSample();
    const {builder} = this;
    builder.head.skippedLines = this.skipped.finish();
    builder.head.counts = {samples: this.count};
    return builder.finish();
  }

  protected override readLine(bytes: Uint8Array, start: number, end: number, number: number): void {
    const line = decodeUtf8(bytes, start, end);
    if (line.trim() === '') this.finishSample();
    else if (line.startsWith('#')) return;
    else if (line.length > LONGEST_LINE || !(this.readFrame(line) || this.readHead(line, number)))
      this.skipped.add(number);
  }

  private readFrame(line: string): boolean {
    const frame = this.sample === undefined ? null : FRAME.exec(line.trimEnd());
    if (frame === null) return false;
    const [, address, symbol, file = ''] = frame;
    this.sample?.frames.push(this.location(address, symbol.trimEnd(), file));
    return true;
  }

  private readHead(line: string, number: number): boolean {
    const head = HEAD.exec(line);
    if (head === null) return false;
    this.finishSample();
    const [, comm, first, second, cpu, period, event, rest = ''] = head;
    const ids = second === undefined ? {tid: first} : {pid: first, tid: second};
    this.sample = {
      event: event.replace(MODIFIERS, ''),
      period: period === undefined ? undefined : periodOf(period, number),
      labels: this.keepLabels ? this.labels(comm.trimEnd(), {...ids, ...(cpu === undefined ? {} : {cpu})}) : [],
      frames: [],
    };
    // Without call chains the only frame stands here, and the next line is a sample of its own.
    if (isFrame(rest) && this.readFrame(rest)) this.finishSample();
    return true;
  }

  private labels(comm: string, numbers: Readonly<Record<string, string>>): LabelInput[] {
    const {strings} = this.builder;
    const labels: LabelInput[] = [{key: strings.intern('comm'), text: strings.intern(comm), number: 0n, unit: 0}];
    for (const [key, number] of Object.entries(numbers)) {
      labels.push({key: strings.intern(key), text: NONE, number: BigInt(number), unit: 0});
    }
    return labels;
  }

  private location(address: string, symbol: string, file: string): number {
    const {builder} = this;
    const isInlined = file === 'inlined';
    const bare = symbol.replace(/\+0x[0-9a-f]+$/, '');
    const binary = file.split('/').at(-1) ?? '';
    const name = bare === '[unknown]' && binary !== '' && binary !== '[unknown]' ? `[${binary}]` : bare;
    const row = builder.strings.intern(name.replace('[[', '[').replace(']]', ']'));
    const fn = builder.internFunction(row, row, 0, 0);
    const word = isInlined ? 0n : BigInt(`0x${address}`);
    const low = Number(BigInt.asIntN(32, word));
    const high = Number(BigInt.asIntN(32, word >> 32n));
    return builder.internLocation(low, high, isInlined ? NONE : this.mapping(file), false, [fn, 0, 0]);
  }

  private mapping(file: string): number {
    if (file === '' || file === '[unknown]') return NONE;
    const known = this.mappings.get(file);
    if (known !== undefined) return known;
    const flags = {hasFunctions: true, hasFilenames: false, hasLineNumbers: false, hasInlineFrames: false};
    const row = this.builder.addMapping({start: 0n, limit: 0n, offset: 0n, file, buildId: '', ...flags});
    this.mappings.set(file, row);
    return row;
  }

  private finishSample(): void {
    const {builder, sample} = this;
    if (sample === undefined) return;
    this.sample = undefined;
    this.count++;
    let stack: number = NONE;
    for (const location of sample.frames.reverse()) stack = builder.internStack(stack, location);
    const known = builder.samples.length;
    const row = builder.internSample(stack, builder.internLabelSet(sample.labels));
    const types = builder.sampleTypes.length;
    if (row === known) for (let type = 0; type < types; type++) builder.addValue(type, row, 0);
    builder.addValue(SAMPLES, row, 1);
    if (sample.period !== undefined) {
      const nearest = Number(sample.period);
      builder.addValue(this.typeOf(sample.event), row, nearest, Number(sample.period - BigInt(nearest)));
    }
    if (OF_CPU.test(sample.event)) builder.head.kind = 'cpu';
  }

  /** Row of the event's sample type; the samples before have nothing of a new one. */
  private typeOf(event: string): number {
    const {builder} = this;
    const known = this.types.get(event);
    if (known !== undefined) return known;
    const type = builder.sampleTypes.length;
    if (type > MOST_EVENTS) {
      const hint = 'choose events with `perf script -e EVENT`';
      throw failure('LIMIT_EXCEEDED', `more than ${MOST_EVENTS} events with periods`, {}, hint);
    }
    builder.addSampleType(event, TIMED.has(event) ? 'nanoseconds' : 'count');
    for (let row = 0; row < builder.samples.length; row++) builder.addValue(type, row, 0);
    this.types.set(event, type);
    return type;
  }
}
