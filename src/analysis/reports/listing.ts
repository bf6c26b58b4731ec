/**
 * What each source line of some functions costs: the numbers of an annotated listing.
 */
import {compareBytes} from '../../base/utf8.ts';
import type {Pattern} from '../names/pattern.ts';
import {type Graph, nodeInfo} from './graph.ts';
import type {Report} from './report.ts';
import {fullGraph} from './report-graph.ts';

export interface ListedLine {
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
}

/** One function in one file. */
export interface ListedFunction {
  readonly name: string;
  /** '' when the profile names none. */
  readonly file: string;
  readonly flat: number;
  readonly cum: number;
  /** Lines that a listing shows: the function from its first line, or some lines around what was measured. */
  readonly from: number;
  readonly to: number;
  /** Lines with a value, in order. */
  readonly lines: readonly ListedLine[];
}

/** Lines shown before and after those with a value. */
const MARGIN = 5;

/** Functions whose name matches, by name and file. */
export function listFunctions(report: Report, pattern: Pattern): ListedFunction[] {
  const graph = fullGraph(report);
  const groups = new Map<string, number[]>();
  for (const node of graph.nodes) {
    const {file, name} = nodeInfo(graph, node);
    if (!pattern.test(name)) continue;
    const key = `${name}\0${file}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(node);
  }
  return [...groups.values()]
    .map((nodes) => listedFunction(graph, nodes))
    .sort((a, b) => compareBytes(a.name, b.name) || compareBytes(a.file, b.file));
}

function listedFunction(graph: Graph, nodes: readonly number[]): ListedFunction {
  const {file, name} = nodeInfo(graph, nodes[0]);
  const lines = new Map<number, ListedLine>();
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const node of nodes) {
    const {line, startLine} = nodeInfo(graph, node);
    const known = lines.get(line) ?? {line, flat: 0, cum: 0};
    const flat = known.flat + graph.flat.values[node];
    lines.set(line, {line, flat, cum: known.cum + graph.cum.values[node]});
    from = Math.min(from, startLine === 0 ? line - MARGIN : startLine);
    to = Math.max(to, line + MARGIN);
  }
  const sorted = [...lines.values()].sort((a, b) => a.line - b.line);
  return {
    name,
    file,
    flat: sorted.reduce((sum, line) => sum + line.flat, 0),
    cum: sorted.reduce((sum, line) => sum + line.cum, 0),
    from: Math.max(1, from),
    to,
    lines: sorted,
  };
}
