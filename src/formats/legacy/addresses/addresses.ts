/**
 * Hexadecimal code addresses in a row of text, as two 32-bit words each.
 */
import {failure} from '../../../base/errors.ts';

const ZERO = 0x30;
const LETTER_X = 0x78;
const MAX_DIGITS = 16;

/** Takes one address; high and low are signed 32-bit words. */
export type AddressHandler = (low: number, high: number) => void;

/**
 * Hands over every `0x…` in bytes [start, end), in order.
 *
 * @throws MALFORMED_TEXT for one past 64 bits, with its place in the row
 */
export function readAddresses(bytes: Uint8Array, start: number, end: number, take: AddressHandler): void {
  let at = start;
  while (at + 2 < end) {
    if (bytes[at] !== ZERO || bytes[at + 1] !== LETTER_X || digitOf(bytes[at + 2]) < 0) {
      at++;
      continue;
    }
    at += 2;
    while (at + 1 < end && bytes[at] === ZERO && digitOf(bytes[at + 1]) >= 0) at++;
    let low = 0;
    let high = 0;
    let count = 0;
    for (; at < end; at++, count++) {
      const digit = digitOf(bytes[at]);
      if (digit < 0) break;
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
    }
    if (count > MAX_DIGITS) throw failure('MALFORMED_TEXT', `an address of ${count} hexadecimal digits`);
    take(low, high);
  }
}

/** Value of a hexadecimal digit in lower case, -1 for anything else. */
function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}

/** The uint64 of a hexadecimal text as two words; undefined when it is none. */
export function parseHexWords(digits: string): {low: number; high: number} | undefined {
  if (!/^[0-9a-f]{1,16}$/i.test(digits)) return undefined;
  const padded = digits.padStart(16, '0');
  return {low: Number.parseInt(padded.slice(8), 16) | 0, high: Number.parseInt(padded.slice(0, 8), 16) | 0};
}
