/**
 * The lines of what `go tool pprof` prints as text: rows, headings, totals, and the commands pasted with them.
 */

/** A row as printed: digits and unit apart, percentages as numbers, NaN where none was printed. */
export interface PrintedRow {
  readonly name: string;
  readonly flat: PrintedValue;
  readonly cum: PrintedValue;
}

export interface PrintedValue {
  readonly digits: string;
  readonly unit: string;
  readonly percent: number;
}

/** A line of source with its own cost, as `list` prints it. */
export interface SourceLine {
  readonly flat: PrintedValue | undefined;
  readonly cum: PrintedValue | undefined;
  readonly line: number;
}

/** Of a terminal, of `peek`, or of the page of pprof, which names the last columns too. */
const HEADING =
  /^[>|\s]*flat\s+flat%\s+sum%\s+cum\s+cum%(?:\s+calls\s+calls%\s+\+\s+context|\s+name(?:\s+inlined\?)?)?$/i;
/** How a row or a heading begins whose columns stand between bars, as markdown has tables. */
const BARRED = /^[>|\s]*(?:-?\d+(?:\.\d+)?[A-Za-z]*\s*\|\s*-?[\d.]+%|flat\s*\|\s*flat%)\s*\|/i;
const ROW =
  /^[>|\s]*(-?\d+(?:\.\d+)?)([A-Za-z]*)\s+-?([\d.]+)%\s+-?[\d.]+%\s+(-?\d+(?:\.\d+)?)([A-Za-z]*)\s+-?([\d.]+)%\s+(\S.*)$/;
const ROUTINE = /^[>|\s]*ROUTINE =+ (\S.*?) in (\S.*)$/;
const ROUTINE_VALUES =
  /^[>|\s]*(-?\d+(?:\.\d+)?|\.)([A-Za-z]*)\s+(-?\d+(?:\.\d+)?|\.)([A-Za-z]*) \(flat, cum\)\s+([\d.]+)% of Total\s*$/;
const SOURCE_LINE = /^[>|\s]*(-?\d+(?:\.\d+)?|\.)([A-Za-z]*)\s+(-?\d+(?:\.\d+)?|\.)([A-Za-z]*)\s+(\d+):/;
/** Rows that show a table where its heading was not pasted; those of `peek` have a bar before the name. */
const LEAST_ROWS = 2;
const INLINE = /[ \t]{1,4}\((?:partial-)?inline\)$/;
/** What -files and -lines, or older pprof by itself, print behind the function. */
const PLACE = /^[^\s/]*\/\S+\.(?:go|s|c|cc|cpp|h)(?::\d+)?$/;
const BAR = /^\|\s+/;
const TOTAL =
  /(?:% of|^[>|\s]*[\d.]+[A-Za-z]* of|^[>|\s]*Total:)\s+(\d+(?:\.\d+)?)([A-Za-z]*)(?: total|(?: samples)?\s*$)/;
/** What pprof printed before Go 1.5: `Total: 2525 samples`, `Total: 118.3 MB`. */
const OLD_TOTAL = /^[>|\s]*Total: (\d+(?:\.\d+)?) (samples|objects|seconds|[KMG]?B)\s*$/;
const TYPE = /^[>|\s]*Type:\s+(\S+)/;
const DURATION = /^[>|\s]*Duration:\s+(\d+(?:\.\d+)?)([a-zA-Z]+)/;
/** The command that chose what the table below it shows: `(pprof) alloc_space`, `sample_index=…`, `-inuse_objects`. */
const COMMAND =
  /(?:\(pprof\)\s*|\bsample_index(?:\s*=|\s)\s*)((?:alloc|inuse)_(?:space|objects)|delay|contentions|cpu|samples)\b|(?:^|[^\w-])--?((?:alloc|inuse)_(?:space|objects))\b/;

/** The line without blanks at its end and without the bars of a markdown table. */
export function plainLine(line: string): string {
  return BARRED.test(line) ? line.replaceAll('|', '  ').trimEnd() : line.trimEnd();
}

