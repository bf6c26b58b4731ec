/**
 * What the digits of a table leave open: a printed value stands for all that round to it.
 */
import type {PrintedRow, PrintedValue} from './top-table-lines.ts';
import type {TopRow} from './top-table-stacks.ts';

/** Half a unit of the last digit printed, as part of the value. */
export function relativeError(printed: string): number {
  const digits = /^[^A-Za-z]*/.exec(printed)?.[0] ?? '';
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
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

function fitToPercentage(value: number, {digits, percent}: PrintedValue, total: number): number {
  const isAsPrinted = !(Math.abs((value / total) * 100 - percent) > 0.005);
  if (total <= 0 || isAsPrinted) return value;
  const fitting = Math.round((percent / 100) * total);
  return Math.abs(fitting - value) <= Math.abs(value) * relativeError(digits) ? fitting : value;
}
