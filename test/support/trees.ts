/**
 * Call trees from lines of text, as a person writes them: `root;a;b 3`.
 */

import {sumUpwards} from '../../src/analysis/tree/tree.ts';
import {toPreorder} from '../../src/analysis/values/preorder.ts';
import {NONE} from '../../src/base/columns.ts';
import {PairInterner} from '../../src/base/tables/pair-interner.ts';
import type {CallTree} from '../../src/model/call-tree.ts';

/** @param lines  `outermost;…;leaf value` */
export function treeOf(...lines: readonly string[]): CallTree {
  const names: string[] = ['root'];
  const nodes = new PairInterner();
  nodes.intern(NONE, 0);
  const self: number[] = [0];
  for (const line of lines) {
    const space = line.lastIndexOf(' ');
    let node = 0;
    for (const name of line.slice(0, space).split(';')) {
      const known = names.indexOf(name);
      node = nodes.intern(node, known < 0 ? names.push(name) - 1 : known);
      self[node] ??= 0;
    }
    self[node] += Number(line.slice(space + 1));
  }
  const parent = nodes.first.finish();
  const total = Float64Array.from(self);
  sumUpwards(parent, total);
  return toPreorder(
    {parent, fn: nodes.second.finish(), inlined: new Uint8Array(parent.length), self: Float64Array.from(self), total},
    names,
    new Int32Array(names.length).fill(NONE),
    'count',
  ).tree;
}

/** A tree as indented lines, `name total`. */
export function treeText({depth, fn, length, names, total}: CallTree): string[] {
  return Array.from({length}, (_, node) => `${'  '.repeat(depth[node])}${names[fn[node]]} ${total[node]}`);
}