/** Whether the row is one of `peek` or `tree`, which have the callers above it and the callees below. */
export function isOfTree(line: string): boolean {
  return /%\s+\|\s/.test(line);
}

/** Whether the beginning of a text shows that a table or a listing of pprof is in it. */
export function looksLikeTable(text: string): boolean {
  let rows = 0;
  for (const untrimmed of text.split('\n')) {
    if (untrimmed.length >= 1000) continue;
    const line = plainLine(untrimmed);
    if (HEADING.test(line) || ROUTINE.test(line)) return true;
    if (ROW.test(line)) rows++;
  }
  return rows >= LEAST_ROWS;
}

/** @param line  plain, here and below */
export function parseRow(line: string): PrintedRow | undefined {
  const row = ROW.exec(line);
  if (row === null) return undefined;
  const [, flat, flatUnit, flatPercent, cum, cumUnit, cumPercent, name] = row;
  return {
    name: withoutPlace(name.replace(BAR, '').replace(INLINE, '')),
    flat: {digits: flat, unit: flatUnit, percent: Number(flatPercent)},
    cum: {digits: cum, unit: cumUnit, percent: Number(cumPercent)},
  };
}

function withoutPlace(name: string): string {
  const blank = name.lastIndexOf(' ');
  return blank >= 0 && PLACE.test(name.slice(blank + 1)) ? name.slice(0, blank) : name;
}

/** Function and file of a `ROUTINE` heading of `list`. */
export function parseRoutine(line: string): {name: string; file: string} | undefined {
  const [, name, file] = ROUTINE.exec(line) ?? [];
  return name === undefined ? undefined : {name, file};
}

/** Flat and cum in the line below a `ROUTINE` heading. */
export function parseRoutineValues(line: string): Omit<PrintedRow, 'name'> | undefined {
  const [, flat, flatUnit, cum, cumUnit, percent] = ROUTINE_VALUES.exec(line) ?? [];
  if (flat === undefined) return undefined;
  const zero = {digits: '0', unit: cumUnit, percent: Number.NaN};
  return {
    flat: flat === '.' ? zero : {digits: flat, unit: flatUnit, percent: Number.NaN},
    cum: cum === '.' ? zero : {digits: cum, unit: cumUnit, percent: Number(percent)},
  };
}

/** A line of source in a listing, undefined for one that costs nothing. */
export function parseSourceLine(line: string): SourceLine | undefined {
  const [, flat, flatUnit, cum, cumUnit, number] = SOURCE_LINE.exec(line) ?? [];
  if (flat === undefined || (flat === '.' && cum === '.')) return undefined;
  const value = (digits: string, unit: string): PrintedValue | undefined =>
    digits === '.' ? undefined : {digits, unit, percent: Number.NaN};
  return {flat: value(flat, flatUnit), cum: value(cum, cumUnit), line: Number(number)};
}

/** The sample type that a line announces: `Type: …`, or the command that chose it. */
export function parseType(line: string): string | undefined {
  const [, printed, flag] = TYPE.exec(line) ?? COMMAND.exec(line) ?? [];
  return printed ?? flag;
}

export function parseDuration(line: string): {amount: number; unit: string} | undefined {
  const [, amount, unit] = DURATION.exec(line) ?? [];
  return amount === undefined ? undefined : {amount: Number(amount), unit};
}

/** @returns `noun`: what an old table counts, whose rows print no unit; '' for the others */
export function parseTotal(line: string): {digits: string; unit: string; noun: string} | undefined {
  const [, oldDigits, noun] = OLD_TOTAL.exec(line) ?? [];
  if (oldDigits !== undefined) return {digits: oldDigits, unit: OLD_NOUNS[noun] ?? noun, noun};
  const [, digits, unit] = TOTAL.exec(line) ?? [];
  return digits === undefined ? undefined : {digits, unit, noun: ''};
}

const OLD_NOUNS: Readonly<Record<string, string>> = {samples: '', objects: '', seconds: 's'};
