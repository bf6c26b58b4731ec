/**
 * `pprofx tags` as text: label keys, their values, and how much each holds.
 */

import {type Report, valueText} from '../../analysis/reports/report.ts';
import {type TagKey, tagTable} from '../../analysis/reports/tag-table.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {percentage} from '../../base/units.ts';
import {reportHeading, type TextOptions} from '../words/report-heading.ts';
import type {Style} from '../words/style.ts';
import {textTable} from './text-table.ts';

export function renderTagsText(report: Report, options: TextOptions, style: Style): string {
  const lines = reportHeading(report, options, style);
  const table = tagTable(report);
  if (table.length === 0) lines.push('No sample has a label.');
  for (const key of table) pushAll(lines, keyLines(report, key, style));
  return `${lines.join('\n')}\n`;
}

/** Shares are of the whole profile, as google/pprof counts today; Go 1.19 gives shares of the key. */
function keyLines(report: Report, {key, total, values}: TagKey, style: Style): string[] {
  const words = (value: number): string => valueText(report, value, report.settings.unit);
  const share = (value: number): string => `(${percentage(value, report.total)})`;
  const rows = values.map(({text, value}) => [words(value), share(value), safeText(text)]);
  const [, ...cells] = textTable(
    [
      {title: '', align: 'right'},
      {title: '', align: 'right'},
      {title: '', align: 'left'},
    ],
    rows,
  );
  const title = `${style.bold(safeText(key))}: Total ${words(total)} of ${words(report.total)} ${share(total)}`;
  return [title, ...cells.map((row) => `  ${row}`), ''];
}
