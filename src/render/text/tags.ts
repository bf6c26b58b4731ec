/**
 * `pprofx tags` as text: label keys, their values, and how much each holds.
 */

import type {Report} from '../../analysis/reports/report.ts';
import {type TagKey, tagTable} from '../../analysis/reports/tag-table.ts';
import {fixed} from '../../base/decimal.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {percentage, scale} from '../../base/units.ts';
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

function keyLines(report: Report, {key, total, values}: TagKey, style: Style): string[] {
  const words = (value: number): string => {
    const scaled = scale(value, report.valueType.unit, report.settings.unit);
    return fixed(scaled.value, 1) + scaled.unit;
  };
  const rows = values.map(({text, value}) => [
    words(value),
    total > 0 ? `(${percentage(value, total)})` : '',
    safeText(text),
  ]);
  const [, ...cells] = textTable(
    [
      {title: '', align: 'right'},
      {title: '', align: 'right'},
      {title: '', align: 'left'},
    ],
    rows,
  );
  return [`${style.bold(safeText(key))}: Total ${words(total)}`, ...cells.map((row) => `  ${row}`), ''];
}
