/**
 * From frame to frame: parent, heaviest child, siblings, matches. Pure functions over the tree's columns.
 */
import {NONE} from '../../src/base/columns.ts';
import type {CallTree} from '../../src/model/call-tree.ts';

export type Direction = 'parent' | 'child' | 'left' | 'right';

/** The frame beside `node`, or `node` itself where there is none. Siblings stand heaviest first, so the first child is the heaviest. */
export function neighbour(tree: CallTree, node: number, direction: Direction): number {
  switch (direction) {
    case 'parent':
      return tree.parent[node] === NONE ? node : tree.parent[node];
    case 'child':
      return tree.subtreeEnd[node] > node + 1 ? node + 1 : node;
    case 'right': {
      const next = tree.subtreeEnd[node];
      return next < tree.length && tree.parent[next] === tree.parent[node] ? next : node;
    }
    case 'left':
      return previousSibling(tree, node);
  }
}

function previousSibling(tree: CallTree, node: number): number {
  const above = tree.parent[node];
  if (above === NONE) return node;
  let sibling = above + 1;
  while (tree.subtreeEnd[sibling] < node) sibling = tree.subtreeEnd[sibling];
  return Math.min(sibling, node);
}

export function childrenOf(tree: CallTree, node: number): number[] {
  const children: number[] = [];
  for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) children.push(child);
  return children;
}

/** From the root to the node. */
export function pathTo(tree: CallTree, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at !== NONE; at = tree.parent[at]) path.push(at);
  return path.reverse();
}

export interface Matches {
  /** Matching nodes in preorder. */
  readonly nodes: Int32Array;
  /** Their value, each stack counted once. */
  readonly value: number;
}

/**
 * Adds up matching subtrees; what lies below a match is in it already.
 *
 * @param isMatch  1 per matching node
 */
export function findMatches(tree: CallTree, isMatch: Uint8Array): Matches {
  const nodes: number[] = [];
  let value = 0;
  let countedTo = 0;
  for (let node = 1; node < tree.length; node++) {
    if (isMatch[node] === 0) continue;
    nodes.push(node);
    if (node < countedTo) continue;
    value += tree.total[node];
    countedTo = tree.subtreeEnd[node];
  }
  return {nodes: Int32Array.from(nodes), value};
}

/** The node of a tree that stands at the same path of names as a node of another tree, as far as there is one. */
export function samePath(from: CallTree, node: number, to: CallTree): number {
  let found = 0;
  for (const step of pathTo(from, node).slice(1)) {
    const name = from.names[from.fn[step]];
    const child = childrenOf(to, found).find((candidate) => to.names[to.fn[candidate]] === name);
    if (child === undefined) return found;
    found = child;
  }
  return found;
}

/** The frame of a function that holds most, NONE for a function that is not in the tree. */
export function heaviestFrame({fn, length, names, total}: CallTree, name: string): number {
  const wanted = names.indexOf(name);
  let found = NONE;
  for (let node = 1; node < length; node++)
    if (fn[node] === wanted && (found === NONE || Math.abs(total[node]) > Math.abs(total[found]))) found = node;
  return found;
}
