/**
 * Turns a call tree into the one a flamegraph shows: stacks cut by the runtime under one marked root, filter chains
 * folded into one frame.
 *
 * Both are ways of looking only: values stay what they were, and `origin` leads back to the tree they came from.
 */

import {Int32Column, NONE} from '../../base/columns.ts';
import {say} from '../../base/language/say.ts';
import type {CallTree} from '../../model/call-tree.ts';
import {fromPreorder, toPreorder} from '../values/preorder.ts';
import {addRuntimeRuns, innerNames, isOnlyChild} from './runtime-runs.ts';
import {sumUpwards} from './tree.ts';

/** What a node of the shown tree stands for; 0 is a frame. */
export const FOLDED_RUN = 1;
export const CUT_GROUP = 2;
/** Stacks too small to be shown one by one (`MERGED_NAME` in tree.ts). */
export const SMALL_STACKS = 3;
/** Who started the goroutines of the stacks below (`CREATED_BY` in creator-frames.ts). */
export const CREATOR = 4;

export interface FlameTree {
  readonly tree: CallTree;
  /** Node of the source tree, the first of a folded run; NONE for the root of cut stacks. */
  readonly origin: Int32Array;
  /** 0, FOLDED_RUN or CUT_GROUP. */
  readonly kind: Uint8Array;
  /** Frames the node stands for; 1 for most. */
  readonly frameCount: Int32Array;
  /** Calls of the repeated function in a folded run, else 1. */
  readonly repeatCount: Int32Array;
  /** Names of the frames that nodes stand for besides their first, node after node: `frameCount - 1` of each. */
  readonly inner: Int32Array;
  /** Frames at which the runtime cut stacks; 0 when none were. */
  readonly cutAt: number;
}

/** The runtime's limits on recorded frames: heap, block and mutex profiles, then CPU, then all since Go 1.23. */
const FRAME_LIMITS: readonly number[] = [128, 64, 32];
/** Inlined calls of the last recorded address come on top. */
const INLINE_SLACK = 4;
/** A function this often in a row of equal values makes the row a chain worth folding. */
const MIN_REPEATS = 3;

export interface FlameTreeOptions {
  readonly foldRuns: boolean;
  /** Whether what the runtime does at the end of a stack is one frame, the first. */
  readonly foldRuntime?: boolean;
}

export function flameTree(source: CallTree, options: FlameTreeOptions): FlameTree {
  const cutAt = frameLimit(source);
  const isCutRoot = cutRoots(source, cutAt);
  const hasGroup = isCutRoot.includes(1);
  const repeated = options.foldRuns ? findRuns(source) : undefined;
  const runEnd = options.foldRuntime === true ? addRuntimeRuns(source, repeated) : repeated;
  if (!hasGroup && runEnd === undefined) return unchanged(source);
  return rebuild(source, hasGroup ? cutAt : 0, isCutRoot, runEnd);
}

/** Every node as it is. */
export function unchanged(tree: CallTree): FlameTree {
  const ones = new Int32Array(tree.length).fill(1);
  const origin = new Int32Array(tree.length);
  for (let node = 0; node < origin.length; node++) origin[node] = node;
  const kind = new Uint8Array(tree.length);
  return {tree, origin, kind, frameCount: ones, repeatCount: ones, inner: new Int32Array(0), cutAt: 0};
}

/** The limit that the deepest stacks ran into, 0 when no stack is that deep. */
function frameLimit({depth, length}: CallTree): number {
  let deepest = 0;
  for (let node = 0; node < length; node++) deepest = Math.max(deepest, depth[node]);
  return FRAME_LIMITS.find((limit) => deepest >= limit && deepest <= limit + INLINE_SLACK) ?? 0;
}

/**
 * 1 for outermost frames of which every stack is as deep as the limit: nothing shorter begins there, so it is no
 * place where goroutines start, only where the record was cut.
 */
