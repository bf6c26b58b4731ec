/**
 * Removes the unimportant from a graph: nodes and edges below a cutoff, edges that say nothing new.
 */
import {dropEdge, type Graph, type NodeTags, removeFrom, type Tag} from './graph.ts';
import {sortedEdges} from './graph-order.ts';

/** Nodes whose cum reaches the cutoff. */
export function heavyNodes(graph: Graph, cutoff: number): number[] {
  return graph.nodes.filter((node) => Math.abs(graph.cum.values[node]) >= cutoff);
}

/** Removes edges below the cutoff and returns how many. */
export function dropLightEdges(graph: Graph, cutoff: number): number {
  let dropped = 0;
  for (const node of graph.nodes) {
    for (const edge of [...graph.incoming[node]]) {
      if (Math.abs(graph.edges.weight.values[edge]) >= cutoff) continue;
      dropEdge(graph, edge);
      dropped++;
    }
  }
  return dropped;
}

/** Removes labels below the cutoff. */
export function dropLightTags(graph: Graph, cutoff: number): void {
  if (graph.tags === undefined) return;
  for (const node of graph.nodes) {
    const tags: NodeTags = graph.tags[node];
    tags.labels = heavyTags(tags.labels, cutoff);
    for (const [labels, numbers] of tags.numbers) tags.numbers.set(labels, heavyTags(numbers, cutoff));
  }
}

function heavyTags(tags: Map<string, Tag>, cutoff: number): Map<string, Tag> {
  return new Map([...tags].filter(([, tag]) => Math.abs(tag.flat) >= cutoff || Math.abs(tag.cum) >= cutoff));
}

/** At most as many label boxes as this are drawn at a node. */
export const MAX_NODE_TAGS = 4;

/** The first nodes, at most `count`; in pictures the labels drawn beside a node count as nodes. */
export function firstNodes(graph: Graph, count: number): number[] {
  if (graph.tags === undefined) return graph.nodes.slice(0, count);
  let drawn = 0;
  for (let i = 0; i < graph.nodes.length; i++) {
    drawn += 1 + Math.min(MAX_NODE_TAGS, countTags(graph.tags[graph.nodes[i]]));
    if (drawn >= count) return graph.nodes.slice(0, i + 1);
  }
  return graph.nodes.slice(0, count);
}

function countTags({labels, numbers}: NodeTags): number {
  const groups = [labels, ...numbers.values()];
  return groups.reduce((sum, tags) => sum + [...tags.values()].filter(({flat}) => flat !== 0).length, 0);
}

/** Leaves only `kept` nodes of a call tree; what they called moves up to the next node above that stays. */
export function trimTree(graph: Graph, kept: ReadonlySet<number>): void {
  const before = graph.nodes;
  graph.nodes = before.filter((node) => kept.has(node));
  for (const node of before) if (!kept.has(node)) bypass(graph, node);
  dropRedundantEdges(graph);
}

function bypass(graph: Graph, node: number): void {
  const {edges, incoming, outgoing} = graph;
  const [above] = incoming[node];
  if (above === undefined) {
    for (const edge of outgoing[node]) removeFrom(incoming[edges.target[edge]], edge);
    return;
  }
  const parent = edges.source[above];
  removeFrom(outgoing[parent], above);
  for (const edge of outgoing[node]) {
    edges.source[edge] = parent;
    outgoing[parent].push(edge);
    edges.isResidual[edge] = 1;
    edges.isInline[edge] &= edges.isInline[above];
  }
}

/** Removes residual edges whose ends are connected otherwise, lightest first. */
export function dropRedundantEdges(graph: Graph): void {
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const edges = sortedEdges(graph, graph.incoming[graph.nodes[i]]);
    for (let j = edges.length - 1; j >= 0; j--) {
      // No edge goes that is heavier than one that is really there: that would mislead.
      if (graph.edges.isResidual[edges[j]] === 0) break;
      if (isRedundant(graph, edges[j])) dropEdge(graph, edges[j]);
    }
  }
}

/** Whether the source of an edge reaches its target without the edge. */
function isRedundant({edges, incoming}: Graph, edge: number): boolean {
  const source = edges.source[edge];
  const seen = new Set([edges.target[edge]]);
  for (const node of seen) {
    for (const other of incoming[node]) {
      if (other === edge || seen.has(edges.source[other])) continue;
      if (edges.source[other] === source) return true;
      seen.add(edges.source[other]);
    }
  }
  return false;
}
