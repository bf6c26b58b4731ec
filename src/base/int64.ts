/**
 * 64-bit integers as two 32-bit words, and their exact conversion to JavaScript's doubles.
 *
 * A value is split into a double and the exact rest (`residue`); for |value| ≤ 2^53 the rest is zero, so nearly every
 * profile works on doubles alone and stays exact.
 */

const TWO_32 = 4_294_967_296;

/** The int64 in (low, high) as the nearest double. */
export function int64ToNumber(low: number, high: number): number {
  return (high | 0) * TWO_32 + (low >>> 0);
}

/** Whether a double is an integer that no other int64 rounds to. */
export function isExact(value: number): boolean {
  return value >= -Number.MAX_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
}

export function int64ToBigInt(low: number, high: number): bigint {
  return (BigInt(high | 0) << 32n) | BigInt(low >>> 0);
}

export function uint64ToBigInt(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** What the nearest double of (low, high) leaves over. */
export function int64Residue(low: number, high: number): number {
  const nearest = int64ToNumber(low, high);
  if (isExact(nearest)) return 0;
  return Number(int64ToBigInt(low, high) - BigInt(nearest));
}

/** The rounding error of a + b, exact when both are finite (Knuth's TwoSum). */
export function sumError(a: number, b: number): number {
  const sum = a + b;
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/** A sum that stays exact past 2^53: `high + low`, |low| at most half a unit in the last place of `high`. */
export class ExactSum {
  high = 0;
  low = 0;

  add(value: number, residue = 0): void {
    const error = sumError(this.high, value);
    this.high += value;
    const low = this.low + error + residue;
    const high = this.high + low;
    this.low = low - (high - this.high);
    this.high = high;
  }

  toBigInt(): bigint {
    return BigInt(this.high) + BigInt(this.low);
  }
}

/** An exact pair as JSON wants it: a number up to 2^53, a decimal string past it. */
export function exactToJson(high: number, low: number): number | string {
  if (low === 0 && isExact(high)) return high;
  const exact = BigInt(high) + BigInt(low);
  return isExact(Number(exact)) ? Number(exact) : exact.toString();
}

/** Low 32 bits of an integer that a double holds. */
export function lowWord(value: number): number {
  return value | 0;
}

/** The 32 bits above them. */
export function highWord(value: number): number {
  return Math.floor(value / TWO_32) | 0;
}
