/**
 * One function between its callers and its callees.
 */
import {outermostCalls} from '../../../src/analysis/tree/pivot.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {Neighbour, SandwichPayload} from '../../protocol.ts';
import {placeOf} from './places.ts';

export function sandwich(profile: Profile, tree: CallTree, name: string): SandwichPayload {
  const fn = tree.names.indexOf(name);
  const callers = new Map<number, number>();
  let cum = 0;
  for (const call of outermostCalls(tree, fn)) {
    cum += tree.total[call];
    add(callers, tree.fn[tree.parent[call]], tree.total[call]);
  }
  let flat = 0;
  for (let node = 1; node < tree.length; node++) if (tree.fn[node] === fn) flat += tree.self[node];
  return {
    name,
    place: fn < 0 ? '' : placeOf(profile, tree.functionOf[fn]),
    unit: tree.unit,
    total: tree.total[0],
    flat,
    cum,
    callers: neighbours(tree, callers),
    callees: neighbours(tree, calleeValues(tree, fn)),
  };
}

/** What goes from the function into each callee; a callee met again below itself is not counted twice. */
function calleeValues(tree: CallTree, fn: number): Map<number, number> {
  const values = new Map<number, number>();
  const countedTo = new Map<number, number>();
  for (let node = 1; node < tree.length; node++) {
    const callee = tree.fn[node];
    if (callee === fn || tree.fn[tree.parent[node]] !== fn || node < (countedTo.get(callee) ?? 0)) continue;
    add(values, callee, tree.total[node]);
    countedTo.set(callee, tree.subtreeEnd[node]);
  }
  return values;
}

function add(values: Map<number, number>, fn: number, value: number): void {
  values.set(fn, (values.get(fn) ?? 0) + value);
}

function neighbours(tree: CallTree, values: Map<number, number>): Neighbour[] {
  return [...values]
    .map(([fn, value]) => ({name: fn === tree.fn[0] ? '' : tree.names[fn], value}))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}
