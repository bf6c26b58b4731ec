/**
 * Moments in words: UTC, to the second, as logs have them.
 */

/** `2026-11-27T21:45:12Z`, `–` for what no calendar has. @param millis  since 1970 */
export function utcText(millis: number): string {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? '–' : `${date.toISOString().slice(0, 19)}Z`;
}
