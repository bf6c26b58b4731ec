/**
 * What the frames of a flamegraph were in another input: the core's comparison of the two, on the frames that are shown.
 */
import {type ComparedType, compareProfiles} from '../../../src/analysis/compare/compare.ts';
import {compareTree} from '../../../src/analysis/compare/tree.ts';
import type {FlameTree} from '../../../src/analysis/tree/flame-tree.ts';
import {packageFrame} from '../../../src/analysis/tree/pivot.ts';
import {NONE} from '../../../src/base/columns.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {identityName} from '../../../src/model/symbol.ts';
import type {FlameChanges, FlameRequest} from '../../protocol.ts';
import {seenAs} from './flame-waits.ts';

/**
 * @param sides   the other input, and the one whose flamegraph is shown
 * @param source  the tree of all stacks of the latter
 * @param shown   what is made of it for the screen
 */
export function flameChanges(
  [other, own]: readonly [Profile, Profile],
  source: CallTree,
  shown: FlameTree,
  request: FlameRequest,
): FlameChanges {
  const comparison = compareProfiles([other], [own], {sampleType: own.sampleTypes[request.sampleType]?.type ?? ''});
  const both = seenAs(compareTree(comparison, comparison.decisive), request, identityName(request.pivot));
  const isNameMoved = movedNames(comparison.types[comparison.decisive], both, request.packages);
  const isDown = request.mode === 'down';
  const place = placesIn(isDown ? source : shown.tree, both);
  const {tree} = shown;
  const base = new Float64Array(tree.length);
  const isMoved = new Uint8Array(tree.length);
  // Backwards, so that what lies below the root of cut stacks is there before it.
  for (let node = tree.length - 1; node >= 0; node--) {
    const from = isDown ? shown.origin[node] : node;
    const at = from === NONE ? NONE : place[from];
    if (from === NONE) base[node] = sumOfChildren(tree, node, base);
    if (at === NONE) continue;
    base[node] = both.base?.total[at] ?? 0;
    isMoved[node] = isNameMoved[both.fn[at]];
  }
  return {base, isMoved};
}

/** By name of the tree, 1 for what moved beyond noise; a package does so where one of its functions did. */
function movedNames({rows, total}: ComparedType, {fn, names}: CallTree, arePackages: boolean): Uint8Array {
  const moved = rows.filter(({cum}) => cum.change !== 'unchanged').map(({function: name}) => name);
  const known = new Set(arePackages ? moved.map(packageFrame) : moved);
  const isMoved = Uint8Array.from(names, (name) => (known.has(name) ? 1 : 0));
  isMoved[fn[0]] = total.change === 'unchanged' ? 0 : 1;
  return isMoved;
}

/** For each node the one at the same path in a tree of both inputs. */
function placesIn(tree: CallTree, both: CallTree): Int32Array {
  const width = both.names.length;
  const idOf = new Map(both.names.map((name, id) => [name, id]));
  const nameOf = tree.names.map((name) => idOf.get(identityName(name)) ?? NONE);
  const nodeOf = new Map<number, number>();
  for (let node = 1; node < both.length; node++) nodeOf.set(both.parent[node] * width + both.fn[node], node);
  const place = new Int32Array(tree.length).fill(NONE);
  place[0] = 0;
  for (let node = 1; node < tree.length; node++) {
    const above = place[tree.parent[node]];
    const name = nameOf[tree.fn[node]];
    if (above !== NONE && name !== NONE) place[node] = nodeOf.get(above * width + name) ?? NONE;
  }
  return place;
}

function sumOfChildren({subtreeEnd}: CallTree, node: number, values: Float64Array): number {
  let sum = 0;
  for (let child = node + 1; child < subtreeEnd[node]; child = subtreeEnd[child]) sum += values[child];
  return sum;
}
