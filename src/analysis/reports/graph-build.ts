/**
 * Builds call graphs and call trees from stacks.
 *
 * Samples are summed per stack first: labels do not change the way a stack goes through the graph. As in google/pprof a
 * frame counts once per sample in cum however often it recurses, and an edge once per sample.
 */
import {Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {Profile} from '../../model/profile.ts';
import {ValueColumn} from '../../model/value-column.ts';
import type {FrameNames} from '../names/frame-names.ts';
import {FrameWalk} from '../names/frame-walk.ts';
import {ExactColumn} from '../values/exact-column.ts';
import type {ChosenValues} from '../values/sample-choice.ts';
import type {Graph, GraphEdges, NodeTags} from './graph.ts';

export interface GraphOptions {
  readonly dropNegative: boolean;
  /** 1 per frame that may appear; undefined for all. */
  readonly kept: Uint8Array | undefined;
  /** Without edges a graph has the weight of each node in far less time and memory. */
  readonly hasEdges: boolean;
}

/** A graph: one node per frame. */
export function buildGraph(profile: Profile, chosen: ChosenValues, frames: FrameNames, options: GraphOptions): Graph {
  const sums = stackSums(profile, chosen);
  const builder = new GraphBuilder(frames, frames.length);
  const walk = new FrameWalk(profile, frames);
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    if (sums.isTouched[stack] === 0) continue;
    const residue = sums.value.residues?.[stack] ?? 0;
    const amount = {value: sums.value.values[stack], residue, divisor: sums.divisor[stack]};
    addStack(builder, walk, stack, amount, options);
  }
  return builder.finish(
    new Int32Array(frames.length).map((_, row) => row),
    options.dropNegative,
    undefined,
  );
}

/** A call tree: one node per path of frames. */
export function buildCallTreeGraph(
  profile: Profile,
  chosen: ChosenValues,
  frames: FrameNames,
  dropNegative: boolean,
): Graph {
  const sums = stackSums(profile, chosen);
  const nodes = new PairInterner();
  const walk = new FrameWalk(profile, frames);
  const builder = new GraphBuilder(frames, 0);
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    if (sums.isTouched[stack] === 0) continue;
    const residue = sums.value.residues?.[stack] ?? 0;
    const amount = {value: sums.value.values[stack], residue, divisor: sums.divisor[stack]};
    let parent = NONE;
    for (let i = walk.walk(stack) - 1; i >= 0; i--) {
      const node = nodes.intern(parent, walk.node[i]);
      builder.ensure(node);
      builder.addCum(node, amount);
      if (parent !== NONE) builder.addEdge(parent, node, stack, amount, false, walk.isInline[i] === 1);
      parent = node;
    }
    if (parent !== NONE) builder.addFlat(parent, amount);
  }
  return builder.finish(nodes.second.finish(), dropNegative, undefined);
}

/** The same graph with labels at its nodes. */
export function withTags(graph: Graph, tags: readonly NodeTags[]): Graph {
  return {...graph, tags};
}

/** What a stack or sample adds. */
interface Amount {
  readonly value: number;
  readonly residue: number;
  readonly divisor: number;
}

function addStack(
  builder: GraphBuilder,
  walk: FrameWalk,
  stack: number,
  amount: Amount,
  {hasEdges, kept}: GraphOptions,
): void {
  let parent = NONE;
  let isResidual = false;
  for (let i = walk.walk(stack) - 1; i >= 0; i--) {
    const node = walk.node[i];
    if (kept !== undefined && kept[node] === 0) {
      isResidual = true;
      continue;
    }
    if (builder.seenIn[node] !== stack) {
      builder.seenIn[node] = stack;
      builder.addCum(node, amount);
    }
    if (hasEdges && parent !== NONE && parent !== node) {
      builder.addEdge(parent, node, stack, amount, isResidual, walk.isInline[i] === 1);
    }
    parent = node;
    isResidual = false;
  }
  if (parent !== NONE && !isResidual) builder.addFlat(parent, amount);
}

interface StackSums {
  readonly value: ExactColumn;
  readonly divisor: Float64Array;
  /** Whether any sample of the stack has a value: sums may cancel out and the calls are there all the same. */
  readonly isTouched: Uint8Array;
}

function stackSums(profile: Profile, {divisors, residues, values}: ChosenValues): StackSums {
  const {samples, stacks} = profile;
  const value = new ExactColumn(stacks.length, residues !== undefined);
  const divisor = new Float64Array(stacks.length);
  const isTouched = new Uint8Array(stacks.length);
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row];
    const residue = residues?.[row] ?? 0;
    const share = divisors?.[row] ?? 0;
    if (stack === NONE || (values[row] === 0 && residue === 0 && share === 0)) continue;
    value.add(stack, values[row], residue);
    divisor[stack] += share;
    isTouched[stack] = 1;
  }
  return {value, divisor, isTouched};
}

class GraphBuilder {
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
    const edges: GraphEdges = {
      source: this.pairs.first.finish(),
      target: this.pairs.second.finish(),
      weight: this.weight.finish(undefined),
      divisor: Float64Array.from(this.weightDivisor),
      isResidual: Uint8Array.from(this.isResidual),
      isInline: Uint8Array.from(this.isInline),
    };
    const nodes: number[] = [];
    for (let node = 0; node < this.length; node++) {
      const isEmpty = cum.values[node] === 0 && flat.values[node] === 0;
      const isNegative = flat.values[node] < 0 || (flat.values[node] === 0 && cum.values[node] < 0);
      if (!isEmpty && !(dropNegative && isNegative)) nodes.push(node);
    }
    const {incoming, outgoing} = edgeLists(this.length, edges);
    return {
      frames: this.frames,
      frame,
      flat,
      cum,
      flatDivisor: this.flatDivisor.finish(),
      cumDivisor: this.cumDivisor.finish(),
      edges,
      incoming,
      outgoing,
      nodes,
      tags,
    };
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
