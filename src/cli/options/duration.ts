/**
 * Durations on the command line, as Go spells them.
 */
import {failure} from '../../base/errors.ts';

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

/** Seconds of `120s`, `2m`, `1h30m`, or a bare number of seconds. @throws USAGE */
export function durationSeconds(text: string, option: string): number {
  if (/^\d{1,9}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text);
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)/g)];
  const isWhole = parts.map(([part]) => part).join('') === text;
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (SECONDS.get(unit) ?? 0), 0);
  if (text !== '' && isWhole && seconds > 0) return seconds;
  throw failure('USAGE', `--${option} expects a duration such as 90s or 2m, not ${text}`);
}
