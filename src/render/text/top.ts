/**
 * `pprofx top` as text: the columns of `go tool pprof -top`, each row's share summed up.
 */
import {cumValue, flatValue} from '../../analysis/reports/graph.ts';
import {type Report, valueText} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {percentage} from '../../base/units.ts';
import {inlineText, nodeText} from '../words/frame-text.ts';
import {graphHeading, type TextOptions} from '../words/report-heading.ts';
import type {Style} from '../words/style.ts';
import {type Column, textTable} from './text-table.ts';

const COLUMNS: readonly Column[] = [
  {title: 'flat', align: 'right'},
  {title: 'flat%', align: 'right'},
  {title: 'sum%', align: 'right'},
  {title: 'cum', align: 'right'},
  {title: 'cum%', align: 'right'},
  {title: 'function', align: 'left'},
];

export function renderTopText(report: Report, trimmed: TrimmedGraph, options: TextOptions, style: Style): string {
  const {graph, unit} = trimmed;
  let sum = 0;
  const cells = graph.nodes.map((node) => {
    const flat = flatValue(graph, node);
    const cum = cumValue(graph, node);
    sum += flat;
    return [
      valueText(report, flat, unit),
      percentage(flat, report.total),
      percentage(sum, report.total),
      valueText(report, cum, unit),
      percentage(cum, report.total),
      nodeText(graph, node, options.hasFullNames) + inlineText(graph, node),
    ];
  });
  const [title, ...rows] = textTable(COLUMNS, cells);
  return `${[...graphHeading(report, trimmed, options, style), style.bold(title), ...rows].join('\n')}\n`;
}
