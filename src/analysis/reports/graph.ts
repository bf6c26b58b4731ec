/**
 * The call graph of a profile, as google/pprof builds it: what each frame costs by itself and with everything it
 * calls, and what flows along each call.
 *
 * A graph is worked on in place while it is trimmed; whoever renders it only reads.
 */

import {NONE} from '../../base/columns.ts';
import type {FrameInfo, FrameNames} from '../names/frame-names.ts';
import type {Pattern} from '../names/pattern.ts';

/** Exact sums: value plus, where sums may leave ±2^53, a residue. */
export interface Sums {
  readonly values: Float64Array;
  readonly residues: Float64Array | undefined;
}

export interface GraphEdges {
  /** Node rows; the source changes when a node between two others is removed. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly weight: Sums;
  readonly divisor: Float64Array;
  /** Crosses frames that were removed. */
  readonly isResidual: Uint8Array;
  /** Every call on it was inlined. */
  readonly isInline: Uint8Array;
}

/** A label value at a node: a string label, or a number in words. */
export interface Tag {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  flat: number;
  flatDivisor: number;
  cum: number;
  cumDivisor: number;
}

export interface NodeTags {
  /** By `key:value` of all string labels, one a line. */
  labels: Map<string, Tag>;
  /** By joined labels, '' for none; then by the number in words. */
  readonly numbers: Map<string, Map<string, Tag>>;
}

export interface Graph {
  readonly frames: FrameNames;
  /** Frame of each node: itself in a graph, shared by many nodes in a call tree. */
  readonly frame: Int32Array;
  readonly flat: Sums;
  readonly cum: Sums;
  readonly flatDivisor: Float64Array;
  readonly cumDivisor: Float64Array;
  readonly edges: GraphEdges;
  /** Edge rows into and out of each node. */
  readonly incoming: number[][];
  readonly outgoing: number[][];
  /** The nodes shown, in order. */
  nodes: number[];
  /** Labels per node, for pictures only. */
  readonly tags: readonly NodeTags[] | undefined;
}

/** Value of a node by itself; a mean is divided. */
export function flatValue(graph: Graph, node: number): number {
  return divided(graph.flat.values[node], graph.flatDivisor[node]);
}

export function cumValue(graph: Graph, node: number): number {
  return divided(graph.cum.values[node], graph.cumDivisor[node]);
}

export function edgeValue(graph: Graph, edge: number): number {
  return divided(graph.edges.weight.values[edge], graph.edges.divisor[edge]);
}

/** Integer division as Go does it; by zero it leaves the value. */
export function divided(value: number, divisor: number): number {
  return divisor === 0 ? value : Math.trunc(value / divisor);
}

export function nodeName(graph: Graph, node: number): string {
  return graph.frames.nameAt(graph.frame[node]);
}

export function nodeInfo(graph: Graph, node: number): FrameInfo {
  return graph.frames.infoAt(graph.frame[node]);
}

/** A FunctionTable row of a node, NONE for code without symbols. */
export function nodeFunction(graph: Graph, node: number): number {
  return graph.frame[node] === NONE ? NONE : graph.frames.functionOf[graph.frame[node]];
}

/** Takes an edge out of both its ends. */
export function dropEdge(graph: Graph, edge: number): void {
  removeFrom(graph.outgoing[graph.edges.source[edge]], edge);
  removeFrom(graph.incoming[graph.edges.target[edge]], edge);
}

export function removeFrom(list: number[], item: number): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}

/** The nodes of a graph whose printed name matches; all without a pattern. */
export function matchingNodes(graph: Graph, pattern: Pattern | undefined): number[] {
  return graph.nodes.filter((node) => pattern === undefined || pattern.test(nodeName(graph, node)));
}
