/**
 * Numbers for people: scaled as google/pprof scales them, so that both tools print the same figure.
 *
 * Source of the steps and of the two decimals: google/pprof, internal/measurement.
 */

interface UnitStep {
  readonly name: string;
  readonly factor: number;
}

const MEMORY: readonly UnitStep[] = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].map((name, i) => ({name, factor: 1024 ** i}));

const TIME: readonly UnitStep[] = [
  {name: 'ns', factor: 1},
  {name: 'us', factor: 1e3},
  {name: 'ms', factor: 1e6},
  {name: 's', factor: 1e9},
  {name: 'hrs', factor: 3.6e12},
];

/** Spellings of units in profiles → the family and the factor to its first step. */
const FAMILIES: ReadonlyMap<string, {readonly steps: readonly UnitStep[]; readonly factor: number}> = new Map([
  ['bytes', {steps: MEMORY, factor: 1}],
  ['byte', {steps: MEMORY, factor: 1}],
  ['b', {steps: MEMORY, factor: 1}],
  ['kilobytes', {steps: MEMORY, factor: 1024}],
  ['kb', {steps: MEMORY, factor: 1024}],
  ['megabytes', {steps: MEMORY, factor: 1024 ** 2}],
  ['mb', {steps: MEMORY, factor: 1024 ** 2}],
  ['gigabytes', {steps: MEMORY, factor: 1024 ** 3}],
  ['gb', {steps: MEMORY, factor: 1024 ** 3}],
  ['nanoseconds', {steps: TIME, factor: 1}],
  ['nanosecond', {steps: TIME, factor: 1}],
  ['ns', {steps: TIME, factor: 1}],
  ['microseconds', {steps: TIME, factor: 1e3}],
  ['us', {steps: TIME, factor: 1e3}],
  ['milliseconds', {steps: TIME, factor: 1e6}],
  ['ms', {steps: TIME, factor: 1e6}],
  ['seconds', {steps: TIME, factor: 1e9}],
  ['s', {steps: TIME, factor: 1e9}],
]);

/** A value in the largest unit that keeps it at 1 or more: `512.17kB`, `1.20s`, `18230`. */
export function formatValue(value: number, unit: string): string {
  const family = FAMILIES.get(unit.toLowerCase());
  if (family === undefined) return formatPlain(value, unit);
  const base = value * family.factor;
  let step = family.steps[0];
  for (const candidate of family.steps) if (Math.abs(base) >= candidate.factor) step = candidate;
  if (base === 0) return '0';
  return trimZeros(base / step.factor) + step.name;
}

/** Share of a total as pprof prints it: `76.30%`, `100%`, ` 0.5%`; `–` where there is no total. */
export function formatPercent(value: number, total: number): string {
  if (total === 0) return '–';
  const ratio = (value / total) * 100;
  const magnitude = Math.abs(ratio);
  if (magnitude >= 99.95 && magnitude <= 100.05) return `${ratio < 0 ? '-' : ''}100%`;
  if (magnitude >= 1) return `${ratio.toFixed(2)}%`;
  if (ratio === 0) return '0%';
  return `${Number(ratio.toPrecision(2))}%`;
}

/** An integer with thin groups of three digits: `18 230`. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

function formatPlain(value: number, unit: string): string {
  const suffix = unit === '' || unit === 'count' ? '' : ` ${unit}`;
  return trimZeros(value) + suffix;
}

function trimZeros(value: number): string {
  return value.toFixed(2).replace(/\.00$/, '');
}

/** What a value in unit `from` is multiplied by to be in unit `to`; undefined where they measure different things. */
export function conversionFactor(from: string, to: string): number | undefined {
  if (from === to) return 1;
  const source = FAMILIES.get(from.toLowerCase());
  const target = FAMILIES.get(to.toLowerCase());
  if (source === undefined || target === undefined || source.steps !== target.steps) return undefined;
  return source.factor / target.factor;
}
