/**
 * Where CPU time is spent: the function that is to blame for most of it.
 *
 * Cost of the runtime, system calls, the standard library and plumbing belongs to whoever called for it. From the
 * outside in, the walk follows the heaviest call as long as it keeps most of the cost; the last function of the code
 * proper on that way is the one, or a caller in its own package that does nothing but pass on to it.
 */
import {NONE} from '../../base/columns.ts';
import type {CallTree} from '../../model/call-tree.ts';
import {isEntry} from '../../model/entry-names.ts';
import {enclosingFunction, packageOf, parseSymbol} from '../../model/symbol.ts';
import {isCarrier, isTestFunction, layerOf} from '../names/layers.ts';

export interface HotPath {
  /** Raw name. */
  readonly function: string;
  /** Value under the function anywhere, each stack once. */
  readonly value: number;
  /** From the function down the heaviest calls, caller first. */
  readonly below: readonly string[];
  /** Functions of code that it takes to account for half of the value; 1 is one hot spot, many is a program at work. */
  readonly breadth: number;
  /** The same with what other packages do inside. */
  readonly functions: number;
  /** Part of the value that the costliest of them takes, 0…1. */
  readonly largestPart: number;
  /** Part of the value that the function takes itself, with what it asks of libraries. */
  readonly ownPart: number;
  /** Like the largest part, of functions of any package but the runtime's. */
  readonly largestPiece: number;
  /** A server calls it to answer a request. */
  readonly isServed: boolean;
  /** It works for a request, as what a handler calls does. */
  readonly isForRequests: boolean;
}

/** A call that keeps less than this of its caller's cost ends the walk. */
const KEEPS = 0.6;

/** A caller that adds less than this of its own only passes on. */
const PASSES_ON = 0.99;

/** @param leastShare  share of the tree below which nobody is called hot */
export function hotPath(tree: CallTree, leastShare: number): HotPath | undefined {
  const floor = tree.total[0] * leastShare;
  const way = heaviestWay(tree, floor);
  const at = blameOnWay(tree, way);
  if (at === NONE) return undefined;
  const callers = way.slice(0, at).map((node) => isServer(tree.names[tree.fn[node]]));
  return {
    ...pathFrom(tree, way.slice(at)),
    isServed: callers.at(-1) === true,
    isForRequests: callers.includes(true),
  };
}

const SERVER = /ServeHTTP$|^google\.golang\.org\/grpc\.\(\*Server\)\.process/;

/** Whether the function calls the handlers of requests. */
export function isServer(name: string): boolean {
  return SERVER.test(name);
}

/** @param way  nodes from the function to blame down the heaviest calls */
function pathFrom(tree: CallTree, way: readonly number[]): HotPath {
  const [node] = way;
  return {
    function: tree.names[tree.fn[node]],
    value: functionTotal(tree, tree.fn[node]),
    below: way.map((step) => tree.names[tree.fn[step]]),
    ...partsBelow(tree, node),
    isServed: false,
    isForRequests: false,
  };
}

/** The path from the costliest call of a function, for one that was found otherwise; undefined when it is not there. */
export function hotPathOf(tree: CallTree, name: string): HotPath | undefined {
  let best = NONE;
  for (let node = 0; node < tree.length; node++) {
    if (tree.names[tree.fn[node]] === name && (best === NONE || tree.total[node] > tree.total[best])) best = node;
  }
  return best === NONE ? undefined : pathFrom(tree, [best, ...heaviestWay(tree, 0, best)]);
}

/** Raw names of all that the function calls, directly or not. */
export function namesBelow(tree: CallTree, name: string): ReadonlySet<string> {
  const below = new Set<string>();
  for (let node = 0; node < tree.length; node++) {
    if (tree.names[tree.fn[node]] !== name) continue;
    for (let inner = node + 1; inner < tree.subtreeEnd[node]; inner++) below.add(tree.names[tree.fn[inner]]);
    node = tree.subtreeEnd[node] - 1;
  }
  return below;
}

/** Whether the function only runs what others hand it: an entry, a closure of a worker, a loop, a test. */
export function isRunner(name: string): boolean {
  return isEntry(name) || isTestFunction(name) || parseSymbol(name).closure !== '' || name.includes('._Cfunc_');
}

/** Nodes below `from`, outermost first. */
function heaviestWay(tree: CallTree, floor: number, from: number = 0): number[] {
  const way: number[] = [];
  let node = from;
  for (;;) {
    const child = heaviestChild(tree, node);
    if (child === NONE || tree.total[child] < floor) return way;
    // At the root several entries share the work: the first step only has to be heavy enough.
    if (node !== 0 && tree.total[child] < tree.total[node] * KEEPS) return way;
    way.push(child);
    node = child;
  }
}

/** Children stand heaviest first, so the first one that is no collector's entry is the one. */
function heaviestChild(tree: CallTree, node: number): number {
  for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
    if (node !== 0 || !isBackground(tree.names[tree.fn[child]])) return child;
  }
  return NONE;
}

/** Entries of the runtime's own goroutines and of idling threads. */
function isBackground(name: string): boolean {
  return /^runtime\.(?:gcBgMarkWorker|bgsweep|bgscavenge|mcall|mstart|schedule|park_m|findrunnable|goexit0|sysmon|timerproc)/.test(
    name,
  );
}

