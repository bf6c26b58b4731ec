/**
 * How long the goroutines of each frame of a shown tree wait.
 */

import {asWaitMinutes, meanWaits} from '../../../src/analysis/goroutines/wait-ages.ts';
import type {FlameTree} from '../../../src/analysis/tree/flame-tree.ts';
import {byPackage, calleesOf, callersOf, invertTree} from '../../../src/analysis/tree/pivot.ts';
import {buildTree} from '../../../src/analysis/tree/tree.ts';
import {NONE} from '../../../src/base/columns.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {FlameRequest} from '../../protocol.ts';

/** The tree of all stacks by minutes waited, as `flameWaits` wants it. */
export function waitTree(profile: Profile): CallTree {
  return buildTree(asWaitMinutes(profile), 0);
}

/**
 * Mean wait in minutes of every node of the tree that the same request for a flame shows.
 *
 * @param source, waits  the trees of all stacks, by count and by minutes waited
 * @param shown          what is made of `source` for the screen
 */
export function flameWaits(source: CallTree, waits: CallTree, shown: FlameTree, request: FlameRequest): Float64Array {
  if (request.mode !== 'down') return meanWaits(shown.tree, seenAs(waits, request, request.pivot));
  return foldedWaits(shown, meanWaits(source, seenAs(waits, request, '')));
}

/** A tree of all stacks as a request sees it, before anything is folded. */
export function seenAs(tree: CallTree, {mode, packages}: FlameRequest, pivot: string): CallTree {
  const all = packages ? byPackage(tree) : tree;
  if (mode === 'down') return all;
  if (mode === 'up') return invertTree(all);
  const fn = all.names.indexOf(pivot);
  return mode === 'callers' ? callersOf(all, fn) : calleesOf(all, fn);
}

/** Means by the nodes of the folded tree; the root of cut stacks has that of what lies below it. */
function foldedWaits({origin, tree}: FlameTree, mean: Float64Array): Float64Array {
  return Float64Array.from(origin, (from, node) => {
    if (from !== NONE) return mean[from];
    let minutes = 0;
    for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child])
      minutes += mean[origin[child]] * tree.total[child];
    return minutes / tree.total[node];
  });
}
