/**
 * Reports of leak tests: goleak and hand-made checks print the goroutines that a test left behind.
 *
 * What such a report lists is suspect by the word of the tool that wrote it, which no single stack shows.
 */
import {asciiBytes, findBytes} from '../../base/ascii.ts';

/** goleak's two headings, and what checks in the style of the standard library's print. */
const HEADINGS: readonly Uint8Array[] = [
  'found unexpected goroutines',
  ' on top of the stack:',
  'Leaked goroutine',
  'leaked goroutine',
].map(asciiBytes);

/** @param text  the beginning of the report */
export function isLeakReport(text: Uint8Array): boolean {
  return HEADINGS.some((heading) => findBytes(text, 0, text.length, heading) >= 0);
}
