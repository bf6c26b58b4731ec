/**
 * Bounds reports for people: a process may have thousands of findings, and nobody reads them all.
 */
const MOST_SHOWN = 50;

/** What a report for people shows of its findings, or of what it says of each: the most urgent, and how many more there are. */
export function mostUrgent<T>(sorted: readonly T[]): {readonly shown: readonly T[]; readonly more: number} {
  return {shown: sorted.slice(0, MOST_SHOWN), more: Math.max(0, sorted.length - MOST_SHOWN)};
}
