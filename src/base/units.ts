/**
 * Numbers for people: scaled as google/pprof scales them, so that both tools print the same figure.
 *
 * Source of the steps, aliases and decimals: google/pprof, internal/measurement.
 */
import {fixed, significant} from './decimal.ts';
import {safeText} from './safe-text.ts';

interface UnitStep {
  readonly name: string;
  readonly factor: number;
  readonly aliases: readonly string[];
}

interface UnitFamily {
  readonly steps: readonly UnitStep[];
  /** What a value is shown in when it is too small for every step, or the wanted unit is none of the family. */
  readonly fallback: {readonly name: string; readonly factor: number};
}

const step = (name: string, factor: number, ...aliases: string[]): UnitStep => ({name, factor, aliases});

const FAMILIES: readonly UnitFamily[] = [
  {
    steps: [
      step('B', 1, 'b', 'byte'),
      step('kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'),
      step('MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'),
      step('GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'),
      step('TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'),
      step('PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'),
    ],
    fallback: {name: 'B', factor: 1},
  },
  {
    steps: [
      step('ns', 1, 'ns', 'nanosecond'),
      step('us', 1e3, 'μs', 'us', 'microsecond'),
      step('ms', 1e6, 'ms', 'millisecond'),
      step('s', 1e9, 's', 'sec', 'second'),
      step('hrs', 3.6e12, 'hour', 'hr'),
    ],
    fallback: {name: 's', factor: 1e9},
  },
  {
    steps: ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P'].map((prefix, i) => {
      const spelled = ['nano', 'micro', 'milli', '', 'kilo', 'mega', 'giga', 'tera', 'peta'][i];
      return step(prefix === '' ? 'GCU' : `${prefix}*GCU`, Number(`1e${3 * i - 9}`), `${spelled}gcu`);
    }),
    fallback: {name: 'GCU', factor: 1},
  },
];

/** A value in a unit of its own; `unit` is '' where it goes without saying. */
export interface Scaled {
  readonly value: number;
  readonly unit: string;
}

/**
 * Converts a value.
 *
 * @param to  a unit; `auto` and `minimum` choose the largest unit that keeps the value at 1 or more
 */
export function scale(value: number, from: string, to: string): Scaled {
  if (value < 0) {
    const positive = scale(-value, from, to);
    return {value: -positive.value, unit: positive.unit};
  }
  for (const family of FAMILIES) {
    const source = findStep(family, from);
    if (source !== undefined) return convert(family, value * source.factor, to);
  }
  const isPlain = ['count', 'sample', 'unit', 'minimum', 'auto'].includes(to);
  return {value, unit: isPlain ? '' : to};
}

/** The value as both tools print it: two decimals unless they are zeros, then the unit; zero is just `0`. */
export function scaledLabel(value: number, from: string, to: string): string {
  const scaled = scale(value, from, to);
  const text = fixed(scaled.value, 2).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** Whether values of the two units can be turned into each other. */
export function isSameFamily(a: string, b: string): boolean {
  if (a === b) return true;
  return FAMILIES.some((family) => findStep(family, a) !== undefined && findStep(family, b) !== undefined);
}

/**
 * Share of a total as go tool pprof prints it, without its padding: `76.30%`, `100%`, `0.5%`. The sign is left out, as
 * there.
 */
export function percentage(value: number, total: number): string {
  const ratio = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '100%';
  return `${ratio >= 1 ? fixed(ratio, 2) : significant(ratio, 2)}%`;
}

/**
 * A value in the largest unit that keeps it at 1 or more, other units spelled out: `512.17kB`, `1.20s`, `18230`. Safe to
 * print: units come from files.
 */
export function formatValue(value: number, unit: string): string {
  const label = scaledLabel(value, unit, 'auto');
  const isKnown = FAMILIES.some((family) => findStep(family, unit) !== undefined);
  return isKnown || unit === '' || unit === 'count' ? label : `${label} ${safeText(unit)}`;
}

/** A share of a total with its sign: `76.30%`, `-0.5%`; `–` where there is no total. */
export function formatPercent(value: number, total: number): string {
  if (total === 0) return '–';
  const text = percentage(value, total);
  return value / total < 0 && text !== '0%' ? `-${text}` : text;
}

/** A share of 1 with as many digits as a reader wants: `76%`, `7.6%`, `0.8%`, as shares are printed everywhere. */
export function percent(share: number): string {
  const value = share * 100;
  if (value >= 99.95) return '100%';
  return `${value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(1)}%`;
}

/** An integer with thin groups of three digits: `18 230`. */
export function formatCount(value: number): string {
  const text = String(Math.round(value));
  let grouped = '';
  for (let end = text.length; ; end -= 3) {
    const start = end - 3;
    if (start <= 0 || !/\d/.test(text[start - 1])) return text.slice(0, end) + grouped;
    grouped = `\u202f${text.slice(start, end)}${grouped}`;
  }
}

function findStep(family: UnitFamily, unit: string): UnitStep | undefined {
  let alias = unit.toLowerCase();
  if (alias.length > 2 && alias.endsWith('s')) alias = alias.slice(0, -1);
  return family.steps.find(({aliases}) => aliases.includes(alias));
}

function convert(family: UnitFamily, base: number, to: string): Scaled {
  const target = to === 'minimum' || to === 'auto' ? largestStep(family, base) : findStep(family, to);
  const {factor, name} = target ?? family.fallback;
  return {value: base / factor, unit: name};
}

function largestStep(family: UnitFamily, base: number): UnitStep | undefined {
  let largest: UnitStep | undefined;
  for (const candidate of family.steps) if (base / candidate.factor >= 1) largest = candidate;
  return largest;
}
