/**
 * Builds call graphs and call trees from stacks.
 *
 * Samples are summed per stack first: labels do not change the way a stack goes through the graph. As in google/pprof a
 * frame counts once per sample in cum however often it recurses, and an edge once per sample.
 */
import {NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {Profile} from '../../model/profile.ts';
import type {FrameNames} from '../names/frame-names.ts';
import {FrameWalk} from '../names/frame-walk.ts';
import {ExactColumn} from '../values/exact-column.ts';
import type {ChosenValues} from '../values/sample-choice.ts';
import type {Graph, NodeTags} from './graph.ts';
import {type Amount, GraphBuilder} from './graph-builder.ts';

export interface GraphOptions {
  readonly dropNegative: boolean;
  /** 1 per frame that may appear; undefined for all. */
  readonly kept: Uint8Array | undefined;
  /** Without edges a graph has the weight of each node in far less time and memory. */
  readonly hasEdges: boolean;
}

/** A graph: one node per frame. */
export function buildGraph(profile: Profile, chosen: ChosenValues, frames: FrameNames, options: GraphOptions): Graph {
  const {dropNegative, hasEdges, kept} = options;
  const builder = new GraphBuilder(frames, frames.length);
  forEachStack(profile, chosen, frames, (walk, count, stack, amount) => {
    addWeights(builder, walk, count, stack, amount, kept);
    if (hasEdges) addCalls(builder, walk, count, stack, amount, kept, undefined);
  });
  return builder.finish(
    new Int32Array(frames.length).map((_, row) => row),
    dropNegative,
    undefined,
  );
}

/**
 * A graph without edges, with those that a table needs: into frames that are inlined somewhere. They are few, and to find
 * them takes a fraction of the time that a graph takes.
 */
export function withInlinedCalls(
  graph: Graph,
  profile: Profile,
  chosen: ChosenValues,
  kept: Uint8Array | undefined,
): Graph {
  const {frames} = graph;
  const targets = inlinedNodes(frames, kept);
  if (targets === undefined) return graph;
  const builder = new GraphBuilder(frames, frames.length);
  forEachStack(profile, chosen, frames, (walk, count, stack, amount) =>
    addCalls(builder, walk, count, stack, amount, kept, targets),
  );
  return {...graph, ...builder.finishEdges()};
}

/** 1 for each frame that some location has inlined; undefined where there is none. */
function inlinedNodes({length, node, start}: FrameNames, kept: Uint8Array | undefined): Uint8Array | undefined {
  const targets = new Uint8Array(length);
  let isAny = false;
  for (let location = 0; location + 1 < start.length; location++) {
    for (let i = start[location]; i < start[location + 1] - 1; i++) {
      if (kept !== undefined && kept[node[i]] === 0) continue;
      targets[node[i]] = 1;
      isAny = true;
    }
  }
  return isAny ? targets : undefined;
}

/** A call tree: one node per path of frames. */
export function buildCallTreeGraph(
  profile: Profile,
  chosen: ChosenValues,
  frames: FrameNames,
  dropNegative: boolean,
): Graph {
  const nodes = new PairInterner();
  const builder = new GraphBuilder(frames, 0);
  forEachStack(profile, chosen, frames, (walk, count, stack, amount) => {
    let parent = NONE;
    for (let i = count - 1; i >= 0; i--) {
      const node = nodes.intern(parent, walk.node[i]);
      builder.ensure(node);
      builder.addCum(node, amount);
      if (parent !== NONE) builder.addEdge(parent, node, stack, amount, false, walk.isInline[i] === 1);
      parent = node;
    }
    if (parent !== NONE) builder.addFlat(parent, amount);
  });
  return builder.finish(nodes.second.finish(), dropNegative, undefined);
}

/** The same graph with labels at its nodes. */
export function withTags(graph: Graph, tags: readonly NodeTags[]): Graph {
  return {...graph, tags};
}

/** Calls with each stack that has a value; the walk stands on its frames. */
function forEachStack(
  profile: Profile,
  chosen: ChosenValues,
  frames: FrameNames,
  take: (walk: FrameWalk, count: number, stack: number, amount: Amount) => void,
): void {
  const sums = stackSums(profile, chosen);
  const walk = new FrameWalk(profile, frames);
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    if (sums.isTouched[stack] === 0) continue;
    const residue = sums.value.residues?.[stack] ?? 0;
    take(walk, walk.walk(stack), stack, {value: sums.value.values[stack], residue, divisor: sums.divisor[stack]});
  }
}

function addWeights(
  builder: GraphBuilder,
  {node: nodes}: FrameWalk,
  count: number,
  stack: number,
  amount: Amount,
  kept: Uint8Array | undefined,
): void {
  for (let i = count - 1; i >= 0; i--) {
    const node = nodes[i];
    if (builder.seenIn[node] === stack || (kept !== undefined && kept[node] === 0)) continue;
    builder.seenIn[node] = stack;
    builder.addCum(node, amount);
  }
  const leaf = nodes[0];
  if (count > 0 && (kept === undefined || kept[leaf] !== 0)) builder.addFlat(leaf, amount);
}

/** @param targets  frames whose callers matter; undefined for all */
function addCalls(
  builder: GraphBuilder,
  {isInline, node: nodes}: FrameWalk,
  count: number,
  stack: number,
  amount: Amount,
  kept: Uint8Array | undefined,
  targets: Uint8Array | undefined,
): void {
  let parent = NONE;
  let isResidual = false;
  for (let i = count - 1; i >= 0; i--) {
    const node = nodes[i];
    if (kept !== undefined && kept[node] === 0) {
      isResidual = true;
      continue;
    }
    const isWanted = targets === undefined || targets[node] === 1;
    if (isWanted && parent !== NONE && parent !== node) {
      builder.addEdge(parent, node, stack, amount, isResidual, isInline[i] === 1);
    }
    parent = node;
    isResidual = false;
  }
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
