/**
 * Numbers as decimal text, rounded as Go's fmt rounds them: exact ties go to the even digit, where JavaScript's toFixed
 * and toExponential take the larger one.
 */

import {withoutTrailing} from './without-trailing.ts';

/** As Go's %.<digits>f. */
export function fixed(value: number, digits: number): string {
  // A tie at `digits` decimals is an odd multiple of 1/2^(digits+1): no other double ends in a 5 there.
  const halves = value * 2 ** (digits + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return value.toFixed(digits);
  const scale = 10 ** digits;
  const below = Math.floor(value * scale);
  return ((below % 2 === 0 ? below : below + 1) / scale).toFixed(digits);
}

/** As Go's %.<digits>g: significant digits, no trailing zeros, an exponent of two digits below 1e-4. */
export function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const [mantissa, exponentText] = roundedExponential(value, digits - 1).split('e');
  const exponent = Number(exponentText);
  const shortest = mantissa.includes('.') ? withoutTrailing(withoutTrailing(mantissa, '0'), '.') : mantissa;
  if (exponent < -4 || exponent >= digits) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${shortest}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  return Number(`${shortest}e${exponent}`).toFixed(Math.max(0, fractionLength(shortest) - exponent));
}

function fractionLength(mantissa: string): number {
  const dot = mantissa.indexOf('.');
  return dot < 0 ? 0 : mantissa.length - dot - 1;
}

/** toExponential with ties to even; the exact decimal expansion decides what a tie is. */
function roundedExponential(value: number, digits: number): string {
  const rounded = value.toExponential(digits);
  if (!value.toExponential(digits + 1).includes('5e')) return rounded;
  const exact = value.toExponential(100);
  const rest = exact.slice(exact.indexOf('.') + 1 + digits, exact.indexOf('e'));
  if (!/^50*$/.test(rest)) return rounded;
  const lower = exact.slice(0, exact.indexOf('.') + 1 + digits).replace(/\.$/, '');
  const isEven = Number(lower.at(-1)) % 2 === 0;
  return isEven ? `${lower}${exact.slice(exact.indexOf('e'))}` : rounded;
}
