/**
 * Two sides as one CallTree: every path of functions that either has, the newer side's values with the older one's as
 * its base.
 *
 * Functions are those of the alignment, so a path that only changed its build's names is one path.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {TrieInterner} from '../../base/tables/trie-interner.ts';
import type {CallTree} from '../../model/call-tree.ts';
import {sumUpwards} from '../tree/tree.ts';
import {toPreorder} from '../values/preorder.ts';
import {stackValues} from '../values/stack-values.ts';
import type {AlignedProfile, Alignment} from './align.ts';
import type {Comparison} from './compare.ts';

/**
 * @param type  index into the comparison's types; values are scaled as the comparison scales them, runs are averaged
 */
export function compareTree({alignment, types}: Comparison, type: number, rootName = 'root'): CallTree {
  const nodes = new TrieInterner();
  const inlined = new Int32Column();
  nodes.intern(NONE, alignment.names.length);
  inlined.push(0);
  const folded = [...alignment.before, ...alignment.after].map((side) => foldPaths(side, nodes, inlined));
  const {mode, factor} = types[type].scale;
  const sideOf = (sides: readonly AlignedProfile[], first: number, scale: number): Float64Array => {
    const self = new Float64Array(nodes.length);
    sides.forEach(({profile}, i) => {
      addSelf(self, stackValues(profile, type), folded[first + i], scale / sides.length);
    });
    return self;
  };
  const base = sideOf(alignment.before, 0, mode === 'duration' ? factor : 1);
  const self = sideOf(alignment.after, alignment.before.length, mode === 'total' ? factor : 1);
  const parent = nodes.first.finish();
  const totals = (values: Float64Array): Float64Array => {
    const total = values.slice();
    sumUpwards(parent, total);
    return total;
  };
  const loose = {
    parent,
    fn: nodes.second.finish(),
    inlined: Uint8Array.from(inlined.finish()),
    self,
    total: totals(self),
    base: {self: base, total: totals(base)},
  };
  return toPreorder(loose, [...alignment.names, rootName], functionRows(alignment), types[type].unit).tree;
}

function addSelf(
  self: Float64Array,
  values: ReturnType<typeof stackValues>,
  nodeOfStack: Int32Array,
  scale: number,
): void {
  self[0] += values.withoutStack * scale;
  for (let stack = 0; stack < nodeOfStack.length; stack++) {
    self[nodeOfStack[stack]] += values.self.values[stack] * scale;
  }
}

/** Node per stack of one profile; nodes that it is the first to have are added. */
function foldPaths({frames, profile, rowOf}: AlignedProfile, nodes: TrieInterner, inlined: Int32Column): Int32Array {
  const {stacks} = profile;
  const nodeOfStack = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    let node = above === NONE ? 0 : nodeOfStack[above];
    const location = stacks.location[stack];
    const outermost = frames.start[location + 1] - 1;
    for (let i = outermost; i >= frames.start[location]; i--) {
      node = nodes.intern(node, rowOf[frames.node[i]]);
      if (node === inlined.length) inlined.push(i === outermost ? 0 : 1);
    }
    nodeOfStack[stack] = node;
  }
  return nodeOfStack;
}

/** FunctionTable rows of the first profile of the newer side; NONE for functions that it lacks. */
function functionRows({after, names}: Alignment): Int32Array {
  const functionOf = new Int32Array(names.length + 1).fill(NONE);
  const [{frames, rowOf}] = after;
  rowOf.forEach((row, node) => {
    functionOf[row] = frames.functionOf[node];
  });
  return functionOf;
}
