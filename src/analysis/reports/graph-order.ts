/**
 * In which order nodes and edges are shown: google/pprof's orders, with its ties, so that rows compare one by one.
 */
import {compareBytes} from '../../base/utf8.ts';
import {type Graph, nodeInfo, nodeName} from './graph.ts';

export type NodeOrder = 'flat' | 'cum' | 'entropy';

/** Sorts the shown nodes in place: by magnitude, then by name. */
export function sortNodes(graph: Graph, order: NodeOrder): void {
  const score = order === 'entropy' ? entropyScores(graph) : order === 'flat' ? graph.flat.values : graph.cum.values;
  const second = order === 'flat' ? graph.cum.values : graph.flat.values;
  graph.nodes.sort(
    (a, b) =>
      Math.abs(score[b]) - Math.abs(score[a]) ||
      compareBytes(nodeName(graph, a), nodeName(graph, b)) ||
      Math.abs(second[b]) - Math.abs(second[a]) ||
      compareBytes(sortText(graph, a), sortText(graph, b)),
  );
}

/** What the last tie is broken by: all facts of the frame in one text. */
function sortText(graph: Graph, node: number): string {
  const {address, file, line, name, object, startLine} = nodeInfo(graph, node);
  return `{${name}  ${address} ${file} ${startLine} ${line} ${object}}`;
}

/** Edges by magnitude, then by the names of their ends. */
export function sortedEdges(graph: Graph, edges: readonly number[]): number[] {
  const {source, target, weight} = graph.edges;
  return [...edges].sort(
    (a, b) =>
      Math.abs(weight.values[b]) - Math.abs(weight.values[a]) ||
      compareBytes(nodeName(graph, source[a]), nodeName(graph, source[b])) ||
      compareBytes(nodeName(graph, target[a]), nodeName(graph, target[b])),
  );
}

/**
 * How much a picture gains by showing a node: nodes that just pass on what they are called for gain little. The measure
 * is google/pprof's: the entropy of what comes in and goes out, times cum, plus flat.
 */
function entropyScores(graph: Graph): Float64Array {
  const scores = new Float64Array(graph.frame.length);
  for (const node of graph.nodes) {
    const flat = graph.flat.values[node];
    let score = graph.incoming[node].length === 0 ? 1 : edgeEntropy(graph, graph.incoming[node], 0);
    score += graph.outgoing[node].length === 0 ? 1 : edgeEntropy(graph, graph.outgoing[node], flat);
    scores[node] = Math.trunc(score * graph.cum.values[node]) + flat;
  }
  return scores;
}

function edgeEntropy(graph: Graph, edges: readonly number[], self: number): number {
  const weights = edges.map((edge) => graph.edges.weight.values[edge]);
  const total = self + weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  if (total === 0) return 0;
  const parts = self > 0 ? [...weights, self] : weights;
  return parts.reduce((score, weight) => {
    const fraction = Math.abs(weight) / total;
    return fraction === 0 ? score : score - fraction * Math.log2(fraction);
  }, 0);
}
