/**
 * The time line: one measure over all rounds, the moments whose profiles are there, and the two that are chosen.
 *
 * A press on it moves the nearer of the two; the lists beside it do the same for keyboards and screen readers.
 */
import {say} from '../../../src/base/language/say.ts';
import type {SeriesLine, SeriesMoment, SeriesProcess} from '../../../src/render/html/page-series.ts';
import {h} from '../../base/dom.ts';
import {value} from '../../base/text.ts';
import {positionOf, sparkline} from './sparkline.ts';
import {timeText} from './words.ts';

export interface Chosen {
  readonly before: SeriesMoment;
  readonly after: SeriesMoment;
}

export function timeline(
  process: SeriesProcess,
  {name, unit, values}: SeriesLine,
  chosen: Chosen | undefined,
  onChoose: (chosen: Chosen) => void,
): HTMLElement {
  const {at, moments} = process;
  const area = h('div', {class: 'timeline-area'}, h('div', {class: 'timeline-picture'}));
  area.firstElementChild?.append(sparkline(at, values));
  for (const moment of moments) area.append(placed(h('i', {class: `moment ${moment.kind}`}), moment.at, at));
  if (chosen !== undefined) {
    area.append(flag('before', chosen.before, at), flag('after', chosen.after, at));
    area.addEventListener('click', (event) => {
      const {left, width} = area.getBoundingClientRect();
      const share = width === 0 ? 0 : (event.clientX - left) / width;
      onChoose(withNearer(chosen, nearest(moments, share, at)));
    });
  }
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return h(
    'figure',
    {class: 'timeline', 'aria-label': say`${name} over time`},
    h('p', {class: 'place'}, say`at most ${value(most, unit)}`),
    area,
    h(
      'p',
      {class: 'timeline-ends place'},
      h('span', {}, timeText(at[0], at)),
      h('span', {}, timeText(at[at.length - 1], at)),
    ),
  );
}

function flag(side: 'before' | 'after', moment: SeriesMoment, times: readonly number[]): HTMLElement {
  const isRight = positionOf(moment.at, times) > 0.5;
  return placed(
    h('b', {class: `flag ${side}${isRight ? ' right' : ''}`, 'aria-hidden': 'true'}, say(side)),
    moment.at,
    times,
  );
}

function placed(mark: HTMLElement, at: number, times: readonly number[]): HTMLElement {
  mark.style.setProperty('left', `${100 * positionOf(at, times)}%`);
  return mark;
}

function nearest(moments: readonly SeriesMoment[], share: number, times: readonly number[]): SeriesMoment {
  const distance = (moment: SeriesMoment): number => Math.abs(positionOf(moment.at, times) - share);
  return moments.reduce((best, moment) => (distance(moment) < distance(best) ? moment : best));
}

/** Moves the nearer side to a moment. */
function withNearer({after, before}: Chosen, moment: SeriesMoment): Chosen {
  const isBefore = Math.abs(before.at - moment.at) < Math.abs(after.at - moment.at);
  return isBefore ? {before: moment, after} : {before, after: moment};
}
