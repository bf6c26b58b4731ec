/**
 * What the series screen says: times in UTC, as logs and the watcher print them, and changes.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import type {SeriesLine, SeriesMoment, SeriesProcess} from '../../../src/render/html/page-series.ts';
import {formatCount, plural, shownName, value, waitText} from '../../base/text.ts';

const DAY = 86_400;

/** `21:45:12`, with the day where the series is longer than one. */
export function timeText(at: number, times: readonly number[]): string {
  const iso = new Date(at * 1000).toISOString();
  const isLong = times[times.length - 1] - times[0] >= DAY / 2;
  return `${isLong ? `${iso.slice(0, 10)} ` : ''}${iso.slice(11, 19)}`;
}

const KINDS: Readonly<Record<SeriesMoment['kind'], string>> = {
  healthy: sayLater('healthy'),
  alarm: sayLater('alarm'),
  round: '',
};

/** `21:45:12 · alarm`; the moments of `--twice` have no more than their time. */
export function momentText({at, kind}: SeriesMoment, times: readonly number[]): string {
  return `${timeText(at, times)}${kind === 'round' ? '' : ` · ${say(KINDS[kind])}`}`;
}

export function lineTitle({name}: SeriesLine): string {
  if (name === 'goroutines') return say('all goroutines');
  return name === 'heap' ? say('heap in use') : shownName(name);
}

/** `+1 200 (×3.4)`, `−12`, `no change`. */
export function changeText({unit, values}: SeriesLine): string {
  const [first] = values;
  const last = values[values.length - 1];
  if (first === last) return say('no change');
  const ratio = first > 0 && last / first >= 2 ? ` (×${(last / first).toFixed(1)})` : '';
  return `${last > first ? '+' : '−'}${value(Math.abs(last - first), unit)}${ratio}`;
}

/** `rises by 7 200 an hour`, '' for what does not rise steadily. */
export function trendText({hourly, unit}: SeriesLine): string {
  return hourly === undefined ? '' : say`rises by ${value(Math.round(hourly), unit)} an hour`;
}

/** `372 rounds in 6 h 12 min, 1 alarm. 61 moments can be opened. Times are UTC.` */
export function summaryText({at, moments}: SeriesProcess): string {
  const alarms = moments.filter(({kind}) => kind === 'alarm').length;
  const alarmText = alarms === 0 ? '' : alarms === 1 ? say`, 1 alarm` : say`, ${formatCount(alarms)} alarms`;
  const span = spanText(at[at.length - 1] - at[0]);
  return say`${plural(at.length, sayLater('measurement'))} in ${span}${alarmText}. ${plural(moments.length, sayLater('moment'))} can be opened. Times are UTC.`;
}

function spanText(seconds: number): string {
  return seconds < 120 ? say`${Math.round(seconds)} s` : waitText(Math.round(seconds / 60));
}
