/**
 * How long the goroutines of each frame wait: what a flamegraph of a dump is coloured by.
 *
 * A goroutine whose wait is not printed waits less than a minute, or runs: it counts as 0, so a mean is a lower bound.
 */
import {NONE} from '../../base/columns.ts';
import type {CallTree} from '../../model/call-tree.ts';
import type {Profile} from '../../model/profile.ts';

/** Whether the dump says of any goroutine how long it waits. */
export function hasWaits({goroutines}: Profile): boolean {
  return goroutines?.waitMinutes.some((minutes) => minutes > 0) === true;
}

/** The dump with minutes waited, over all goroutines of a row, in place of counts. */
export function asWaitMinutes(profile: Profile): Profile {
  const {goroutines, samples} = profile;
  const minutes = samples.values[0].map(
    (count, row) => count * Math.max(0, goroutines === undefined ? 0 : goroutines.waitMinutes[row]),
  );
  return {...profile, samples: {...samples, values: [minutes], residues: [undefined]}};
}

/**
 * Mean wait in minutes of every node.
 *
 * @param waits  the tree of the same stacks, made the same way, with `asWaitMinutes` for values
 */
export function meanWaits(tree: CallTree, waits: CallTree): Float64Array {
  const nodeOf = new Map<number, number>();
  const width = waits.names.length;
  for (let node = 1; node < waits.length; node++) nodeOf.set(waits.parent[node] * width + waits.fn[node], node);
  const place = new Int32Array(tree.length).fill(NONE);
  place[0] = 0;
  const mean = new Float64Array(tree.length);
  for (let node = 0; node < tree.length; node++) {
    const above = node === 0 ? NONE : place[tree.parent[node]];
    // Nodes of goroutines that do not wait at all have no place in the other tree.
    if (node > 0) place[node] = above === NONE ? NONE : (nodeOf.get(above * width + tree.fn[node]) ?? NONE);
    if (place[node] !== NONE && tree.total[node] !== 0) mean[node] = waits.total[place[node]] / tree.total[node];
  }
  return mean;
}
