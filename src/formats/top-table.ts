/**
 * Tables and listings as `go tool pprof` prints them, which is often all that a report in an issue holds.
 *
 * A table has no stacks. So that flat and cum of every row hold, rows are laid on the stacks of others in order of
 * their cum; that order says nothing about who calls whom, and a warning says so.
 */
import {binaryText} from '../base/ascii.ts';
import {failure} from '../base/errors.ts';
import {LineWindow} from '../base/lines.ts';
import {formatValue, isSameFamily, scale} from '../base/units.ts';
import {ProfileBuilder} from '../model/builder/profile-builder.ts';
import type {Profile} from '../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from './format.ts';
import {looksLikeText} from './looks-like-text.ts';
import {fitToPercentages, relativeError} from './printed-digits.ts';
import {
  isOfTree,
  looksLikeTable,
  type PrintedRow,
  parseDuration,
  parseRoutine,
  parseRoutineValues,
  parseRow,
  parseSourceLine,
  parseTotal,
  parseType,
  plainLine,
} from './top-table-lines.ts';
import {addDifference, addListing, addRows, type ListedLine} from './top-table-samples.ts';
import type {TopRow} from './top-table-stacks.ts';

export const topTableFormat: Format = {
  id: 'top-table',
  title: 'table or listing of go tool pprof',
  sniff: (head) => looksLikeTable(binaryText(head, 0, head.length)) && looksLikeText(head),
  open: (options) => new TopTableReader(options),
};

/** Units that older releases of pprof print, in seconds. */
const OLD_UNITS: Readonly<Record<string, number>> = {mins: 60, days: 86_400, wks: 604_800, yrs: 31_536_000};
/** Leaves of mutex and block profiles: they wait and do nothing else. */
const WAITING =
  /^(?:sync\.\(\*(?:(?:RW)?Mutex|WaitGroup|Cond|Once)\)\.\w+|internal\/sync\.\(\*\w+\)\.\w+|runtime\.(?:chan(?:recv|send)\d?|selectgo|semacquire1?|unlock2?))$/;
/** More rows than any table that a person pastes; stacks made of more would be as deep. */
const MAX_ROWS = 2000;
/** A total that may be off by more than this, such as `1.03mins`. */
const COARSE = 0.003;
/** The sum of all rows stays an int64. */
const LARGEST_VALUE = 2 ** 52;

/** What the lines above a table say of it. */
interface Announced {
  type: string;
  /** Of the total, '' where none was printed. */
  digits: string;
  unit: string;
}

