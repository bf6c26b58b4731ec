/**
 * Frames of reports in words, safe to print: with full import paths or short names.
 */
import {type FrameInfo, printableName} from '../../analysis/names/frame-names.ts';
import {type Graph, nodeInfo} from '../../analysis/reports/graph.ts';
import {safeText} from '../../base/safe-text.ts';
import {shortName} from '../../model/symbol.ts';

export function frameText(info: FrameInfo, hasFullName: boolean): string {
  return safeText(printableName(hasFullName ? info : {...info, name: shortName(info.name)}));
}

export function nodeText(graph: Graph, node: number, hasFullName: boolean): string {
  return frameText(nodeInfo(graph, node), hasFullName);
}

/** How often the calls of a node were inlined: always, sometimes or never (''). */
export function inlineText({edges, incoming}: Graph, node: number): string {
  const inlined = incoming[node].filter((edge) => edges.isInline[edge] === 1).length;
  if (inlined === 0) return '';
  return inlined === incoming[node].length ? ' (inline)' : ' (partial-inline)';
}