function cutRoots({base, depth, length, parent, self, subtreeEnd}: CallTree, limit: number): Uint8Array {
  const isCut = new Uint8Array(length);
  if (limit === 0) return isCut;
  for (let root = 1; root < length; root = subtreeEnd[root]) {
    if (parent[root] !== 0) continue;
    let isDeep = true;
    for (let node = root; node < subtreeEnd[root] && isDeep; node++) {
      const ends = self[node] !== 0 || (base !== undefined && base.self[node] !== 0);
      isDeep = !ends || depth[node] >= limit;
    }
    if (isDeep) isCut[root] = 1;
  }
  return isCut;
}

/**
 * Finds chains of frames of one value in which a function repeats: runEnd of the first frame is the last one, NONE
 * for all others. Undefined where nothing repeats.
 */
function findRuns(tree: CallTree): Int32Array | undefined {
  let runEnd: Int32Array | undefined;
  const repeats = new RepeatCounter(tree.names.length);
  let node = 1;
  while (node < tree.length) {
    let last = node;
    while (isOnlyChild(tree, last)) last++;
    if (last - node + 1 >= MIN_REPEATS && repeats.isAnyRepeated(tree.fn, node, last)) {
      const {first, last: end} = repeatedPart(tree, node, last);
      runEnd ??= new Int32Array(tree.length).fill(NONE);
      runEnd[first] = end;
    }
    node = last + 1;
  }
  return runEnd;
}

/** Looks through chain after chain without an object for each: most of them repeat nothing. */
class RepeatCounter {
  private readonly count: Int32Array;
  private readonly chain: Int32Array;
  private current = 0;

  constructor(functionCount: number) {
    this.count = new Int32Array(functionCount);
    this.chain = new Int32Array(functionCount);
  }

  isAnyRepeated(fn: Int32Array, from: number, to: number): boolean {
    this.current++;
    for (let node = from; node <= to; node++) {
      const name = fn[node];
      if (this.chain[name] !== this.current) {
        this.chain[name] = this.current;
        this.count[name] = 0;
      }
      this.count[name]++;
      if (this.count[name] === MIN_REPEATS) return true;
    }
    return false;
  }
}

/** From the first to the last call of the most repeated function in the chain [from, to]. */
function repeatedPart(tree: CallTree, from: number, to: number): {readonly first: number; readonly last: number} {
  const seen = new Map<number, {count: number; first: number; last: number}>();
  let best = {count: 0, first: from, last: from};
  for (let node = from; node <= to; node++) {
    const entry = seen.get(tree.fn[node]) ?? {count: 0, first: node, last: node};
    entry.count++;
    entry.last = node;
    seen.set(tree.fn[node], entry);
    if (entry.count >= MIN_REPEATS && entry.count > best.count) best = entry;
  }
  return best;
}