class TopTableReader implements FormatReader {
  private readonly builder: ProfileBuilder;
  private readonly window = new LineWindow();
  private readonly rows: TopRow[] = [];
  /** The same as printed. */
  private readonly printed: PrintedRow[] = [];
  private readonly names = new Set<string>();
  /** Source lines of the routine that is listed last. */
  private readonly lines: ListedLine[] = [];
  private routine: {name: string; file: string} | undefined;
  private routineCount = 0;
  /** What the lines above announce; that of the first row counts. */
  private announced: Announced = {type: '', digits: '', unit: ''};
  private first: Announced | undefined;
  private unit = 'count';
  /** Of rows that print none. */
  private rowUnit = '';
  private total = 0;
  /** Total by the percentages of the row that prints most digits, and its relative error. */
  private worked = {total: 0, error: Number.POSITIVE_INFINITY};
  private treeRows = 0;
  private surplusRows = 0;
  private otherRows = 0;
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
    const type = this.first?.type ?? '';
    builder.addSampleType(type === '' ? this.typeOfUnit() : type, this.unit);
    const isDifference = rows.some(({cum, flat}) => flat < 0 || cum < 0);
    const total = this.totalOfRows();
    const fitted = rows.map((row, i) => fitToPercentages(row, this.printed[i], total));
    if (isDifference) addDifference(builder, rows, total);
    else if (this.routineCount === 1 && rows.length === 1) addListing(builder, fitted[0], this.lines, total);
    else addRows(builder, fitted, total);
    this.warn(type, total, isDifference);
    return builder.finish();
  }

  /** As printed, unless it is printed so coarsely that the percentages say more. */
  private totalOfRows(): number {
    const {total, worked} = this;
    const {digits, unit} = this.first ?? this.announced;
    const isCoarse = total > 0 && relativeError(digits, unit) > COARSE;
    return total > 0 && !(isCoarse && worked.error < COARSE) ? total : Math.round(worked.total);
  }

  private readLine(): void {
    const {bytes, lineEnd, lineStart} = this.window;
    if (lineEnd - lineStart > 4000) return;
    const line = plainLine(binaryText(bytes, lineStart, lineEnd));
    const row = parseRow(line);
    if (row !== undefined) this.addRow(row, isOfTree(line));
    else if (!this.readRoutine(line)) this.readHeading(line);
  }

  private readHeading(line: string): void {
    const {announced, builder} = this;
    announced.type = parseType(line) ?? announced.type;
    const duration = parseDuration(line);
    if (duration !== undefined) builder.head.durationNanos = durationOf(duration.amount, duration.unit);
    const total = parseTotal(line);
    if (total === undefined) return;
    announced.digits = total.digits;
    announced.unit = total.unit;
    // Before Go 1.5 only profiles of the CPU count samples, and the total alone has a unit.
    if (total.noun === 'samples' && announced.type === '') announced.type = 'cpu';
    this.rowUnit = total.noun === '' ? '' : total.unit;
    if (this.first === undefined) this.total = this.value(total.digits, total.unit);
  }

  /** Whether the line is part of a listing. */
  private readRoutine(line: string): boolean {
    const routine = parseRoutine(line);
    if (routine !== undefined) {
      this.routine = routine;
      this.lines.length = 0;
      return true;
    }
    if (this.routine === undefined) return false;
    const values = parseRoutineValues(line);
    if (values !== undefined) {
      this.routineCount++;
      this.addRow({name: this.routine.name, ...values}, false);
      return true;
    }
    const source = parseSourceLine(line);
    if (source === undefined) return false;
    const inUnit = (value = {digits: '0', unit: ''}): number => this.value(value.digits, value.unit);
    const {file} = this.routine;
    this.lines.push({file, line: source.line, flat: inUnit(source.flat), cum: inUnit(source.cum)});
    return true;
  }

  private addRow(printed: PrintedRow, isTree: boolean): void {
    const {announced, names, rows} = this;
    const {cum, flat, name} = printed;
    this.first ??= {...announced};
    if (announced.type !== this.first.type || announced.digits !== this.first.digits) this.otherRows++;
    else if (rows.length === MAX_ROWS) this.surplusRows++;
    else if (!names.has(name)) {
      names.add(name);
      const row = {name, flat: this.value(flat.digits, flat.unit), cum: this.value(cum.digits, cum.unit)};
      rows.push(row);
      this.printed.push(printed);
      if (isTree) this.treeRows++;
      this.workOutTotal(flat);
      this.workOutTotal(cum);
    }
  }

  private workOutTotal({digits, percent, unit}: PrintedRow['cum']): void {
    const error = 0.005 / percent + relativeError(digits, unit);
    const value = Math.abs(this.exactValue(digits, unit));
    if (percent > 0 && value > 0 && error < this.worked.error) this.worked = {total: (value / percent) * 100, error};
  }

  /** A printed value in the unit of the profile, which the first value with a unit decides. */
  private exactValue(digits: string, printedUnit: string): number {
    const {amount, name} = modernUnit(Number(digits), printedUnit === '' ? this.rowUnit : printedUnit);
    const base = name === '' ? undefined : ['nanoseconds', 'bytes'].find((each) => isSameFamily(name, each));
    if (base !== undefined) this.unit = base;
    return base === undefined ? amount : scale(amount, name, base).value;
  }

  private value(digits: string, unit: string): number {
    const value = Math.round(this.exactValue(digits, unit));
    if (Math.abs(value) <= LARGEST_VALUE) return value;
    const {lineNumber: line} = this.window;
    throw failure('MALFORMED_TEXT', `${digits}${unit} is more than a table of a profile can hold`, {line});
  }

  private warn(type: string, total: number, isDifference: boolean): void {
    const {builder, otherRows, surplusRows, treeRows} = this;
    const say = (isSo: boolean, code: string, message: string): void => {
      if (isSo) builder.warn(code, message);
    };
    say(
      isDifference,
      'TABLE_DIFFERENCE',
      'rows below zero: a difference of two profiles, which says what grew and shrank, not what costs most',
    );
    say(surplusRows > 0, 'TABLE_CUT', `rows after the first ${MAX_ROWS} are left out, ${surplusRows} of them`);
    say(otherRows > 0, 'TABLE_OTHER', `a second table with another type or total is left out, ${otherRows} rows`);
    say(treeRows > 0, 'TABLE_TREE', 'rows of peek or tree: the callers and callees beside them are left out');
    const isUntyped = type === '' && this.unit === 'bytes';
    say(
      isUntyped,
      'TABLE_UNTYPED',
      'the table does not say whether its bytes are in use or were allocated over time; `Type:` above the table does',
    );
    if (this.total === 0) {
      const about = `the total is missing: about ${formatValue(total, this.unit)} by the percentages`;
      say(true, 'TABLE_NO_TOTAL', total > 0 ? about : 'neither a total nor a percentage: shares mean nothing');
    }
    builder.warn('TABLE_ONLY', 'a table has no stacks: flat and cum are as printed, who calls whom is not known');
  }

  private typeOfUnit(): string {
    if (this.unit === 'nanoseconds') return this.isOfWaits() ? 'delay' : 'cpu';
    return this.unit === 'bytes' ? 'space' : 'samples';
  }

  /** CPU time ends in many functions; where all of it ends in waiting, it is no CPU time. */
  private isOfWaits(): boolean {
    const leaves = this.rows.filter(({flat}) => flat > 0);
    return leaves.length > 0 && leaves.every(({name}) => WAITING.test(name));
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