function canBeBlamed(name: string): boolean {
  return layerOf(name) === 'code' && !isCarrier(name);
}

function blameOnWay(tree: CallTree, way: readonly number[]): number {
  let at = way.length - 1;
  while (at >= 0 && !canBeBlamed(tree.names[tree.fn[way[at]]])) at--;
  if (at < 0) return NONE;
  const home = packageOf(tree.names[tree.fn[way[at]]]);
  while (at > 0 && passesOn(tree, way[at - 1], way[at], home)) at--;
  return at;
}

function passesOn(tree: CallTree, caller: number, callee: number, home: string): boolean {
  const name = tree.names[tree.fn[caller]];
  return (
    packageOf(name) === home &&
    !isTestFunction(name) &&
    !isCarrier(name) &&
    !isForeignClosure(name, tree.names[tree.fn[callee]]) &&
    !isForeignClosure(tree.names[tree.fn[callee]], name) &&
    tree.total[callee] >= tree.total[caller] * PASSES_ON &&
    tree.fn[caller] !== tree.fn[callee]
  );
}

/** A closure says less than the function it calls; who calls the closure of another only runs what it is handed. */
function isForeignClosure(closure: string, other: string): boolean {
  return parseSymbol(closure).closure !== '' && enclosingFunction(closure) !== enclosingFunction(other);
}

/** Where no function of code stands out: the one with the largest value of its own, as tables of functions show it. */
export function hottestLeaf(tree: CallTree, leastShare: number): HotPath | undefined {
  const own = new Map<number, number>();
  for (let node = 0; node < tree.length; node++)
    own.set(tree.fn[node], (own.get(tree.fn[node]) ?? 0) + tree.self[node]);
  let best = NONE;
  for (const [fn, value] of own) {
    const name = tree.names[fn];
    if (['unknown', 'runtime', 'sync'].includes(layerOf(name)) || isCarrier(name) || fn === tree.fn[0]) continue;
    if (best === NONE || value > (own.get(best) ?? 0)) best = fn;
  }
  const value = own.get(best) ?? 0;
  // A damaged profile may add up to nothing or less.
  if (value <= 0 || value < tree.total[0] * leastShare) return undefined;
  return lonePath(tree.names[best], value);
}

/** A function of which nothing is known but its own value. */
export function lonePath(name: string, value: number): HotPath {
  return {
    function: name,
    value,
    below: [name],
    breadth: 1,
    functions: 1,
    largestPart: 1,
    ownPart: 1,
    largestPiece: 1,
    isServed: false,
    isForRequests: false,
  };
}

/** Total of all outermost nodes of the function. */
export function functionTotal(tree: CallTree, fn: number): number {
  let total = 0;
  for (let node = 0; node < tree.length; ) {
    if (tree.fn[node] === fn) {
      total += tree.total[node];
      node = tree.subtreeEnd[node];
    } else node++;
  }
  return total;
}

/** How the value under `top` is shared out among what it does. */
function partsBelow(
  tree: CallTree,
  top: number,
): Pick<HotPath, 'breadth' | 'functions' | 'largestPart' | 'ownPart' | 'largestPiece'> {
  const home = packageOf(tree.names[tree.fn[top]]);
  const isCode = tree.names.map((name) => layerOf(name) === 'code');
  const isRuntime = tree.names.map((name) => ['runtime', 'unknown'].includes(layerOf(name)));
  const isHome = tree.names.map((name, fn) => isCode[fn] && packageOf(name) === home);
  // Of another package only the way in counts: what it does inside is one thing to the caller.
  const owned = shares(tree, top, (fn, above) => isHome[fn] || (isCode[fn] && isHome[above]));
  const parts = largestFirst(owned);
  return {
    breadth: halfOf(parts),
    functions: halfOf(largestFirst(shares(tree, top, (fn) => isCode[fn]))),
    largestPart: parts[0],
    ownPart: owned.get(tree.fn[top]) ?? 0,
    largestPiece: largestFirst(shares(tree, top, (fn) => !isRuntime[fn]))[0],
  };
}

/**
 * The value under `top` by owner, as parts of it.
 *
 * @param isOwner  whether a function owns what it costs, or leaves it to the owner above
 */
function shares(tree: CallTree, top: number, isOwner: (fn: number, above: number) => boolean): Map<number, number> {
  const owned = new Map<number, number>();
  const owner = new Int32Array(tree.subtreeEnd[top] - top);
  const total = Math.max(tree.total[top], Number.MIN_VALUE);
  for (let node = top; node < tree.subtreeEnd[top]; node++) {
    const above = node === top ? NONE : owner[tree.parent[node] - top];
    const fn = above === NONE || isOwner(tree.fn[node], above) ? tree.fn[node] : above;
    owner[node - top] = fn;
    owned.set(fn, (owned.get(fn) ?? 0) + tree.self[node] / total);
  }
  return owned;
}

function largestFirst(owned: ReadonlyMap<number, number>): number[] {
  return [...owned.values()].sort((a, b) => b - a);
}

/** How many of the largest make half of the whole. */
function halfOf(parts: readonly number[]): number {
  let covered = 0;
  for (let i = 0; i < parts.length; i++) {
    covered += parts[i];
    if (covered >= 0.5) return i + 1;
  }
  return parts.length;
}
