/**
 * A series of profiles in one sentence, the same in every medium.
 */
import type {Series} from '../../analysis/compare/series.ts';
import type {Trend} from '../../analysis/compare/trend.ts';
import {say} from '../../base/language/say.ts';
import {shortName} from '../../model/symbol.ts';
import {measureOf, movement, valueText} from './diff-words.ts';

/** `growth: heap in use rose by 94 769 662 bytes (90.38MB) at 9 of 10, in skl.newArena`. */
export function seriesSentence({growing, growths, points, type, unit}: Series): string {
  const what = measureOf(type);
  if (growths.length === 0) {
    const moved = movement({before: points[0].total, after: points[points.length - 1].total}, unit);
    return say`no growth: ${what} ${moved} over ${points.length} profiles`;
  }
  const [first] = growths;
  const main = growing[0];
  const blame = main === undefined ? '' : say`, most of it in ${shortName(main.stack[0] ?? '')}`;
  const more = growths.length === 1 ? '' : say`, and ${growths.length - 1} more times`;
  const exact = unit === 'bytes' ? say` (${first.delta} bytes)` : '';
  return say`growth: ${what} rose by ${valueText(first.delta, unit)}${exact} at profile ${first.at + 1} of ${points.length}${blame}${more}`;
}

/** `trend: goroutines never fall back: 1 200 → 9 400, 2 050 an hour`. */
export function trendSentence({from, rise, slope}: Trend, {type, unit}: Pick<Series, 'type' | 'unit'>): string {
  const hourly = valueText(slope * 3600, unit);
  return say`trend: the floor of ${measureOf(type)} rises: ${movement({before: from, after: from + rise}, unit)}, ${hourly} an hour`;
}
