/**
 * The tables of a graph while stacks are added to it.
 */
import {Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import {ValueColumn} from '../../model/value-column.ts';
import type {FrameNames} from '../names/frame-names.ts';
import type {Graph, GraphEdges, NodeTags} from './graph.ts';

/** What a stack or sample adds. */
export interface Amount {
  readonly value: number;
  readonly residue: number;
  readonly divisor: number;
}

export class GraphBuilder {
  /** Last stack that counted the node. */
  seenIn: Int32Array;
  private readonly frames: FrameNames;
  private length = 0;
  private readonly flat = new ValueColumn();
  private readonly cum = new ValueColumn();
  private readonly flatDivisor = new Float64Column();
  private readonly cumDivisor = new Float64Column();
  private readonly pairs = new PairInterner();
  private readonly weight = new ValueColumn();
  private readonly weightDivisor: number[] = [];
  private readonly edgeSeenIn = new Int32Column();
  private readonly isResidual: number[] = [];
  private readonly isInline: number[] = [];

  constructor(frames: FrameNames, nodes: number) {
    this.frames = frames;
    this.seenIn = new Int32Array(nodes).fill(NONE);
    this.ensure(nodes - 1);
  }

  /** Makes nodes up to `node` exist. */
  ensure(node: number): void {
    for (; this.length <= node; this.length++) {
      this.flat.add(this.length, 0, 0);
      this.cum.add(this.length, 0, 0);
      this.flatDivisor.push(0);
      this.cumDivisor.push(0);
    }
  }

  addFlat(node: number, {divisor, residue, value}: Amount): void {
    this.flat.add(node, value, residue);
    this.flatDivisor.values[node] += divisor;
  }

  addCum(node: number, {divisor, residue, value}: Amount): void {
    this.cum.add(node, value, residue);
    this.cumDivisor.values[node] += divisor;
  }

  addEdge(source: number, target: number, stack: number, amount: Amount, isResidual: boolean, isInline: boolean): void {
    const edge = this.pairs.intern(source, target);
    if (edge === this.edgeSeenIn.length) {
      this.edgeSeenIn.push(NONE);
      this.isResidual.push(0);
      this.isInline.push(1);
      this.weightDivisor.push(0);
      this.weight.add(edge, 0, 0);
    }
    if (this.edgeSeenIn.values[edge] === stack) return;
    this.edgeSeenIn.values[edge] = stack;
    this.weight.add(edge, amount.value, amount.residue);
    this.weightDivisor[edge] += amount.divisor;
    if (isResidual) this.isResidual[edge] = 1;
    if (!isInline) this.isInline[edge] = 0;
  }

  finish(frame: Int32Array, dropNegative: boolean, tags: readonly NodeTags[] | undefined): Graph {
    const flat = this.flat.finish(undefined);
    const cum = this.cum.finish(undefined);
    const nodes: number[] = [];
    for (let node = 0; node < this.length; node++) {
      const isEmpty = cum.values[node] === 0 && flat.values[node] === 0;
      const isNegative = flat.values[node] < 0 || (flat.values[node] === 0 && cum.values[node] < 0);
      if (!isEmpty && !(dropNegative && isNegative)) nodes.push(node);
    }
    return {
      frames: this.frames,
      frame,
      flat,
      cum,
      flatDivisor: this.flatDivisor.finish(),
      cumDivisor: this.cumDivisor.finish(),
      ...this.finishEdges(),
      nodes,
      tags,
    };
  }

  finishEdges(): Pick<Graph, 'edges' | 'incoming' | 'outgoing'> {
    const edges: GraphEdges = {
      source: this.pairs.first.finish(),
      target: this.pairs.second.finish(),
      weight: this.weight.finish(undefined),
      divisor: Float64Array.from(this.weightDivisor),
      isResidual: Uint8Array.from(this.isResidual),
      isInline: Uint8Array.from(this.isInline),
    };
    return {edges, ...edgeLists(this.length, edges)};
  }
}

function edgeLists(length: number, edges: GraphEdges): {incoming: number[][]; outgoing: number[][]} {
  const none: number[] = [];
  // Of a graph without edges, all nodes share one empty list.
  const list = edges.source.length === 0 ? (): number[] => none : (): number[] => [];
  const incoming = Array.from({length}, list);
  const outgoing = Array.from({length}, list);
  for (let edge = 0; edge < edges.source.length; edge++) {
    incoming[edges.target[edge]].push(edge);
    outgoing[edges.source[edge]].push(edge);
  }
  return {incoming, outgoing};
}
