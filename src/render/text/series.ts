/**
 * A series of profiles for people: whether it grows, since when, how fast, and what.
 */

import type {Growth, Series, SeriesShape} from '../../analysis/compare/series.ts';
import {say} from '../../base/language/say.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {shortName} from '../../model/symbol.ts';
import {deltaText, valueText} from '../words/diff-words.ts';
import {seriesSentence} from '../words/series-sentence.ts';
import type {Style} from '../words/style.ts';
import {utcText} from '../words/utc-text.ts';
import {type Column, textTable} from './text-table.ts';

const columns = (): readonly Column[] => [
  {title: '#', align: 'right'},
  {title: say('time'), align: 'left'},
  {title: say('total'), align: 'right'},
  {title: say('change'), align: 'right'},
  {title: '', align: 'left'},
  {title: 'profile', align: 'left'},
];

export function renderSeriesText(series: Series, nodeCount: number, style: Style): string {
  const grows = series.growths.length > 0;
  const lines = [(grows ? style.red : style.green)(style.bold(safeText(seriesSentence(series)))), ''];
  if (series.wasShuffled)
    lines.push(style.yellow(say('note: the inputs were not in the order of their times; they are sorted here')));
  if (!series.hasTimes)
    lines.push(
      style.yellow(
        say('note: not all profiles carry their time; the order is that of the command line, and there are no rates'),
      ),
    );
  const growthAt = new Map(series.growths.map((growth) => [growth.at, growth]));
  const cells = series.points.map(({name, timeNanos, total}, i) => [
    String(i + 1),
    timeText(timeNanos),
    valueText(total, series.unit),
    i === 0 ? '' : deltaText(total - series.points[i - 1].total, series.unit),
    growthText(growthAt.get(i), series.unit),
    safeText(name),
  ]);
  const [title, ...rows] = textTable(columns(), cells);
  lines.push(style.bold(title ?? ''));
  pushAll(lines, rows);
  const shown = nodeCount === 0 ? series.growing : series.growing.slice(0, nodeCount);
  if (shown.length > 0) {
    lines.push('', style.bold(say('what grew')));
    pushAll(
      lines,
      shown.flatMap((shape) => shapeLines(shape, series.unit)),
    );
  }
  return `${lines.join('\n')}\n`;
}

function growthText(growth: Growth | undefined, unit: string): string {
  if (growth === undefined) return '';
  const delta = deltaText(growth.delta, unit);
  const bound = valueText(growth.bound, unit);
  return growth.form === 'climb'
    ? say`growth ${delta} since ${growth.from + 1}, bound \xb1${bound}`
    : say`growth ${delta}, bound \xb1${bound}`;
}

function shapeLines({firstSeen, growth, isMonotone, perHour, stack, values}: SeriesShape, unit: string): string[] {
  const facts = [
    `${valueText(values[0], unit)} → ${valueText(values[values.length - 1], unit)}`,
    ...(growth === undefined ? [] : [say`${deltaText(growth.delta, unit)} at ${growth.at + 1}`]),
    ...(perHour === undefined || perHour === 0 ? [] : [say`${deltaText(perHour, unit)} an hour`]),
    ...(isMonotone ? [say('never fell')] : []),
    ...(firstSeen === 0 ? [] : [say`first seen at ${firstSeen + 1}`]),
  ];
  return [`  ${facts.join(' · ')}`, `    ${safeText(stack.slice(0, 5).map(shortName).join(' < '))}`];
}

function timeText(nanos: bigint): string {
  return nanos <= 0n ? '–' : utcText(Number(nanos / 1_000_000n));
}
