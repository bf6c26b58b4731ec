/**
 * Questions about stacks answered for a whole profile at once: which stacks hold a frame of a set, and what they cost.
 *
 * Parents come before children in the stack table, so each question is one forward pass and no stack is walked twice.
 */
import {NONE} from '../../base/columns.ts';
import {remembered} from '../../base/remembered.ts';
import type {Profile} from '../../model/profile.ts';
import {identityName} from '../../model/symbol.ts';
import {stackValues} from '../values/stack-values.ts';
import {type FrameNames, frameNames} from './frame-names.ts';

/** A profile's stacks with the values of one sample type. */
export interface ValuedStacks {
  readonly profile: Profile;
  readonly frames: FrameNames;
  /** Per stack row: value of samples that end there. */
  readonly self: Float64Array;
  /** Σ|value|. */
  readonly total: number;
  readonly unit: string;
}

export function valuedStacks(profile: Profile, sampleType: number): ValuedStacks {
  const values = stackValues(profile, sampleType);
  return {
    profile,
    frames: frameNames(profile),
    self: values.self.values,
    total: values.total.high,
    unit: profile.sampleTypes[sampleType]?.unit ?? '',
  };
}

/** 1 per name node where `accepts` holds. */
export function markNames(frames: FrameNames, accepts: (name: string) => boolean): Uint8Array {
  return markAll(frames.names, accepts);
}

/** 1 per name node whose identity name `pattern` finds. */
export function markIdentities(frames: FrameNames, pattern: RegExp): Uint8Array {
  return markAll(identities(frames), (name) => pattern.test(name));
}

const identityOf = remembered(identityName);
/** Many detectors look for names by their identity. */
const IDENTITIES = new WeakMap<FrameNames, readonly string[]>();

function identities(frames: FrameNames): readonly string[] {
  const known = IDENTITIES.get(frames) ?? frames.names.map(identityOf);
  IDENTITIES.set(frames, known);
  return known;
}

function markAll(names: readonly string[], accepts: (name: string) => boolean): Uint8Array {
  const marks = new Uint8Array(names.length);
  for (let node = 0; node < names.length; node++) if (accepts(names[node])) marks[node] = 1;
  return marks;
}

/** Per stack: the first marked name from the leaf, NONE where none is. */
export function firstMarked({frames, profile}: ValuedStacks, marks: Uint8Array): Int32Array {
  const {location, length, parent} = profile.stacks;
  const first = new Int32Array(length);
  for (let stack = 0; stack < length; stack++) {
    const above = parent[stack];
    let found = above === NONE ? NONE : first[above];
    const start = frames.start[location[stack]];
    for (let i = frames.start[location[stack] + 1] - 1; i >= start; i--) {
      if (marks[frames.node[i]] === 1) found = frames.node[i];
    }
    first[stack] = found;
  }
  return first;
}

/** Per stack: the last marked name from the leaf, that is the outermost; NONE where none is. */
export function lastMarked({frames, profile}: ValuedStacks, marks: Uint8Array): Int32Array {
  const {location, length, parent} = profile.stacks;
  const last = new Int32Array(length);
  for (let stack = 0; stack < length; stack++) {
    const above = parent[stack];
    let found = above === NONE ? NONE : last[above];
    const start = frames.start[location[stack]];
    for (let i = frames.start[location[stack] + 1] - 1; i >= start && found === NONE; i--) {
      if (marks[frames.node[i]] === 1) found = frames.node[i];
    }
    last[stack] = found;
  }
  return last;
}

/**
 * Per stack: who asked for its marked work, that is the nearest accepted name above the first marked one from the leaf;
 * NONE where nothing is marked, or nobody accepted is above. What the marked work calls back is not asked.
 */
export function callerOfMarked({frames, profile}: ValuedStacks, marks: Uint8Array, accepted: Uint8Array): Int32Array {
  const {location, length, parent} = profile.stacks;
  const caller = new Int32Array(length);
  const nearest = new Int32Array(length);
  for (let stack = 0; stack < length; stack++) {
    const above = parent[stack];
    let found = above === NONE ? NONE : caller[above];
    let last = above === NONE ? NONE : nearest[above];
    const start = frames.start[location[stack]];
    for (let i = frames.start[location[stack] + 1] - 1; i >= start; i--) {
      const node = frames.node[i];
      if (marks[node] === 1) found = last;
      else if (accepted[node] === 1) last = node;
    }
    caller[stack] = found;
    nearest[stack] = last;
  }
  return caller;
}

