/**
 * Two goroutine dumps by shape: what appeared, left, grew, shrank, and what only grew older.
 *
 * A shape is a stack of functions without the runtime's frames on top, plus the creator; the wait state is a fact
 * about it, not a part of it. Ids never repeat within a process, so an id in both dumps is one goroutine seen twice.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile, WaitClass} from '../../model/profile.ts';
import {identityName, isRuntimePackage, packageOf} from '../../model/symbol.ts';
import {type GoroutineGroup, goroutineCensus} from '../goroutines/census.ts';
import {samplingBound} from './noise.ts';

export type ShapeChange = 'appeared' | 'left' | 'grew' | 'shrank' | 'aged' | 'unchanged';

export interface ComparedShape {
  /** Raw function names, leaf first, without the runtime's frames on top. */
  readonly stack: readonly string[];
  /** Raw name, '' when unknown. */
  readonly createdBy: string;
  /** The commonest state on the side that has more of them, as printed; '' when the input prints none. */
  readonly state: string;
  readonly waitClass: WaitClass;
  readonly before: number;
  readonly after: number;
  readonly delta: number;
  readonly bound: number;
  readonly change: ShapeChange;
  /** Median wait in minutes, where the dump states any. */
  readonly waitBefore?: number;
  readonly waitAfter?: number;
  /** Goroutines that both dumps show, by id. */
  readonly seenTwice: number;
  /** By how many minutes the waits of those moved on, median; absent when none waited in both. */
  readonly waitedOn?: number;
}

export interface ComparedGoroutines {
  /** By magnitude of change, then by number. */
  readonly shapes: readonly ComparedShape[];
  /** Ids common to both dumps; 0 where dumps have none, or are of different processes. */
  readonly seenTwice: number;
}

/** Minutes by which waits must have moved on to say that a shape aged. */
const AGED_MINUTES = 1;

export function compareGoroutines(before: Profile, after: Profile): ComparedGoroutines {
  const hasCreators = [before, after].every(printsCreators);
  const old = shapesOf(before, hasCreators);
  const recent = shapesOf(after, hasCreators);
  const larger = Math.max(countAll(old), countAll(recent));
  const shapes = [...new Set([...recent.keys(), ...old.keys()])].map((key) =>
    compareShape(old.get(key), recent.get(key), larger),
  );
  shapes.sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || b.after - a.after);
  return {shapes, seenTwice: shapes.reduce((sum, shape) => sum + shape.seenTwice, 0)};
}

/** One shape of one dump. What its goroutines say is looked up when the sides are compared: most shapes are small. */
interface Shape {
  readonly profile: Profile;
  readonly stack: readonly string[];
  readonly createdBy: string;
  readonly waitClass: WaitClass;
  readonly groups: GoroutineGroup[];
  count: number;
}

/** Only dumps of each goroutine by itself do. */
function printsCreators({goroutines}: Profile): boolean {
  return goroutines?.createdBy.some((name) => name !== NONE) === true;
}

/** @param hasCreators  whether goroutines of two creators are two shapes */
function shapesOf(profile: Profile, hasCreators: boolean): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const group of goroutineCensus(profile).groups) {
    const stack = withoutRuntime(group.names);
    const key = [...stack.map(identityName), hasCreators ? identityName(group.createdBy) : ''].join('\n');
    const known = shapes.get(key);
    if (known === undefined) {
      const {count, createdBy, waitClass} = group;
      shapes.set(key, {profile, stack, createdBy, waitClass, groups: [group], count});
    } else {
      known.groups.push(group);
      known.count += group.count;
    }
  }
  return shapes;
}

/** The stack without the runtime's frames at both ends, which some forms hide; whole where there are no others. */
function withoutRuntime(names: readonly string[]): readonly string[] {
  const isOther = (name: string): boolean => !isRuntimePackage(packageOf(name));
  const first = names.findIndex(isOther);
  return first < 0 ? names : names.slice(first, names.findLastIndex(isOther) + 1);
}

function countAll(shapes: ReadonlyMap<string, Shape>): number {
  let sum = 0;
  for (const {count} of shapes.values()) sum += count;
  return sum;
}

function compareShape(old: Shape | undefined, recent: Shape | undefined, larger: number): ComparedShape {
  const before = old?.count ?? 0;
  const after = recent?.count ?? 0;
  const variance = before + after;
  const bound = samplingBound({before, poisson: variance, thinning: variance}, 0, larger);
  const twice = seenTwice(old, recent);
  const waitedOn = median(twice.moved);
  const waitBefore = median(waitsOf(old));
  const waitAfter = median(waitsOf(recent));
  const main = after >= before ? (recent ?? old) : (old ?? recent);
  return {
    stack: main?.stack ?? [],
    createdBy: main?.createdBy ?? '',
    state: commonestState(main?.groups ?? []),
    waitClass: main?.waitClass ?? 'other',
    before,
    after,
    delta: after - before,
    bound,
    change: shapeChange(before, after, bound, hasAged(waitBefore, waitAfter, waitedOn)),
    ...(waitBefore === undefined ? {} : {waitBefore}),
    ...(waitAfter === undefined ? {} : {waitAfter}),
    seenTwice: twice.count,
    ...(waitedOn === undefined ? {} : {waitedOn}),
  };
}

/** The same goroutines must have waited on; without ids the median of the shape must be longer. */
function hasAged(before: number | undefined, after: number | undefined, waitedOn: number | undefined): boolean {
  if (waitedOn !== undefined) return waitedOn >= AGED_MINUTES;
  return before !== undefined && after !== undefined && after - before >= AGED_MINUTES;
}

function shapeChange(before: number, after: number, bound: number, isAged: boolean): ShapeChange {
  if (Math.abs(after - before) > bound) {
    if (before === 0) return 'appeared';
    if (after === 0) return 'left';
    return after > before ? 'grew' : 'shrank';
  }
  return isAged ? 'aged' : 'unchanged';
}

function seenTwice(old: Shape | undefined, recent: Shape | undefined): {count: number; moved: number[]} {
  const moved: number[] = [];
  let count = 0;
  if (old === undefined || recent === undefined) return {count, moved};
  const waits = waitsById(old);
  for (const [id, wait] of waits.size === 0 ? [] : waitsById(recent)) {
    const earlier = waits.get(id);
    if (earlier === undefined) continue;
    count++;
    if (earlier >= 0 && wait >= 0) moved.push(wait - earlier);
  }
  return {count, moved};
}

/** Minutes waited per id, -1 where not printed. */
function waitsById({groups, profile: {goroutines, samples}}: Shape): Map<number, number> {
  const waits = new Map<number, number>();
  if (goroutines === undefined) return waits;
  for (const {rows} of groups) {
    for (const row of rows) {
      const id = goroutines.id[row];
      if (id >= 0 && samples.values[0][row] === 1) waits.set(id, goroutines.waitMinutes[row]);
    }
  }
  return waits;
}

/** The minutes that its rows print. */
function waitsOf(shape: Shape | undefined): number[] {
  const goroutines = shape?.profile.goroutines;
  if (shape === undefined || goroutines === undefined) return [];
  return shape.groups.flatMap(({rows}) => rows.map((row) => goroutines.waitMinutes[row]).filter((wait) => wait >= 0));
}

function commonestState(groups: readonly GoroutineGroup[]): string {
  const counts = new Map<string, number>();
  for (const {count, state} of groups) counts.set(state, (counts.get(state) ?? 0) + count);
  let found = '';
  let most = -1;
  for (const [state, count] of counts) if (count > most) [found, most] = [state, count];
  return found;
}

function median(values: number[]): number | undefined {
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  return values[values.length >> 1];
}
