/**
 * Tables as `go tool pprof -top` prints them, which is often all that a report in an issue holds.
 *
 * A table has no stacks. So that flat and cum of every row hold, rows are laid on the stacks of others in order of
 * their cum; that order says nothing about who calls whom, and a warning says so.
 */
import {binaryBytes, binaryText} from '../base/ascii.ts';
import {NONE} from '../base/columns.ts';
import {failure} from '../base/errors.ts';
import {LineWindow} from '../base/lines.ts';
import {isSameFamily, scale} from '../base/units.ts';
import {ProfileBuilder} from '../model/builder/profile-builder.ts';
import type {Profile} from '../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from './format.ts';
import {looksLikeText} from './looks-like-text.ts';
import {layRows, type TopRow} from './top-table-stacks.ts';

export const topTableFormat: Format = {
  id: 'top-table',
  title: 'table of go tool pprof -top',
  sniff: (head) => looksLikeTable(binaryText(head, 0, head.length)) && looksLikeText(head),
  open: (options) => new TopTableReader(options),
};

const HEADING = /^[>|\s]*flat\s+flat%\s+sum%\s+cum\s+cum%\s*$/m;
const ROW =
  /^[>|\s]*(-?\d+(?:\.\d+)?)([A-Za-z]*)\s+-?[\d.]+%\s+-?[\d.]+%\s+(-?\d+(?:\.\d+)?)([A-Za-z]*)\s+-?[\d.]+%\s+(\S.*?)\s*$/;
/** Rows that show a table where its heading was not pasted; those of `peek` have a bar before the name. */
const LEAST_ROWS = 2;
const INLINE = / \((?:partial-)?inline\)$/;
/** What -files and -lines, or older pprof by itself, print behind the function. */
const PLACE = / \S*\/\S+\.(?:go|s|c|cc|cpp|h)(?::\d+)?$/;
const TOTAL = /(?:% of|^[>|\s]*[\d.]+[A-Za-z]* of)\s+(\d+(?:\.\d+)?)([A-Za-z]*) total/;
const TYPE = /^[>|\s]*Type:\s+(\S+)/;
const DURATION = /^[>|\s]*Duration:\s+(\d+(?:\.\d+)?)([a-zA-Z]+)/;
/** Units that older releases of pprof print, in seconds. */
const OLD_UNITS: Readonly<Record<string, number>> = {mins: 60, days: 86_400, wks: 604_800, yrs: 31_536_000};
/** Leaves of mutex and block profiles: they wait and do nothing else. */
const WAITING =
  /^(?:sync\.\(\*(?:(?:RW)?Mutex|WaitGroup|Cond|Once)\)\.\w+|internal\/sync\.\(\*\w+\)\.\w+|runtime\.(?:chan(?:recv|send)\d?|selectgo|semacquire1?|unlock2?))$/;
/** More rows than any table that a person pastes; stacks made of more would be as deep. */
const MAX_ROWS = 2000;
/** The sum of all rows stays an int64. */
const LARGEST_VALUE = 2 ** 52;

const BAR = /^\|\s+/;

function looksLikeTable(text: string): boolean {
  if (HEADING.test(text)) return true;
  let rows = 0;
  for (const line of text.split('\n')) if (line.length < 1000 && ROW.test(line.trimEnd())) rows++;
  return rows >= LEAST_ROWS;
}

class TopTableReader implements FormatReader {
  private readonly builder: ProfileBuilder;
  private readonly window = new LineWindow();
  private readonly rows: TopRow[] = [];
  private type = '';
  private unit = 'count';
  private total = 0;
  private negativeRows = 0;
  private surplusRows = 0;
  private readonly drain = (): void => {
    while (this.window.next()) this.readLine();
  };

  constructor(options: ReadOptions) {
    this.builder = new ProfileBuilder('top-table', options.name);
  }

  write(chunk: Uint8Array): void {
    this.window.feed(chunk, this.drain);
  }

  end(): Profile {
    if (this.window.last()) this.readLine();
    const {builder, rows} = this;
    if (rows.length === 0) throw failure('MALFORMED_TEXT', 'the table has a heading but no rows', {});
    builder.addSampleType(this.type === '' ? this.typeOfUnit() : this.type, this.unit);
    this.addSamples();
    this.warnOfMissing();
    builder.warn('TABLE_ONLY', 'a table has no stacks: flat and cum are as printed, who calls whom is not known');
    return builder.finish();
  }

