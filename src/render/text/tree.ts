/**
 * `pprofx tree` and `pprofx peek` as text: every function with its callers above and its callees below it, as in
 * `go tool pprof -tree`.
 */

import type {Pattern} from '../../analysis/names/pattern.ts';
import {cumValue, flatValue, matchingNodes} from '../../analysis/reports/graph.ts';
import {sortedEdges} from '../../analysis/reports/graph-order.ts';
import {type Report, valueText} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {pushAll} from '../../base/lists.ts';
import {percentage} from '../../base/units.ts';
import {nodeText} from '../words/frame-text.ts';
import {graphHeading, type TextOptions} from '../words/report-heading.ts';
import type {Style} from '../words/style.ts';

const TITLE = '      flat  flat%   sum%        cum   cum%      calls  calls%   callers above, callees below';
const RULE = '-'.repeat(86);
const EDGE_INDENT = ' '.repeat(39);

interface TreeContext {
  readonly report: Report;
  readonly trimmed: TrimmedGraph;
  readonly options: TextOptions;
  readonly style: Style;
}

/**
 * @param pattern  only functions that match are shown; the shares of what is shown still add up
 */
export function renderTreeText(
  report: Report,
  trimmed: TrimmedGraph,
  pattern: Pattern | undefined,
  options: TextOptions,
  style: Style,
): string {
  const context: TreeContext = {report, trimmed, options, style};
  const {graph} = trimmed;
  const lines = [...graphHeading(report, trimmed, options, style), style.bold(TITLE)];
  let sum = 0;
  for (const node of matchingNodes(graph, pattern)) {
    sum += flatValue(graph, node);
    lines.push(style.dim(RULE));
    pushAll(lines, blockLines(context, node, sum));
  }
  return `${lines.join('\n')}\n`;
}

function blockLines(context: TreeContext, node: number, sum: number): string[] {
  const {options, report, style, trimmed} = context;
  const {graph, unit} = trimmed;
  const {source, target} = graph.edges;
  const flat = flatValue(graph, node);
  const cum = cumValue(graph, node);
  const own = [
    valueText(report, flat, unit).padStart(10),
    percentage(flat, report.total).padStart(6),
    percentage(sum, report.total).padStart(6),
    valueText(report, cum, unit).padStart(10),
    percentage(cum, report.total).padStart(6),
  ].join(' ');
  const edge = (row: number, other: number): string => edgeLine(context, row, other, cum);
  return [
    ...sortedEdges(graph, graph.incoming[node]).map((row) => edge(row, source[row])),
    `${own}                    ${style.bold(nodeText(graph, node, options.hasFullNames))}`,
    ...sortedEdges(graph, graph.outgoing[node]).map((row) => edge(row, target[row])),
  ];
}

function edgeLine({options, report, trimmed}: TreeContext, edge: number, other: number, cum: number): string {
  const {graph, unit} = trimmed;
  const weight = graph.edges.weight.values[edge];
  const inline = graph.edges.isInline[edge] === 1 ? ' (inline)' : '';
  const name = nodeText(graph, other, options.hasFullNames);
  return `${EDGE_INDENT}${valueText(report, weight, unit).padStart(13)} ${percentage(weight, cum).padStart(7)}     ${name}${inline}`;
}
