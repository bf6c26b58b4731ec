/**
 * Goroutines that wait for locks, gathered by the lock: by its address where the dump prints it, else by the type
 * whose method locks.
 */
import {pushAll} from '../../base/lists.ts';
import type {ProfileFacts} from '../case/case.ts';
import type {GoroutineGroup} from '../goroutines/census.ts';
import {type GoroutineFrame, goroutineFrames, receiverType} from '../goroutines/frames.ts';
import {isLockClass} from '../goroutines/wait-class.ts';
import {frameNames} from '../names/frame-names.ts';
import {layerOf} from '../names/layers.ts';

export interface LockWaiter {
  readonly group: GoroutineGroup;
  readonly row: number;
  /** Goroutines that this one stands for. */
  readonly count: number;
  readonly frames: readonly GoroutineFrame[];
  /** Index into frames: who called Lock. */
  readonly caller: number;
  /** Address of the lock, undefined when not printed. */
  readonly lock: bigint | undefined;
  /** The address is that of the lock itself, not of a semaphore inside it. */
  readonly isExact: boolean;
  /** Minutes waited, 0 when unknown. */
  readonly minutes: number;
}

export interface LockQueue {
  readonly lock: bigint | undefined;
  /** Longest wait first. */
  readonly waiters: readonly LockWaiter[];
  readonly count: number;
  readonly longestMinutes: number;
}

/** Whether all wait inside a sync.Once: for what its function does, which may take its time, rather than for a lock. */
export function isOfOnce({waiters}: LockQueue): boolean {
  return waiters.every(({caller, frames}) =>
    frames.slice(0, caller + 1).some(({name}) => name.startsWith('sync.(*Once).')),
  );
}

/** An RWMutex has 24 bytes, and its parts are waited for by their own addresses. */
const LOCK_BYTES = 24n;

/** Waiters looked at one by one; the rest of a crowd is like them. */
const MOST_ROWS = 400;

export function lockQueues(facts: ProfileFacts): LockQueue[] {
  const waiters = facts
    .census()
    .groups.filter(({waitClass}) => isLockClass(waitClass))
    .flatMap((group) => waitersOf(facts, group));
  const known = waiters
    .filter(({lock}) => lock !== undefined)
    .sort((a, b) => ((a.lock ?? 0n) < (b.lock ?? 0n) ? -1 : 1));
  const queues: LockWaiter[][] = [];
  for (const waiter of known) {
    const last = queues.at(-1);
    if (last !== undefined && isSameLock(last[0], waiter)) last.push(waiter);
    else queues.push([waiter]);
  }
  pushAll(queues, withoutAddress(waiters));
  return queues.map(finishQueue).sort((a, b) => b.count - a.count);
}

/** Two locks may lie side by side: only an address inside a lock counts as the lock that begins before it. */
function isSameLock(first: LockWaiter, other: LockWaiter): boolean {
  const distance = (other.lock ?? 0n) - (first.lock ?? 0n);
  return distance === 0n || (distance < LOCK_BYTES && !(first.isExact && other.isExact));
}

function withoutAddress(waiters: readonly LockWaiter[]): LockWaiter[][] {
  const byType = new Map<string, LockWaiter[]>();
  for (const waiter of waiters) {
    if (waiter.lock !== undefined) continue;
    const {name} = waiter.frames[waiter.caller];
    const key = receiverType(name) || name;
    const list = byType.get(key);
    if (list === undefined) byType.set(key, [waiter]);
    else list.push(waiter);
  }
  return [...byType.values()];
}

function finishQueue(waiters: LockWaiter[]): LockQueue {
  waiters.sort((a, b) => b.minutes - a.minutes);
  return {
    lock: waiters[0].lock,
    waiters,
    count: waiters.reduce((sum, {count}) => sum + count, 0),
    longestMinutes: waiters[0].minutes,
  };
}

function waitersOf(facts: ProfileFacts, group: GoroutineGroup): LockWaiter[] {
  const {profile} = facts;
  const names = frameNames(profile);
  const rows = group.rows.slice(0, MOST_ROWS);
  const rest = group.rows.slice(MOST_ROWS).reduce((sum, row) => sum + profile.samples.values[0][row], 0);
  return rows.flatMap((row, i): LockWaiter[] => {
    const frames = goroutineFrames(profile, names, row);
    const caller = frames.findIndex(({name}) => !['runtime', 'sync', 'unknown'].includes(layerOf(name)));
    const minutes = Math.max(0, profile.goroutines?.waitMinutes[row] ?? 0);
    const count = profile.samples.values[0][row] + (i === 0 ? rest : 0);
    if (frames.length === 0) return [];
    const at = caller < 0 ? frames.length - 1 : caller;
    return [{group, row, count, frames, caller: at, ...lockAddress(frames, at), minutes}];
  });
}

/** Methods of the lock: their receiver is the lock itself. */
const LOCK_METHOD = /sync\.\(\*(?:RW)?Mutex\)\./;

/** The outermost frame of the locking code knows the lock; the innermost only a semaphore inside it. */
function lockAddress(frames: readonly GoroutineFrame[], caller: number): Pick<LockWaiter, 'lock' | 'isExact'> {
  for (let i = caller; i >= 0; i--) {
    const {first, name} = frames[i];
    if (first !== undefined && layerOf(name) === 'sync') return {lock: first, isExact: LOCK_METHOD.test(name)};
  }
  return {lock: undefined, isExact: false};
}
