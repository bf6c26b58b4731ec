/**
 * Callgrind files, for KCachegrind and QCachegrind.
 *
 * Names are written once and referred to by number, addresses as distances, as the format allows; calls carry no count
 * because a profile knows none.
 */

import type {FrameInfo} from '../../analysis/names/frame-names.ts';
import {flatValue, type Graph, nodeInfo} from '../../analysis/reports/graph.ts';
import {sortedEdges} from '../../analysis/reports/graph-order.ts';
import type {Report} from '../../analysis/reports/report.ts';
import type {TrimmedGraph} from '../../analysis/reports/report-graph.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {scale} from '../../base/units.ts';

export function renderCallgrind(report: Report, {graph, unit}: TrimmedGraph): string {
  const {settings, valueType} = report;
  const type = settings.mean ? `mean_${valueType.type}` : valueType.type;
  const lines = ['positions: instr line', `events: ${oneLine(type)}(${oneLine(unit)})`];
  const writer = new CallgrindWriter(graph, settings.callTree, (value) =>
    Math.trunc(scale(value, valueType.unit, unit).value),
  );
  for (const node of graph.nodes) pushAll(lines, writer.nodeLines(node));
  return `${lines.join('\n')}\n`;
}

class CallgrindWriter {
  private readonly graph: Graph;
  private readonly cost: (value: number) => number;
  private readonly names: readonly string[];
  private readonly objectIds = new Map<string, number>();
  private readonly fileIds = new Map<string, number>();
  private readonly nameIds = new Map<string, number>();
  private previous: FrameInfo | undefined;

  constructor(graph: Graph, isTree: boolean, cost: (value: number) => number) {
    this.graph = graph;
    this.cost = cost;
    this.names = distinctNames(graph, isTree);
  }

  nodeLines(node: number): string[] {
    const {graph, previous} = this;
    const info = nodeInfo(graph, node);
    const lines: string[] = [];
    const isSame =
      previous !== undefined &&
      previous.object === info.object &&
      previous.file === info.file &&
      previous.name === info.name;
    if (!isSame) {
      lines.push(
        '',
        `ob=${reference(this.objectIds, info.object)}`,
        `fl=${reference(this.fileIds, info.file)}`,
        `fn=${reference(this.nameIds, info.name)}`,
      );
    }
    lines.push(`${this.address(info)} ${info.line} ${this.cost(flatValue(graph, node))}`);
    for (const edge of sortedEdges(graph, graph.outgoing[node])) pushAll(lines, this.callLines(edge));
    this.previous = info;
    return lines;
  }

  private callLines(edge: number): string[] {
    const {edges} = this.graph;
    const callee = edges.target[edge];
    const info = nodeInfo(this.graph, callee);
    return [
      `cfl=${reference(this.fileIds, info.file)}`,
      `cfn=${reference(this.nameIds, this.names[callee])}`,
      `calls=0 ${this.address(info)} ${info.line}`,
      `* * ${this.cost(edges.weight.values[edge])}`,
    ];
  }

  /** The address, as a distance from the one before where that is shorter. */
  private address({address}: FrameInfo): string {
    const absolute = `0x${address.toString(16)}`;
    if (this.previous === undefined) return absolute;
    if (this.previous.address === address) return '*';
    const distance = BigInt.asIntN(64, address - this.previous.address);
    const relative = distance < 0n ? String(distance) : `+${distance}`;
    return relative.length < absolute.length ? relative : absolute;
  }
}

/** `(3) name` on first sight, `(3)` from then on; nothing for no name. */
function reference(ids: Map<string, number>, name: string): string {
  if (name === '') return '';
  const known = ids.get(name);
  if (known !== undefined) return `(${known})`;
  ids.set(name, ids.size + 1);
  return `(${ids.size}) ${oneLine(name)}`;
}

/** Callgrind takes functions of one name and file for the same; those that are not get a number. Nodes left out have no name. */
function distinctNames(graph: Graph, isTree: boolean): string[] {
  const functionsOfName = new Map<string, Map<string, number>>();
  const functionOf = (node: number): string => {
    const {object, startLine} = nodeInfo(graph, node);
    const [above] = isTree ? graph.incoming[node] : [];
    return `${startLine}\0${object}\0${above === undefined ? '' : graph.edges.source[above]}`;
  };
  const nameOf = (node: number): string => {
    const {file, name} = nodeInfo(graph, node);
    return `${file}\0${name}`;
  };
  for (const node of graph.nodes) {
    const known = functionsOfName.get(nameOf(node)) ?? new Map<string, number>();
    functionsOfName.set(nameOf(node), known);
    if (!known.has(functionOf(node))) known.set(functionOf(node), known.size + 1);
  }
  const isShown = new Set(graph.nodes);
  return Array.from(graph.frame, (_, node) => {
    const {name} = nodeInfo(graph, node);
    if (!isShown.has(node)) return '';
    const known = functionsOfName.get(nameOf(node));
    return known === undefined || known.size < 2 ? name : `${name} [${known.get(functionOf(node)) ?? 1}/${known.size}]`;
  });
}

function oneLine(text: string): string {
  return safeText(text.replace(/[\r\n]+/g, ' '));
}
