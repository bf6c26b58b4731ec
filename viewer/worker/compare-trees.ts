/**
 * Two trees as one: nodes of equal paths meet, `base` is the side before.
 */

import {sumUpwards, toPreorder} from '../../src/analysis/tree.ts';
import {NONE} from '../../src/base/columns.ts';
import {PairInterner} from '../../src/base/pair-interner.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import {identityName} from '../../src/model/symbol.ts';

/** Names meet by identity, so that vendoring and type arguments of another build do not part them. */
export function compareTrees(before: CallTree, after: CallTree): CallTree {
  const names: string[] = [];
  const rowOfIdentity = new Map<string, number>();
  const functionOf: number[] = [];
  const rename = (tree: CallTree, isAfter: boolean): Int32Array =>
    Int32Array.from(tree.names, (name, row) => {
      const identity = identityName(name);
      const known = rowOfIdentity.get(identity);
      if (known !== undefined) return known;
      functionOf.push(isAfter ? tree.functionOf[row] : NONE);
      rowOfIdentity.set(identity, names.length);
      return names.push(name) - 1;
    });
  const afterNames = rename(after, true);
  const beforeNames = rename(before, false);
  const nodes = new PairInterner();
  const afterRow = internNodes(nodes, after, afterNames);
  const beforeRow = internNodes(nodes, before, beforeNames);
  const inlined = new Uint8Array(nodes.length);
  for (let node = before.length - 1; node >= 0; node--) inlined[beforeRow[node]] = before.isInlined[node];
  for (let node = after.length - 1; node >= 0; node--) inlined[afterRow[node]] = after.isInlined[node];
  const parent = nodes.first.finish();
  const loose = {
    parent,
    fn: nodes.second.finish(),
    inlined,
    ...side(after, afterRow, parent),
    base: side(before, beforeRow, parent),
  };
  return toPreorder(loose, names, Int32Array.from(functionOf), after.unit).tree;
}

function internNodes(nodes: PairInterner, tree: CallTree, nameOf: Int32Array): Int32Array {
  const rowOf = new Int32Array(tree.length);
  for (let node = 0; node < tree.length; node++) {
    const above = tree.parent[node];
    rowOf[node] = nodes.intern(above === NONE ? NONE : rowOf[above], nameOf[tree.fn[node]]);
  }
  return rowOf;
}

function side(tree: CallTree, rowOf: Int32Array, parent: Int32Array): {self: Float64Array; total: Float64Array} {
  const self = new Float64Array(parent.length);
  for (let node = 0; node < tree.length; node++) self[rowOf[node]] += tree.self[node];
  const total = self.slice();
  sumUpwards(parent, total);
  return {self, total};
}