/** Σ value of the stacks for which `key` is not NONE, per key. */
export function sumByKey({self}: ValuedStacks, key: Int32Array, length: number): Float64Array {
  const sums = new Float64Array(length);
  for (let stack = 0; stack < self.length; stack++)
    if (self[stack] !== 0 && key[stack] !== NONE) sums[key[stack]] += self[stack];
  return sums;
}

/**
 * Value of all stacks that hold a marked frame anywhere. Of a table, whose stacks are made up, the most that is certain:
 * what the marked functions do themselves, or all under one of them.
 */
export function markedValue(valued: ValuedStacks, marks: Uint8Array): number {
  if (isTableOnly(valued.profile)) return certainValue(valued, marks);
  const first = firstMarked(valued, marks);
  let sum = 0;
  for (let stack = 0; stack < first.length; stack++) if (first[stack] !== NONE) sum += valued.self[stack];
  return sum;
}

/**
 * As `markedValue`, less the stacks that also hold a frame of `others`, and only those with a frame of `within`. Of a
 * table, less what the others have at most.
 */
export function valueWithout(valued: ValuedStacks, marks: Uint8Array, others: Uint8Array, within?: Uint8Array): number {
  if (isTableOnly(valued.profile)) {
    const value = certainValue(valued, marks);
    return others.includes(1) ? Math.max(0, value - certainValue(valued, others)) : value;
  }
  const first = firstMarked(valued, marks);
  const other = firstMarked(valued, others);
  const inside = within === undefined ? first : firstMarked(valued, within);
  let sum = 0;
  for (let stack = 0; stack < first.length; stack++) {
    if (first[stack] !== NONE && other[stack] === NONE && inside[stack] !== NONE) sum += valued.self[stack];
  }
  return sum;
}

/** Whether the profile was read off a printed table, which has no stacks. */
export function isTableOnly({warnings}: Profile): boolean {
  return warnings.some(({code}) => code === 'TABLE_ONLY');
}

/** Whether the profile was read off a printed table of a difference between two. */
export function isDifference({warnings}: Profile): boolean {
  return warnings.some(({code}) => code === 'TABLE_DIFFERENCE');
}

function certainValue(valued: ValuedStacks, marks: Uint8Array): number {
  const {location} = valued.profile.stacks;
  const {node, start} = valued.frames;
  let own = 0;
  for (let stack = 0; stack < valued.self.length; stack++) {
    if (valued.self[stack] !== 0 && marks[node[start[location[stack]]]] === 1) own += valued.self[stack];
  }
  return totalsOfMarked(valued, marks).reduce((most, total) => Math.max(most, total), own);
}

/** Per name node: value of the stacks that hold it anywhere, for marked ones; 0 for others. */
export function totalsOfMarked({frames, profile, self}: ValuedStacks, marks: Uint8Array): Float64Array {
  const totals = new Float64Array(frames.names.length);
  const {location, parent} = profile.stacks;
  for (let leaf = 0; leaf < self.length; leaf++) {
    if (self[leaf] === 0) continue;
    const seen = new Set<number>();
    for (let stack = leaf; stack !== NONE; stack = parent[stack]) {
      for (let i = frames.start[location[stack]]; i < frames.start[location[stack] + 1]; i++) {
        if (marks[frames.node[i]] === 1) seen.add(frames.node[i]);
      }
    }
    for (const node of seen) totals[node] += self[leaf];
  }
  return totals;
}

/** The index of the largest sum, NONE when all are zero. */
export function largest(sums: Float64Array, accepts: (index: number) => boolean = () => true): number {
  let best = NONE;
  for (let i = 0; i < sums.length; i++) {
    if (sums[i] > 0 && (best === NONE || sums[i] > sums[best]) && accepts(i)) best = i;
  }
  return best;
}

/** The costliest stack that `accepts`, as names leaf first; empty when there is none. */
export function heaviestStack(valued: ValuedStacks, accepts: (stack: number) => boolean): string[] {
  let best = NONE;
  for (let stack = 0; stack < valued.self.length; stack++) {
    if (valued.self[stack] > 0 && (best === NONE || valued.self[stack] > valued.self[best]) && accepts(stack))
      best = stack;
  }
  return best === NONE ? [] : namesOfStack(valued, best);
}

/** Raw names of a stack, leaf first; frames without a name are left out. */
export function namesOfStack({frames, profile}: Pick<ValuedStacks, 'frames' | 'profile'>, leaf: number): string[] {
  const {location, parent} = profile.stacks;
  const names: string[] = [];
  for (let stack = leaf; stack !== NONE; stack = parent[stack]) {
    for (let i = frames.start[location[stack]]; i < frames.start[location[stack] + 1]; i++) {
      const name = frames.names[frames.node[i]];
      if (name !== '<unknown>') names.push(name);
    }
  }
  return names;
}
