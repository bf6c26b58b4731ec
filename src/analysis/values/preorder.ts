/**
 * Orders a loose tree: parents first and each subtree in one piece, siblings by magnitude, heaviest first.
 *
 * Linear passes over columns; only siblings are sorted, among themselves. A node stays when it or anything below it has
 * a value.
 */
import {NONE} from '../../base/columns.ts';
import type {CallTree} from '../../model/call-tree.ts';

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

/** @returns the tree, and the loose row of each of its nodes */
export function toPreorder(
  loose: LooseTree,
  names: readonly string[],
  functionOf: Int32Array,
  unit: string,
): {readonly tree: CallTree; readonly rows: Int32Array} {
  const size = subtreeSizes(loose);
  const {list, start} = childLists(loose, size);
  sortSiblings(start, list, weights(loose));
  const placeOf = places(start, list, size);
  const {rows, ...shape} = shapeOf(loose, size, placeOf);
  const tree: CallTree = {
    length: rows.length,
    unit,
    names,
    functionOf,
    fn: pickInts(loose.fn, rows),
    ...shape,
    isInlined: pickBytes(loose.inlined, rows),
    self: pick(loose.self, rows),
    total: pick(loose.total, rows),
    ...(loose.base === undefined
      ? {}
      : {base: {self: pick(loose.base.self, rows), total: pick(loose.base.total, rows)}}),
  };
  return {tree, rows};
}

/** The same for rows that stand in that order already, and all stay. */
export function fromPreorder(
  rows: LooseTree,
  names: readonly string[],
  functionOf: Int32Array,
  unit: string,
): CallTree {
  const {base, fn, inlined, parent, self, total} = rows;
  const {length} = parent;
  const depth = new Int32Array(length);
  const subtreeEnd = new Int32Array(length);
  for (let row = 1; row < length; row++) depth[row] = depth[parent[row]] + 1;
  for (let row = length - 1; row >= 0; row--) {
    // The last child, which comes first here, ends where its parent does.
    if (subtreeEnd[row] === 0) subtreeEnd[row] = row + 1;
    const above = parent[row];
    if (above !== NONE && subtreeEnd[above] === 0) subtreeEnd[above] = subtreeEnd[row];
  }
  const columns = {fn, parent, depth, subtreeEnd, isInlined: inlined, self, total};
  return {length, unit, names, functionOf, ...columns, ...(base === undefined ? {} : {base})};
}

/** Nodes that stay in the subtree of each, itself included; 0 for those that go. Totals may cancel out in differences. */
function subtreeSizes({base, parent, self, total}: LooseTree): Int32Array {
  const size = new Int32Array(parent.length);
  for (let node = parent.length - 1; node >= 0; node--) {
    const hasOwn = total[node] !== 0 || self[node] !== 0;
    const hasBase = base !== undefined && (base.total[node] !== 0 || base.self[node] !== 0);
    if (hasOwn || hasBase || size[node] > 0 || node === 0) size[node]++;
    if (parent[node] !== NONE) size[parent[node]] += size[node];
  }
  return size;
}

/** Children of every node in order of first sight: list[start[i]] … list[start[i + 1] - 1]. */
function childLists({parent}: LooseTree, size: Int32Array): {readonly start: Int32Array; readonly list: Int32Array} {
  const {length} = parent;
  const start = new Int32Array(length + 1);
  for (let node = 1; node < length; node++) if (size[node] > 0) start[parent[node] + 1]++;
  for (let node = 0; node < length; node++) start[node + 1] += start[node];
  const next = start.slice(0, length);
  const list = new Int32Array(start[length]);
  for (let node = 1; node < length; node++) if (size[node] > 0) list[next[parent[node]]++] = node;
  return {start, list};
}

/** Below this many siblings, moving them one by one is faster than any sort. */
const FEW = 16;

function sortSiblings(start: Int32Array, list: Int32Array, weight: Float64Array): void {
  for (let node = 0; node + 1 < start.length; node++) {
    const from = start[node];
    const to = start[node + 1];
    if (to - from < 2) continue;
    if (to - from > FEW) list.subarray(from, to).sort((a, b) => weight[b] - weight[a] || a - b);
    else insertionSort(list, from, to, weight);
  }
}

function insertionSort(list: Int32Array, from: number, to: number, weight: Float64Array): void {
  for (let i = from + 1; i < to; i++) {
    const node = list[i];
    let at = i;
    while (at > from && weight[list[at - 1]] < weight[node]) {
      list[at] = list[at - 1];
      at--;
    }
    list[at] = node;
  }
}

/** What siblings are ordered by: the larger side of a comparison. */
function weights({base, total}: LooseTree): Float64Array {
  const weight = new Float64Array(total.length);
  for (let i = 0; i < weight.length; i++) {
    const own = Math.abs(total[i]);
    weight[i] = base === undefined ? own : Math.max(own, Math.abs(base.total[i]));
  }
  return weight;
}

/** Where each node stands in preorder: after its parent and its heavier siblings' subtrees. */
function places(start: Int32Array, list: Int32Array, size: Int32Array): Int32Array {
  const placeOf = new Int32Array(size.length);
  for (let node = 0; node < size.length; node++) {
    let place = placeOf[node] + 1;
    for (let i = start[node]; i < start[node + 1]; i++) {
      placeOf[list[i]] = place;
      place += size[list[i]];
    }
  }
  return placeOf;
}

function shapeOf(
  {parent}: LooseTree,
  size: Int32Array,
  placeOf: Int32Array,
): Pick<CallTree, 'parent' | 'depth' | 'subtreeEnd'> & {readonly rows: Int32Array} {
  const rows = new Int32Array(size[0]);
  const parents = new Int32Array(rows.length).fill(NONE);
  const depth = new Int32Array(rows.length);
  const subtreeEnd = new Int32Array(rows.length);
  for (let node = 0; node < size.length; node++) {
    if (size[node] === 0) continue;
    const place = placeOf[node];
    rows[place] = node;
    subtreeEnd[place] = place + size[node];
    if (node === 0) continue;
    parents[place] = placeOf[parent[node]];
    depth[place] = depth[parents[place]] + 1;
  }
  return {rows, parent: parents, depth, subtreeEnd};
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]];
  return picked;
}

function pickInts(values: Int32Array, rows: Int32Array): Int32Array {
  const picked = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]];
  return picked;
}

function pickBytes(values: Uint8Array, rows: Int32Array): Uint8Array {
  const picked = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]];
  return picked;
}
