/**
 * Which names a pattern matches.
 */
import {compilePattern} from '../../../src/analysis/names/pattern.ts';

/** @returns 1 for each name that does */
export function matchNames(pattern: string, names: readonly string[]): Uint8Array<ArrayBuffer> {
  const {test} = compilePattern(pattern);
  return Uint8Array.from(names, (name) => (test(name) ? 1 : 0));
}
