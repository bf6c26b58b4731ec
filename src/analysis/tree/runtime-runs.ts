/**
 * Chains of the runtime's own frames at the end of stacks: how a goroutine is parked or memory found, below the call that
 * asked for it.
 *
 * Only chains of one value count, so that folding one changes no number.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import type {CallTree} from '../../model/call-tree.ts';
import {layerOf} from '../names/layers.ts';

/** Whether everything of the node is in the node after it. */
export function isOnlyChild({base, length, self, subtreeEnd}: CallTree, node: number): boolean {
  if (node + 1 >= length || subtreeEnd[node] === node + 1 || subtreeEnd[node + 1] !== subtreeEnd[node]) return false;
  return self[node] === 0 && (base === undefined || base.self[node] === 0);
}

/** @param runEnd  in, out: per node the last of the chain that it begins, NONE for the others; undefined for none */
export function addRuntimeRuns(tree: CallTree, runEnd: Int32Array | undefined): Int32Array | undefined {
  let ends = runEnd;
  const isPlumbing = tree.names.map((name) => ['runtime', 'sync'].includes(layerOf(name)));
  for (let node = 1; node < tree.length; node++) {
    if (!isPlumbing[tree.fn[node]]) continue;
    let last = node;
    while (isOnlyChild(tree, last) && isPlumbing[tree.fn[last + 1]]) last++;
    if (last > node && tree.subtreeEnd[last] === last + 1) {
      ends ??= new Int32Array(tree.length).fill(NONE);
      ends[node] = last;
    }
    node = last;
  }
  return ends;
}

/** Names of the frames that each row stands for besides its first, row after row. */
export function innerNames(fn: Int32Array, first: Int32Array, last: Int32Array): Int32Array {
  const inner = new Int32Column();
  for (let row = 0; row < first.length; row++)
    if (first[row] !== NONE) for (let node = first[row] + 1; node <= last[row]; node++) inner.push(fn[node]);
  return inner.finish();
}
