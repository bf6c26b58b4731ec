/**
 * What the digits of a table leave open: a printed value stands for all that round to it.
 */
import type {PrintedRow, PrintedValue} from './top-table-lines.ts';
import type {TopRow} from './top-table-stacks.ts';

/** Units that a value is counted in; of larger ones pprof prints two decimals, and leaves `.00` away. */
const WHOLE_UNITS: ReadonlySet<string> = new Set(['', 'B', 'ns', 'count']);

/** Half a unit of the last digit printed, as part of the value. */
export function relativeError(digits: string, unit: string): number {
  const isWhole = WHOLE_UNITS.has(unit);
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : isWhole ? 0 : 2;
  return (0.5 * 10 ** -decimals) / Math.max(Math.abs(Number(digits)), Number.MIN_VALUE);
}

/**
 * Within the digits printed, the values whose shares are the percentages printed: 4.06GB of 5.29GB is 76.75 %, but may be
 * printed as 76.84 %.
 */
export function fitToPercentages({cum, flat, name}: TopRow, printed: PrintedRow, total: number): TopRow {
  const own = fitToPercentage(flat, printed.flat, total);
  return {name, flat: own, cum: Math.max(own, fitToPercentage(cum, printed.cum, total))};
}

function fitToPercentage(value: number, {digits, percent, unit}: PrintedValue, total: number): number {
  const isAsPrinted = !(Math.abs((value / total) * 100 - percent) > 0.005);
  if (total <= 0 || isAsPrinted) return value;
  const fitting = Math.round((percent / 100) * total);
  return Math.abs(fitting - value) <= Math.abs(value) * relativeError(digits, unit) ? fitting : value;
}
