/**
 * Folds a profile into a CallTree: one node per distinct path of function names, heaviest child first.
 */

import {Int32Column, NONE} from '../../base/columns.ts';
import {sayLater} from '../../base/language/say.ts';
import {TrieInterner} from '../../base/tables/trie-interner.ts';
import type {CallTree} from '../../model/call-tree.ts';
import type {Profile} from '../../model/profile.ts';
import {type FrameNames, frameNames} from '../names/frame-names.ts';
import {type LooseTree, toPreorder} from '../values/preorder.ts';
import {type StackValues, stackValues} from '../values/stack-values.ts';

/** The node for stacks below the share that a tree was asked for. */
export const MERGED_NAME: string = sayLater('small stacks, merged');

/**
 * Frames below this depth become one marked frame: no profiler records a hundredth of that, no screen shows it, and a
 * tree of sixteen times as many would take a gibibyte.
 */
export const MAX_DEPTH: number = 2 ** 20;

/**
 * @param sampleType  index of the sample type whose values fill the tree
 * @param rootName    what the root is called
 * @param leastShare  stacks that pass less than this share of the whole become one frame below their caller; 0 keeps all
 */
export function buildTree(
  profile: Profile,
  sampleType: number,
  rootName: string = sayLater('root'),
  leastShare = 0,
): CallTree {
  const frames = frameNames(profile);
  const names = [...frames.names, rootName];
  const loose = foldStacks(profile, sampleType, frames, leastShare);
  // Names of what stands for others, where any do.
  if (loose.fn.some((fn) => fn >= names.length)) names.push(`frames deeper than ${MAX_DEPTH}`, MERGED_NAME);
  const functionOf = new Int32Array(names.length).fill(NONE);
  functionOf.set(frames.functionOf);
  const unit = profile.sampleTypes[sampleType]?.unit ?? '';
  return toPreorder(loose, names, functionOf, unit).tree;
}

function foldStacks(profile: Profile, sampleType: number, frames: FrameNames, leastShare: number): LooseTree {
  const {stacks} = profile;
  const values = stackValues(profile, sampleType);
  const isSmall = leastShare > 0 ? smallStacks(profile, values, leastShare) : undefined;
  const {nodeOfStack, paths} = nodesOfStacks(profile, frames, isSmall);
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
  private readonly smallFn: number;

  /** @param rootFn  name row of the root; the next ones are those of frames too deep, and of small stacks */
  constructor(rootFn: number) {
    this.deeperFn = rootFn + 1;
    this.smallFn = rootFn + 2;
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

  /** The node of all small stacks that are called from `above`. */
  smallBelow(above: number): number {
    return this.below(above, this.smallFn, false);
  }
}

/** Interns the frames of every stack. */
function nodesOfStacks(
  {stacks}: Profile,
  frames: FrameNames,
  isSmall: Uint8Array | undefined,
): {paths: PathFolder; nodeOfStack: Int32Array} {
  const paths = new PathFolder(frames.length);
  const nodeOfStack = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    let node = above === NONE ? 0 : nodeOfStack[above];
    if (isSmall?.[stack] === 1) {
      // What lies below a small stack is small, and already where it belongs.
      const isFirst = above === NONE || isSmall[above] === 0;
      nodeOfStack[stack] = isFirst ? paths.smallBelow(node) : node;
      continue;
    }
    const location = stacks.location[stack];
    const outermost = frames.start[location + 1] - 1;
    for (let i = outermost; i >= frames.start[location]; i--) node = paths.below(node, frames.node[i], i < outermost);
    nodeOfStack[stack] = node;
  }
  return {paths, nodeOfStack};
}

/** 1 for stacks that pass less than the share of Σ|value|; what they call is small as well. */
function smallStacks({stacks}: Profile, {self, withoutStack}: StackValues, leastShare: number): Uint8Array {
  const weight = new Float64Array(stacks.length);
  let whole = Math.abs(withoutStack);
  for (let stack = 0; stack < weight.length; stack++) {
    weight[stack] = Math.abs(self.values[stack]);
    whole += weight[stack];
  }
  sumUpwards(stacks.parent, weight);
  const least = whole * leastShare;
  const isSmall = new Uint8Array(stacks.length);
  for (let stack = 0; stack < isSmall.length; stack++) if (weight[stack] < least) isSmall[stack] = 1;
  return isSmall;
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