  private readLine(): void {
    const {bytes, lineStart, lineEnd} = this.window;
    if (lineEnd - lineStart > 4000) return;
    const line = binaryText(bytes, lineStart, lineEnd);
    const row = ROW.exec(line);
    if (row !== null) {
      const [, flat, flatUnit, cum, cumUnit, name] = row;
      this.addRow({
        name: name.replace(BAR, '').replace(INLINE, '').replace(PLACE, ''),
        flat: this.value(flat, flatUnit),
        cum: this.value(cum, cumUnit),
      });
      return;
    }
    this.type = TYPE.exec(line)?.[1] ?? this.type;
    const duration = DURATION.exec(line);
    if (duration !== null) this.builder.head.durationNanos = durationOf(Number(duration[1]), duration[2]);
    const total = TOTAL.exec(line);
    if (total !== null) this.total = this.value(total[1], total[2]);
  }

  private addRow(row: TopRow): void {
    if (row.flat < 0 || row.cum < 0) this.negativeRows++;
    else if (this.rows.length === MAX_ROWS) this.surplusRows++;
    else this.rows.push(row);
  }

  /** A printed value in the unit of the profile, which the first value with a unit decides. */
  private value(digits: string, unit: string): number {
    const {amount, name} = modernUnit(Number(digits), unit);
    const base = name === '' ? undefined : ['nanoseconds', 'bytes'].find((each) => isSameFamily(name, each));
    if (base !== undefined) this.unit = base;
    const value = Math.round(base === undefined ? amount : scale(amount, name, base).value);
    if (Math.abs(value) <= LARGEST_VALUE) return value;
    const {lineNumber: line} = this.window;
    throw failure('MALFORMED_TEXT', `${digits}${unit} is more than a table of a profile can hold`, {line});
  }

  private warnOfMissing(): void {
    const {builder, negativeRows, surplusRows} = this;
    if (negativeRows > 0) {
      builder.warn(
        'TABLE_NEGATIVE',
        `rows below zero are left out, ${negativeRows} of them: a difference has no stacks`,
      );
    }
    if (surplusRows > 0) {
      builder.warn('TABLE_CUT', `rows after the first ${MAX_ROWS} are left out, ${surplusRows} of them`);
    }
  }

  private typeOfUnit(): string {
    if (this.unit === 'nanoseconds') return this.isOfWaits() ? 'delay' : 'cpu';
    return this.unit === 'bytes' ? 'inuse_space' : 'samples';
  }

  /** CPU time ends in many functions; where all of it ends in waiting, it is no CPU time. */
  private isOfWaits(): boolean {
    const leaves = this.rows.filter(({flat}) => flat > 0);
    return leaves.length > 0 && leaves.every(({name}) => WAITING.test(name));
  }

  private addSamples(): void {
    const {builder} = this;
    const locations = this.rows.map(({name}) => {
      const bytes = binaryBytes(name);
      const text = builder.strings.internBytes(bytes, 0, bytes.length);
      return builder.internLocation(0, 0, NONE, false, [builder.internFunction(text, text, 0, 0), 0, 0]);
    });
    const unlisted = builder.internLocation(0, 0, NONE, false, []);
    const {chain, stacks} = layRows(this.rows, this.total);
    const stackOfDepth: number[] = [NONE];
    for (const row of chain) stackOfDepth.push(builder.internStack(stackOfDepth.at(-1) ?? NONE, locations[row]));
    const depthOf = new Map(chain.map((row, depth) => [row, depth]));
    for (const {leaf, depth, value} of stacks) {
      const own = Math.min(depthOf.get(leaf) ?? depth, depth);
      let stack = stackOfDepth[own];
      for (let at = own + 1; at < depth; at++) stack = builder.internStack(stack, locations[chain[at]]);
      stack = builder.internStack(stack, leaf === NONE ? unlisted : locations[leaf]);
      builder.addValue(0, builder.internSample(stack, 0), value);
    }
  }
}

function modernUnit(amount: number, unit: string): {amount: number; name: string} {
  const seconds = OLD_UNITS[unit];
  return seconds === undefined ? {amount, name: unit} : {amount: amount * seconds, name: 's'};
}

/** Nanoseconds; 0, which is unknown, where the unit is none of time. */
function durationOf(digits: number, unit: string): bigint {
  const {amount, name} = modernUnit(digits, unit);
  if (!isSameFamily(name, 'nanoseconds')) return 0n;
  const nanos = Math.round(scale(amount, name, 'nanoseconds').value);
  return Number.isSafeInteger(nanos) ? BigInt(nanos) : 0n;
}
