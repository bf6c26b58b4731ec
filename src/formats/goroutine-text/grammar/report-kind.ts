/**
 * What kind of report the goroutines stand in, by its headings: of a leak test, of a test that took
 * too long, or of the runtime's own deadlock check.
 *
 * What such a report lists is suspect by the word of the tool that wrote it, which no single stack shows.
 */
import {asciiBytes, findBytes} from '../../../base/ascii.ts';
import {ALL_ASLEEP, DATA_RACE, LEAK_REPORT, TIMED_OUT} from '../../../model/report-comments.ts';

const HEADINGS: readonly (readonly [heading: Uint8Array, comment: string])[] = [
  // goleak's two headings, and what checks in the style of the standard library's print.
  [asciiBytes('found unexpected goroutines'), LEAK_REPORT],
  [asciiBytes(' on top of the stack:'), LEAK_REPORT],
  [asciiBytes('Leaked goroutine'), LEAK_REPORT],
  [asciiBytes('leaked goroutine'), LEAK_REPORT],
  [asciiBytes('WARNING: DATA RACE'), DATA_RACE],
  [asciiBytes('panic: test timed out after'), TIMED_OUT],
  [asciiBytes('all goroutines are asleep - deadlock'), ALL_ASLEEP],
];

/** Comments that name the kind. @param text  the beginning of the report */
export function reportComments(text: Uint8Array): string[] {
  const found = HEADINGS.filter(([heading]) => findBytes(text, 0, text.length, heading) >= 0);
  return [...new Set(found.map(([, comment]) => comment))];
}
