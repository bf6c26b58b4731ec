/**
 * Folds a profile into a CallTree: one node per distinct path of function names, heaviest child first.
 */
import {Int32Column, NONE} from '../base/columns.ts';
import {PairInterner} from '../base/pair-interner.ts';
import type {CallTree} from '../model/call-tree.ts';
import type {Profile} from '../model/profile.ts';
import {type FrameNames, frameNames} from './frame-names.ts';
import {type LooseTree, toPreorder} from './preorder.ts';
import {type StackValues, stackValues} from './stack-values.ts';

/** What stands for stacks too small to be told apart, where a tree was asked to leave those out. */
export const MERGED_NAME = 'small stacks, merged';

/**
 * @param sampleType  index of the sample type whose values fill the tree
 * @param rootName    what the root is called
 * @param leastShare  stacks that pass less than this share of the whole become one frame below their caller; 0 keeps all
 */
export function buildTree(profile: Profile, sampleType: number, rootName = 'root', leastShare = 0): CallTree {
  const frames = frameNames(profile);
  const names = [...frames.names, rootName, ...(leastShare > 0 ? [MERGED_NAME] : [])];
  const loose = foldStacks(profile, sampleType, frames, leastShare);
  const functionOf = new Int32Array(names.length).fill(NONE);
  functionOf.set(frames.functionOf);
  const unit = profile.sampleTypes[sampleType]?.unit ?? '';
  return toPreorder(loose, names, functionOf, unit).tree;
}

function foldStacks(profile: Profile, sampleType: number, frames: FrameNames, leastShare: number): LooseTree {
  const {stacks} = profile;
  const values = stackValues(profile, sampleType);
  const isSmall = leastShare > 0 ? smallStacks(profile, values, leastShare) : undefined;
  const {inlined, nodeOfStack, nodes} = nodesOfStacks(profile, frames, isSmall);
  const self = new Float64Array(nodes.length);
  self[0] = values.withoutStack;
  for (let stack = 0; stack < stacks.length; stack++) self[nodeOfStack[stack]] += values.self.values[stack];
  const parent = nodes.first.finish();
  const total = self.slice();
  sumUpwards(parent, total);
  return {parent, fn: nodes.second.finish(), inlined: Uint8Array.from(inlined.finish()), self, total};
}

interface StackNodes {
  readonly nodes: PairInterner;
  /** By node. */
  readonly inlined: Int32Column;
  readonly nodeOfStack: Int32Array;
}

/** Interns the frames of every stack; function n is the root, n + 1 what small stacks become. */
function nodesOfStacks({stacks}: Profile, frames: FrameNames, isSmall: Uint8Array | undefined): StackNodes {
  const rootFn = frames.names.length;
  const nodes = new PairInterner();
  const inlined = new Int32Column();
  const intern = (above: number, fn: number, isInlined: boolean): number => {
    const node = nodes.intern(above, fn);
    if (node === inlined.length) inlined.push(isInlined ? 1 : 0);
    return node;
  };
  intern(NONE, rootFn, false);
  const nodeOfStack = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    let node = above === NONE ? 0 : nodeOfStack[above];
    if (isSmall?.[stack] === 1) {
      // What lies below a small stack is small, and already where it belongs.
      const isFirst = above === NONE || isSmall[above] === 0;
      nodeOfStack[stack] = isFirst ? intern(node, rootFn + 1, false) : node;
      continue;
    }
    const location = stacks.location[stack];
    const outermost = frames.start[location + 1] - 1;
    for (let i = outermost; i >= frames.start[location]; i--) node = intern(node, frames.node[i], i !== outermost);
    nodeOfStack[stack] = node;
  }
  return {nodes, inlined, nodeOfStack};
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
