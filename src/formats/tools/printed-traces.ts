/**
 * Stacks that `go tool pprof -traces` prints, pasted: a value and the leaf on one line, its callers below, a rule between.
 *
 * Values are as printed, so sums are as exact as their digits. Labels, which stand above a stack, are left out.
 */
import {binaryText} from '../../base/ascii.ts';
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {LineWindow} from '../../base/lines.ts';
import {isSameFamily, scale} from '../../base/units.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import {parseDuration, parseType, plainLine} from '../top-table-lines.ts';
import {StackWriter} from './stack-writer.ts';

export const printedTracesFormat: Format = {
  id: 'printed-traces',
  title: 'stacks that go tool pprof -traces prints',
  sniff: (head) => RULES.test(binaryText(head, 0, head.length)),
  open: (options) => new PrintedTracesReader(options),
};

/** A rule, and below it a value with the first frame, or a label. */
const RULES = /^[>\s]{0,20}-{11}\+-{20,80}\s*\n[>\s]{0,40}(?:-?\d[\d.]*[A-Za-z]{0,5}\s{2,}\S|[^\s:]{1,100}:\s{2,}\S)/m;
const RULE = /^[>\s]{0,20}-{11}\+-+$/;
const LEAF = /^[>\s]{0,20}(-?\d+(?:\.\d+)?)([A-Za-z]*)\s{2,}(\S.*)$/;
const LABEL = /^[>\s]{0,20}[^\s:]+:\s{2}/;
const CALLER = /^[>\s]{0,20}\s{4,}(\S.*)$/;
const INLINE = /\s\((?:partial-)?inline\)$/;
/** What -lines and -files print behind the function. */
const PLACE = /\s(\S+\.\w+)(?::(\d+))?$/;
/** Sample type by the family of the unit, where no line says it. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['nanoseconds', 'cpu'],
  ['bytes', 'space'],
  ['count', 'samples'],
]);

interface Trace {
  readonly value: number;
  /** Leaf first. */
  readonly frames: string[];
}

class PrintedTracesReader implements FormatReader {
  private readonly writer: StackWriter;
  private readonly window = new LineWindow();
  private readonly traces: Trace[] = [];
  private isOpen = false;
  private type = '';
  private unit = 'count';
  private readonly drain = (): void => {
    while (this.window.next()) this.readLine();
  };

  constructor(options: ReadOptions) {
    this.writer = new StackWriter('printed-traces', options.name);
  }

  write(chunk: Uint8Array): void {
    this.window.feed(chunk, this.drain);
  }

  end(): Profile {
    if (this.window.last()) this.readLine();
    const {traces, unit, writer} = this;
    if (traces.length === 0) throw failure('MALFORMED_TEXT', 'rules but no stacks between them', {});
    writer.builder.addSampleType(this.type === '' ? (TYPES.get(unit) ?? 'samples') : this.type, unit);
    for (const {frames, value} of traces) this.addTrace(frames, value);
    writer.builder.warn('TRACES_PRINTED', 'stacks as printed: values are rounded, and labels are left out');
    return writer.builder.finish();
  }

  private addTrace(frames: readonly string[], value: number): void {
    const {builder} = this.writer;
    let stack: number = NONE;
    for (const frame of frames.toReversed()) {
      const name = frame.replace(INLINE, '');
      const [place = '', file, line] = PLACE.exec(name) ?? [];
      const location = this.writer.location(name.slice(0, name.length - place.length), file, Number(line ?? 0));
      stack = builder.internStack(stack, location);
    }
    this.writer.add(stack, 0, 0, value);
  }

  private readLine(): void {
    const {bytes, lineEnd, lineNumber, lineStart} = this.window;
    const line = plainLine(binaryText(bytes, lineStart, lineEnd));
    if (RULE.test(line)) {
      this.isOpen = true;
      return;
    }
    const [, digits, unit, leaf] = LEAF.exec(line) ?? [];
    if (this.isOpen && leaf !== undefined)
      this.traces.push({value: this.value(digits, unit, lineNumber), frames: [leaf]});
    else if (this.isOpen && !LABEL.test(line)) this.addCaller(line);
    else this.readHeading(line);
  }

  private addCaller(line: string): void {
    const caller = CALLER.exec(line)?.[1];
    if (caller === undefined) this.isOpen = false;
    else this.traces.at(-1)?.frames.push(caller);
  }

  private readHeading(line: string): void {
    if (this.traces.length > 0) return;
    this.type = parseType(line) ?? this.type;
    const duration = parseDuration(line);
    if (duration === undefined) return;
    this.writer.builder.head.durationNanos = BigInt(
      Math.round(scale(duration.amount, duration.unit, 'nanoseconds').value),
    );
  }

  /** In the unit of the profile, which the first value with a unit decides. */
  private value(digits: string, unit: string, line: number): number {
    const base = unit === '' ? undefined : ['nanoseconds', 'bytes'].find((each) => isSameFamily(unit, each));
    if (base !== undefined) this.unit = base;
    const value = Math.round(base === undefined ? Number(digits) : scale(Number(digits), unit, base).value);
    if (Math.abs(value) <= LARGEST_VALUE) return value;
    throw failure('MALFORMED_TEXT', `${digits}${unit} is more than a sample can hold`, {line});
  }
}

/** The sum of all stacks stays an int64. */
const LARGEST_VALUE = 2 ** 52;
