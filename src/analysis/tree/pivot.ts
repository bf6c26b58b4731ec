/**
 * Call trees seen from elsewhere: from the leaves up, from one function down and up, or by package.
 *
 * Both sides of a comparison are carried along. A function that recurses is entered once per stack, at its outermost
 * call, so values are never counted twice.
 */
import {Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {CallTree} from '../../model/call-tree.ts';
import {packageOf} from '../../model/symbol.ts';
import {toPreorder} from '../values/preorder.ts';
import {sumUpwards} from './tree.ts';

/** Leaves first: the children of the root are the functions that values end in, below them their callers. */
export function invertTree(source: CallTree): CallTree {
  const folder = new TreeFolder(source);
  for (let leaf = 0; leaf < source.length; leaf++) {
    if (!hasOwnValue(source, leaf)) continue;
    let row = 0;
    for (let node = leaf; node > 0; node = source.parent[node]) {
      row = folder.child(row, source.fn[node], source.isInlined[node]);
    }
    folder.add(row, source.self[leaf], source.base === undefined ? 0 : source.base.self[leaf]);
  }
  return folder.finish();
}

/** Everything that the function calls, merged over all places it is called from. */
export function calleesOf(source: CallTree, fn: number): CallTree {
  const folder = new TreeFolder(source);
  const rowOf = new Int32Array(source.length).fill(NONE);
  for (const outermost of outermostCalls(source, fn)) {
    for (let node = outermost; node < source.subtreeEnd[outermost]; node++) {
      const above = node === outermost ? 0 : rowOf[source.parent[node]];
      rowOf[node] = folder.child(above, source.fn[node], node === outermost ? 0 : source.isInlined[node]);
      folder.add(rowOf[node], source.self[node], source.base === undefined ? 0 : source.base.self[node]);
    }
  }
  return folder.finish();
}

/** Everything that calls the function, nearest callers first, merged. */
export function callersOf(source: CallTree, fn: number): CallTree {
  const folder = new TreeFolder(source);
  for (const outermost of outermostCalls(source, fn)) {
    let row = 0;
    for (let node = outermost; node > 0; node = source.parent[node]) {
      row = folder.child(row, source.fn[node], source.isInlined[node]);
    }
    folder.add(row, source.total[outermost], source.base === undefined ? 0 : source.base.total[outermost]);
  }
  return folder.finish();
}

/** What the frame of a function is called where frames are packages. */
export function packageFrame(name: string): string {
  return packageOf(name) || name;
}

/** Packages instead of functions: calls within a package are one frame. What has no package stays as it is. */
export function byPackage(source: CallTree): CallTree {
  const names: string[] = [];
  const ids = new Map<string, number>();
  const idOf = source.names.map((name) => {
    const home = packageFrame(name);
    const id = ids.get(home) ?? names.push(home) - 1;
    ids.set(home, id);
    return id;
  });
  const functionOf = new Int32Array(names.length).fill(NONE);
  const folder = new TreeFolder({...source, names, functionOf}, idOf[source.fn[0]]);
  const rowOf = new Int32Array(source.length);
  for (let node = 0; node < source.length; node++) {
    const above = source.parent[node];
    const isWithin = above > 0 && idOf[source.fn[node]] === idOf[source.fn[above]];
    if (isWithin) rowOf[node] = rowOf[above];
    else if (node > 0) rowOf[node] = folder.child(rowOf[above], idOf[source.fn[node]], 0);
    folder.add(rowOf[node], source.self[node], source.base === undefined ? 0 : source.base.self[node]);
  }
  return folder.finish();
}

/** Calls of the function that are not below another call of it. */
export function outermostCalls({fn: fnOf, length, subtreeEnd}: CallTree, fn: number): number[] {
  const calls: number[] = [];
  for (let node = 1; node < length; node++) {
    if (fnOf[node] !== fn) continue;
    calls.push(node);
    node = subtreeEnd[node] - 1;
  }
  return calls;
}

function hasOwnValue({base, self}: CallTree, node: number): boolean {
  return self[node] !== 0 || (base !== undefined && base.self[node] !== 0);
}

/** Collects paths into a tree with the names of another one; row 0 is the root. */
class TreeFolder {
  private readonly source: CallTree;
  private readonly rows = new PairInterner();
  private readonly inlined = new Int32Column();
  private readonly self = new Float64Column();
  private readonly baseSelf = new Float64Column();

  /** @param root  name of the root */
  constructor(source: CallTree, root: number = source.fn[0]) {
    this.source = source;
    this.child(NONE, root, 0);
  }

  child(above: number, fn: number, isInlined: number): number {
    const row = this.rows.intern(above, fn);
    if (row === this.self.length) {
      this.inlined.push(isInlined);
      this.self.push(0);
      this.baseSelf.push(0);
    }
    return row;
  }

  add(row: number, self: number, baseSelf: number): void {
    this.self.values[row] += self;
    this.baseSelf.values[row] += baseSelf;
  }

  finish(): CallTree {
    const {base, functionOf, names, unit} = this.source;
    const parent = this.rows.first.finish();
    const side = (column: Float64Column): {self: Float64Array; total: Float64Array} => {
      const self = column.finish();
      const total = self.slice();
      sumUpwards(parent, total);
      return {self, total};
    };
    const loose = {
      parent,
      fn: this.rows.second.finish(),
      inlined: Uint8Array.from(this.inlined.finish()),
      ...side(this.self),
      ...(base === undefined ? {} : {base: side(this.baseSelf)}),
    };
    return toPreorder(loose, names, functionOf, unit).tree;
  }
}
