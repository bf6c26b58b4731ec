/**
 * Lines around goroutines that belong to the same report: why it was printed, registers, fences, totals.
 *
 * They are understood, so they are not counted as skipped, but there is nothing in them for the tables.
 */

const SURROUNDING: readonly RegExp[] = [
  /^(?:panic|fatal error|unexpected fault address|fatal: morestack)\b/,
  /^\s*\[recovered\]|^\s+panic: /,
  /^\[signal |^SIG[A-Z0-9]+: |^PC=0x|^signal arrived during|^exit status \d+$|^runtime: |^Aborted|^Quit/,
  // Registers, as each architecture names them.
  /^[a-z][a-z0-9_]{0,6}\s+0x[0-9a-f]+(?:\s+[a-z][a-z0-9_]{0,6}\s+0x[0-9a-f]+)*$/,
  /^(?:goroutine|threadcreate|goroutineleak) profile: total \d+/,
  /^\d+ unique stack traces/,
  /^(?:WARNING: )?DATA RACE$|^WARNING: DATA RACE|^Found \d+ data race/,
  /^goleak: |found unexpected goroutines:/,
  /^\+0x[0-9a-f]+$/,
  // Fences, rules, brackets and dots.
  /^[^A-Za-z0-9]+$/,
];

/** @param text  the line as binary text without trailing blanks */
export function isSurroundingLine(text: string): boolean {
  return text.length < 300 && SURROUNDING.some((pattern) => pattern.test(text));
}
