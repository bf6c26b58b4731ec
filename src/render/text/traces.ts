/**
 * `pprofx traces` as text: every sample with its labels and its stack, leaf first.
 */

import {frameNames} from '../../analysis/names/frame-names.ts';
import {divided} from '../../analysis/reports/graph.ts';
import {type Report, valueText} from '../../analysis/reports/report.ts';
import {labelGroups} from '../../analysis/values/label-units.ts';
import {NONE} from '../../base/columns.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {scaledLabel} from '../../base/units.ts';
import {compareBytes} from '../../base/utf8.ts';
import {frameText} from '../words/frame-text.ts';
import {reportHeading, type TextOptions} from '../words/report-heading.ts';
import type {Style} from '../words/style.ts';

const RULE = '-----------+-------------------------------------------------------';

export function renderTracesText(report: Report, options: TextOptions, style: Style): string {
  const {chosen, profile, settings} = report;
  const {samples, stacks} = profile;
  const frames = frameNames(profile, {granularity: settings.granularity});
  const names = Array.from({length: frames.length}, (_, row) => frameText(frames.infoAt(row), options.hasFullNames));
  const lines = reportHeading(report, options, style);
  for (let row = 0; row < samples.length; row++) {
    if (samples.stack[row] === NONE) continue;
    lines.push(style.dim(RULE));
    pushAll(lines, labelLines(report, samples.labels[row]));
    let value = valueText(report, divided(chosen.values[row], chosen.divisors?.[row] ?? 0), settings.unit);
    for (let stack = samples.stack[row]; stack !== NONE; stack = stacks.parent[stack]) {
      const outermost = frames.start[stacks.location[stack] + 1] - 1;
      for (let i = frames.start[stacks.location[stack]]; i <= outermost; i++) {
        lines.push(`${value.padStart(10)}   ${names[frames.node[i]]}${i === outermost ? '' : ' (inline)'}`);
        value = '';
      }
    }
  }
  return `${lines.join('\n')}\n${style.dim(RULE)}\n`;
}

/** String labels first, then numbers, each sorted as printed. */
function labelLines({labelUnits, profile}: Report, labelSet: number): string[] {
  const groups = labelGroups(profile, labelSet);
  const line = (key: string, values: readonly string[]): string =>
    `${safeText(key).padStart(10)}:  ${values.map(safeText).join(' ')}`;
  const texts = groups.filter(({texts: values}) => values.length > 0).map(({key, texts: values}) => line(key, values));
  const numbers = groups
    .filter(({numbers: values}) => values.length > 0)
    .map(({key, numbers: values}) => {
      const unit = labelUnits.unitOf.get(key) ?? '';
      return line(
        key,
        values.map(({value}) => scaledLabel(Number(value), unit, 'auto')),
      );
    });
  return [...texts.sort(compareBytes), ...numbers.sort(compareBytes)];
}
