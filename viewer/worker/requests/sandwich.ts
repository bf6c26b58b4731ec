/**
 * One function between its callers and its callees.
 */
import {outermostCalls} from '../../../src/analysis/tree/pivot.ts';
import {NONE} from '../../../src/base/columns.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import {functionName, type Profile, stackFunctions} from '../../../src/model/profile.ts';
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
    callers: withCreators(neighbours(tree, callers), profile, name),
    callees: neighbours(tree, calleeValues(tree, fn)),
  };
}

/** In place of the missing caller of a goroutine's first function, who started the goroutine. */
function withCreators(callers: readonly Neighbour[], profile: Profile, name: string): Neighbour[] {
  const start = callers.find((caller) => caller.name === '');
  const creators = start === undefined ? [] : creatorsOf(profile, name);
  const unknown = (start?.value ?? 0) - creators.reduce((sum, {value}) => sum + value, 0);
  // Filters that cut stacks make first functions of others, which nobody started.
  if (start === undefined || creators.length === 0 || unknown < 0) return [...callers];
  const others = callers.filter((caller) => caller !== start);
  return [...creators, ...(unknown === 0 ? [] : [{name: '', value: unknown}]), ...others];
}

function creatorsOf(profile: Profile, name: string): Neighbour[] {
  const {goroutines, samples, strings} = profile;
  if (goroutines === undefined || goroutines.createdBy.length !== samples.length) return [];
  const counts = new Map<string, number>();
  const isStart = new Map<number, boolean>();
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row];
    const creator = goroutines.createdBy[row];
    if (creator === NONE || stack === NONE) continue;
    if (!isStart.has(stack)) isStart.set(stack, firstFunction(profile, stack) === name);
    if (isStart.get(stack) !== true) continue;
    const text = strings.at(creator);
    if (text !== '') counts.set(text, (counts.get(text) ?? 0) + samples.values[0][row]);
  }
  return [...counts].map(([text, value]) => ({name: text, value, isCreator: true})).sort((a, b) => b.value - a.value);
}

function firstFunction(profile: Profile, stack: number): string {
  const fn = stackFunctions(profile, stack).at(-1) ?? NONE;
  return fn === NONE ? '' : functionName(profile, fn);
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
