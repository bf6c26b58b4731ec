/**
 * Folds a profile into a CallTree: one node per distinct path of function names, heaviest child first.
 */
import {Int32Column, NONE} from '../base/columns.ts';
import {TrieInterner} from '../base/trie-interner.ts';
import type {CallTree} from '../model/call-tree.ts';
import type {Profile} from '../model/profile.ts';
import {type FrameNames, frameNames} from './frame-names.ts';
import {stackValues} from './stack-values.ts';

/** Nodes in order of first sight, parents before children; node 0 is the root. */
export interface LooseTree {
  readonly parent: Int32Array;
  readonly fn: Int32Array;
  readonly inlined: Uint8Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** The other side of a comparison. */
  readonly base?: {readonly self: Float64Array; readonly total: Float64Array};
}

/**
 * Frames below this depth become one marked frame: no profiler records a hundredth of that, no screen shows it, and a
 * tree of sixteen times as many would take a gibibyte.
 */
export const MAX_DEPTH: number = 2 ** 20;

/**
 * @param sampleType  index of the sample type whose values fill the tree
 * @param rootName    what the root is called
 */
export function buildTree(profile: Profile, sampleType: number, rootName = 'root'): CallTree {
  const frames = frameNames(profile);
  const names = [...frames.names, rootName];
  const loose = foldStacks(profile, sampleType, frames, names.length - 1);
  if (loose.fn.includes(names.length)) names.push(`frames deeper than ${MAX_DEPTH}`);
  const functionOf = new Int32Array(names.length).fill(NONE);
  functionOf.set(frames.functionOf);
  const unit = profile.sampleTypes[sampleType]?.unit ?? '';
  return toPreorder(loose, names, functionOf, unit).tree;
}

function foldStacks(profile: Profile, sampleType: number, frames: FrameNames, rootFn: number): LooseTree {
  const {stacks} = profile;
  const paths = new PathFolder(rootFn);
  const nodeOfStack = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    let node = above === NONE ? 0 : nodeOfStack[above];
    const location = stacks.location[stack];
    const outermost = frames.start[location + 1] - 1;
    for (let i = outermost; i >= frames.start[location]; i--) node = paths.below(node, frames.node[i], i < outermost);
    nodeOfStack[stack] = node;
  }
  const values = stackValues(profile, sampleType);
  const self = new Float64Array(paths.nodes.length);
  self[0] = values.withoutStack;
  for (let stack = 0; stack < stacks.length; stack++) self[nodeOfStack[stack]] += values.self.values[stack];
  const parent = paths.nodes.first.finish();
  const total = self.slice();
  sumUpwards(parent, total);
  const inlined = Uint8Array.from(paths.inlined.finish());
  return {parent, fn: paths.nodes.second.finish(), inlined, self, total};
}

/** The nodes so far: paths of functions below a root, and what is deeper than MAX_DEPTH in one node each. */
class PathFolder {
  readonly nodes = new TrieInterner();
  readonly inlined = new Int32Column();
  private readonly depth = new Int32Column();
  private readonly deeperFn: number;

  /** @param rootFn  name row of the root; the next one is that of frames too deep */
  constructor(rootFn: number) {
    this.deeperFn = rootFn + 1;
    this.nodes.intern(NONE, rootFn);
    this.inlined.push(0);
    this.depth.push(0);
  }

  /** The node of a function called from `above`. */
  below(above: number, fn: number, isInlined: boolean): number {
    const depth = this.depth.values[above];
    if (depth > MAX_DEPTH) return above;
    const isDeeper = depth === MAX_DEPTH;
    const node = this.nodes.intern(above, isDeeper ? this.deeperFn : fn);
    if (node === this.inlined.length) {
      this.inlined.push(isInlined && !isDeeper ? 1 : 0);
      this.depth.push(depth + 1);
    }
    return node;
  }
}

/**
 * Adds every node's value to its ancestors, in place.
 *
 * @param parent  parent row per node, NONE for roots; parents come before children
 * @param total   in: self values; out: self plus all descendants; same unit
 */
export function sumUpwards(parent: Int32Array, total: Float64Array): void {
  for (let node = parent.length - 1; node >= 0; node--) {
    const above = parent[node];
    if (above !== NONE) total[above] += total[node];
  }
}

