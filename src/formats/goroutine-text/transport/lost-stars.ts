/**
 * Receivers whose star markdown took for emphasis: `sync.(_Mutex).Lock`, or `sync.(Mutex).Lock` where it left nothing.
 *
 * Go prints parentheses around pointer receivers alone, so whatever stands in them without a star has lost one.
 */
import {binaryBytes, binaryText} from '../../../base/ascii.ts';

const OPEN = 0x28;
const DOT = 0x2e;
const STAR = 0x2a;

/** The name as Go prints it; undefined for one that has lost nothing. */
export function withStar(source: Uint8Array, start: number, end: number): Uint8Array | undefined {
  let open = start + 1;
  while (open < end && source[open] !== OPEN) open++;
  if (open + 1 >= end || source[open - 1] !== DOT || source[open + 1] === STAR) return undefined;
  const name = binaryText(source, start, end);
  const starred = name.replace(/\.\(_?([A-Za-z]\w*(?:\[[^\]]*\])?)\)\./, '.(*$1).');
  return starred === name ? undefined : binaryBytes(starred);
}