/** Rows of the new tree before ordering, parents first: the first and last source node of each, NONE for the group. */
interface KeptRows {
  readonly parent: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function rebuild(source: CallTree, cutAt: number, isCutRoot: Uint8Array, runEnd: Int32Array | undefined): FlameTree {
  const kept = keptRows(source, cutAt !== 0, isCutRoot, runEnd);
  return cutAt === 0 ? folded(source, kept) : grouped(source, kept, cutAt);
}

/** Folding alone leaves order and totals as they are. */
function folded(source: CallTree, kept: KeptRows): FlameTree {
  const {base, functionOf, names, unit} = source;
  const values = {
    self: valuesAt(kept.last, source.self),
    total: valuesAt(kept.first, source.total),
    ...(base === undefined
      ? {}
      : {base: {self: valuesAt(kept.last, base.self), total: valuesAt(kept.first, base.total)}}),
  };
  const frames = {parent: kept.parent, fn: functionsOf(kept, source, NONE), inlined: inliningOf(kept, source)};
  const tree = fromPreorder({...frames, ...values}, names, functionOf, unit);
  return {tree, ...describeRows(source, kept), cutAt: 0};
}

function grouped(source: CallTree, kept: KeptRows, cutAt: number): FlameTree {
  const names = [...source.names];
  const groupName = names.push(say`stacks cut at ${cutAt} frames`) - 1;
  const functionOf = new Int32Array(names.length).fill(NONE);
  functionOf.set(source.functionOf);
  const self = valuesAt(kept.last, source.self);
  const base = source.base === undefined ? undefined : valuesAt(kept.last, source.base.self);
  const {rows, tree} = toPreorder(
    {
      parent: kept.parent,
      fn: functionsOf(kept, source, groupName),
      inlined: inliningOf(kept, source),
      self,
      total: totals(kept.parent, self),
      ...(base === undefined ? {} : {base: {self: base, total: totals(kept.parent, base)}}),
    },
    names,
    functionOf,
    source.unit,
  );
  return {tree, ...describeRows(source, kept, rows), cutAt};
}

function keptRows(
  source: CallTree,
  hasGroup: boolean,
  isCutRoot: Uint8Array,
  runEnd: Int32Array | undefined,
): KeptRows {
  const parent = new Int32Column();
  const first = new Int32Column();
  const last = new Int32Column();
  const add = (above: number, from: number, to: number): number => {
    parent.push(above);
    first.push(from);
    return last.push(to);
  };
  const rowOf = new Int32Array(source.length);
  add(NONE, 0, 0);
  const group = hasGroup ? add(0, NONE, NONE) : NONE;
  for (let node = 1; node < source.length; node++) {
    const above = isCutRoot[node] === 1 ? group : rowOf[source.parent[node]];
    const to = runEnd === undefined || runEnd[node] === NONE ? node : runEnd[node];
    const row = add(above, node, to);
    for (let folded = node; folded <= to; folded++) rowOf[folded] = row;
    node = to;
  }
  return {parent: parent.finish(), first: first.finish(), last: last.finish()};
}

function functionsOf({first}: KeptRows, source: CallTree, groupName: number): Int32Array {
  const fn = new Int32Array(first.length);
  for (let row = 0; row < fn.length; row++) fn[row] = first[row] === NONE ? groupName : source.fn[first[row]];
  return fn;
}

function inliningOf({first}: KeptRows, source: CallTree): Uint8Array {
  const inlined = new Uint8Array(first.length);
  for (let row = 0; row < inlined.length; row++) if (first[row] !== NONE) inlined[row] = source.isInlined[first[row]];
  return inlined;
}

/** Values of the source's nodes; in a run only the last frame has one of its own, and the first has the total. */
function valuesAt(nodes: Int32Array, source: Float64Array): Float64Array {
  const values = new Float64Array(nodes.length);
  for (let row = 0; row < values.length; row++) if (nodes[row] !== NONE) values[row] = source[nodes[row]];
  return values;
}

function totals(parent: Int32Array, self: Float64Array): Float64Array {
  const total = self.slice();
  sumUpwards(parent, total);
  return total;
}

/** @param rows  kept row of each node of the shown tree, where the two are not the same */
function describeRows(source: CallTree, {first, last}: KeptRows, rows?: Int32Array): Omit<FlameTree, 'tree' | 'cutAt'> {
  const length = rows === undefined ? first.length : rows.length;
  const origin = new Int32Array(length);
  const kind = new Uint8Array(length);
  const frameCount = new Int32Array(length);
  const repeatCount = new Int32Array(length);
  for (let node = 0; node < length; node++) {
    const row = rows === undefined ? node : rows[node];
    const from = first[row];
    const to = last[row];
    origin[node] = from;
    frameCount[node] = to - from + 1;
    repeatCount[node] = 1;
    if (from === NONE) kind[node] = CUT_GROUP;
    else if (from !== to) {
      kind[node] = FOLDED_RUN;
      repeatCount[node] = countCalls(source.fn, from, to);
    }
  }
  const of = (rowNodes: Int32Array): Int32Array => (rows === undefined ? rowNodes : rows.map((row) => rowNodes[row]));
  return {origin, kind, frameCount, repeatCount, inner: innerNames(source.fn, of(first), of(last))};
}

/** Calls of the function at `from` in [from, to]. */
function countCalls(fn: Int32Array, from: number, to: number): number {
  let count = 0;
  for (let node = from; node <= to; node++) if (fn[node] === fn[from]) count++;
  return count;
}