/**
 * Reorders to preorder, siblings by magnitude of total; nodes without any value are dropped.
 *
 * @returns the tree, and the loose row of each of its nodes
 */
export function toPreorder(
  loose: LooseTree,
  names: readonly string[],
  functionOf: Int32Array,
  unit: string,
): {readonly tree: CallTree; readonly rows: Int32Array} {
  const children = childLists(loose);
  const order = new Int32Column();
  const parent = new Int32Column();
  const depth = new Int32Column();
  // Depth first with an explicit stack: profiles may be a hundred thousand frames deep.
  const pending: number[] = [0];
  const placeOf = new Int32Array(loose.parent.length);
  while (pending.length > 0) {
    const node = pending.pop() as number;
    const above = loose.parent[node];
    const place = order.push(node);
    placeOf[node] = place;
    parent.push(above === NONE ? NONE : placeOf[above]);
    depth.push(above === NONE ? 0 : depth.values[placeOf[above]] + 1);
    for (let i = children.start[node + 1] - 1; i >= children.start[node]; i--) pending.push(children.list[i]);
  }
  const rows = order.finish();
  const subtreeEnd = new Int32Array(rows.length);
  const parents = parent.finish();
  for (let node = rows.length - 1; node >= 0; node--) {
    subtreeEnd[node] = Math.max(subtreeEnd[node], node + 1);
    const above = parents[node];
    if (above !== NONE) subtreeEnd[above] = Math.max(subtreeEnd[above], subtreeEnd[node]);
  }
  const tree: CallTree = {
    length: rows.length,
    unit,
    names,
    functionOf,
    fn: rows.map((row) => loose.fn[row]),
    parent: parents,
    depth: depth.finish(),
    subtreeEnd,
    isInlined: Uint8Array.from(rows, (row) => loose.inlined[row]),
    self: Float64Array.from(rows, (row) => loose.self[row]),
    total: Float64Array.from(rows, (row) => loose.total[row]),
    ...reorderBase(loose, rows),
  };
  return {tree, rows};
}

function reorderBase({base}: LooseTree, rows: Int32Array): Pick<CallTree, 'base'> {
  if (base === undefined) return {};
  const self = Float64Array.from(rows, (row) => base.self[row]);
  return {base: {self, total: Float64Array.from(rows, (row) => base.total[row])}};
}

/** Children of every node, heaviest first: list[start[i]] … list[start[i + 1] - 1]. */
function childLists(loose: LooseTree): {readonly start: Int32Array; readonly list: Int32Array} {
  const {base, parent, self, total} = loose;
  const length = parent.length;
  const hasValue = (node: number): boolean =>
    total[node] !== 0 || self[node] !== 0 || (base !== undefined && (base.total[node] !== 0 || base.self[node] !== 0));
  const weight = weights(loose);
  const byWeight = Int32Array.from({length}, (_, node) => node);
  byWeight.sort((a, b) => weight[b] - weight[a] || a - b);
  const start = new Int32Array(length + 1);
  const isKept = keptNodes(parent, hasValue);
  for (let node = 1; node < length; node++) if (isKept[node] === 1) start[parent[node] + 1]++;
  for (let node = 0; node < length; node++) start[node + 1] += start[node];
  const next = start.slice(0, length);
  const list = new Int32Array(start[length]);
  for (const node of byWeight) if (node !== 0 && isKept[node] === 1) list[next[parent[node]]++] = node;
  return {start, list};
}

/** What siblings are ordered by: the larger side of a comparison. */
function weights({base, total}: LooseTree): Float64Array {
  const weight = total.map(Math.abs);
  if (base !== undefined)
    for (let i = 0; i < weight.length; i++) weight[i] = Math.max(weight[i], Math.abs(base.total[i]));
  return weight;
}

/** A node stays when it or anything below it has a value; totals may cancel out in differences. */
function keptNodes(parent: Int32Array, hasValue: (node: number) => boolean): Uint8Array {
  const isKept = new Uint8Array(parent.length);
  for (let node = parent.length - 1; node >= 0; node--) {
    if (hasValue(node)) isKept[node] = 1;
    if (isKept[node] === 1 && parent[node] !== NONE) isKept[parent[node]] = 1;
  }
  return isKept;
}
