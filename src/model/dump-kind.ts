/**
 * Kinds whose samples are goroutines or threads, each with its own state; what to call them, and how labels describe one.
 */
import {sayLater} from '../base/language/say.ts';
import type {ProfileKind, ValueType} from './profile.ts';

export function isDumpKind(kind: ProfileKind): boolean {
  return kind === 'goroutine' || kind === 'goroutineleak' || kind === 'kernel';
}

/** What a sample of a dump is called. */
export function memberNoun(kind: ProfileKind): 'goroutine' | 'thread' {
  return kind === 'kernel' ? sayLater('thread') : sayLater('goroutine');
}

/** Labels with which a sample of a profile stands for one goroutine: those of CockroachDB, and what it has no key for. */
export const GOROUTINE_LABELS = {
  id: 'go::goroutine',
  parent: 'go::goroutine_created_by',
  state: 'go::goroutine_state',
  /** Whole minutes, absent for none. */
  wait: 'go::goroutine_wait_minutes',
  /** Name of the function that started it; ours. */
  creator: 'created_by',
} as const;

/** The same in the goroutine waits of Datadog's profiler, whose only values are nanoseconds waited. */
export const WAIT_LABELS = {id: 'goid', state: 'state', locked: 'lockedm'} as const;
/** Where the frames left out of a stack were, outside of all others but its creator. */
export const ELIDED_FRAMES = '...additional frames elided...';
export const GOROUTINE_COUNT: ValueType = {type: 'goroutines', unit: 'count'};

export function isWaitProfile(types: readonly ValueType[]): boolean {
  const {length, [length - 1]: last} = types;
  return length === 1 ? isWait(last) : length === 2 && isWait(last) && types[0].type === GOROUTINE_COUNT.type;
}

function isWait({type, unit}: ValueType): boolean {
  return type === 'waitduration' && unit === 'nanoseconds';
}
