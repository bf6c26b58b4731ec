/**
 * Who may hold a lock that others wait for.
 *
 * A dump does not print holders. But a method has its receiver as first argument, and the lock is most often a field
 * of it: a goroutine with a frame of the same object is a candidate, and one that itself waits is the suspect.
 */
import {NONE} from '../../base/columns.ts';
import type {WaitClass} from '../../model/profile.ts';
import {packageOf} from '../../model/symbol.ts';
import type {ProfileFacts} from '../case/case.ts';
import type {GoroutineGroup} from '../goroutines/census.ts';
import {type GoroutineFrame, goroutineFrames, receiverType} from '../goroutines/frames.ts';
import {frameNames} from '../names/frame-names.ts';
import {layerOf} from '../names/layers.ts';
import type {LockQueue, LockWaiter} from './lock-waits.ts';

/** A lock is a field of its owner, and few structs are larger. */
const OWNER_BYTES = 4096n;

/** A goroutine that waits for a lock which its own callers may hold. */
export interface Reentry {
  readonly waiter: LockWaiter;
  /** Index of the frame that may have locked before. */
  readonly holder: number;
  /** The object was recognised by address, not only by type. */
  readonly isByAddress: boolean;
  /** The stack leaves the object's methods and comes back to them. */
  readonly isReturn: boolean;
}

/** The clearest case of a goroutine waiting for itself in this queue. */
export function findReentry({waiters}: LockQueue): Reentry | undefined {
  const found = waiters.flatMap((waiter) => reentryOf(waiter) ?? []);
  const clarity = ({isByAddress, isReturn}: Reentry): number => (isByAddress ? 2 : 0) + (isReturn ? 1 : 0);
  return found.sort((a, b) => clarity(b) - clarity(a))[0];
}

function reentryOf(waiter: LockWaiter): Reentry | undefined {
  const {caller, frames, lock} = waiter;
  const inOnce = runningOnce(waiter);
  if (inOnce !== NONE) return {waiter, holder: inOnce, isByAddress: true, isReturn: true};
  const {first, name} = frames[caller];
  const type = receiverType(name);
  if (type === '') return undefined;
  const owner = first !== undefined && (lock === undefined || isWithin(lock, first)) ? first : undefined;
  for (let i = frames.length - 1; i > caller; i--) {
    // A function that is handed the object calls its methods, which lock; it does not lock itself.
    if (receiverType(frames[i].name) === '') continue;
    const isSameObject = owner !== undefined && frames[i].first === owner;
    if (frames[i].first !== undefined && owner !== undefined && !isSameObject) continue;
    if (!isSameObject && receiverType(frames[i].name) !== type) continue;
    const isReturn = frames.slice(caller + 1, i).some((frame) => isForeign(frame, type));
    return {waiter, holder: i, isByAddress: isSameObject, isReturn};
  }
  return undefined;
}

/** The frame of the same sync.Once that already runs further out, when that is what the goroutine waits for. */
function runningOnce({caller, frames}: LockWaiter): number {
  const awaited = frames.slice(0, caller).find(({first, name}) => first !== undefined && ONCE.test(name))?.first;
  if (awaited === undefined) return NONE;
  return frames.findIndex(({first, name}, at) => at > caller && first === awaited && ONCE.test(name));
}

const ONCE = /^sync\.\(\*Once\)\.(?:Do|doSlow)$/;

function isForeign({name}: GoroutineFrame, type: string): boolean {
  return receiverType(name) !== type && layerOf(name) === 'code';
}

function isWithin(lock: bigint, owner: bigint): boolean {
  return lock >= owner && lock - owner < OWNER_BYTES;
}

/** Words of an RWMutex: its parts are waited for by their own addresses. */
const LOCK_BYTES = 24n;

/**
 * The frame's object is the one whose lock is waited for, or has it inside. Small objects lie close together, so being
 * near says nothing by itself: only methods of the waiters' own packages may be of something larger around it.
 */
function hasLock({first, name}: GoroutineFrame, lock: bigint, {waiters}: LockQueue): boolean {
  if (first === undefined || !isWithin(lock, first)) return false;
  if (lock - first < LOCK_BYTES) return true;
  const callers = waiters.map(({caller, frames}) => frames[caller]);
  if (callers.some((caller) => caller.first === first)) return true;
  const type = receiverType(name);
  return type !== '' && callers.some((caller) => packageOf(caller.name) === packageOf(name));
}

/** A goroutine that may hold the lock and does not run. */
export interface Holder {
  readonly group: GoroutineGroup;
  readonly row: number;
  readonly frames: readonly GoroutineFrame[];
  /** Index of the frame of the locked object. */
  readonly at: number;
  readonly isByAddress: boolean;
  readonly minutes: number;
}

/** What a goroutine can wait for while it holds a lock; a select or a receive is a loop's normal place. */
const HOLDING_WAITS: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'send',
  'nilchan',
  'waitgroup',
  'cond',
  'mutex',
  'rwmutex-r',
  'rwmutex-w',
  'semaphore',
  // An allocation that helps the garbage collector first: it continues soon.
  'runtime',
]);
const BY_ADDRESS_ONLY: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'recv',
  'select',
  'sleep',
  'io',
  'syscall',
  'running',
  'other',
]);

/** Rows of one group that are looked at. */
const MOST_ROWS = 200;

/** A goroutine that may hold some lock. */
interface Suspect {
  readonly group: GoroutineGroup;
  readonly row: number;
  readonly frames: readonly GoroutineFrame[];
  readonly minutes: number;
}

/** All of a dump, filed by what a queue asks for: a queue has few suspects, a dump may have thousands of queues. */
interface Suspects {
  readonly all: readonly Suspect[];
  /** Rows of `all` by the pages of memory that their frames' objects begin in. */
  readonly byPage: ReadonlyMap<number, ReadonlySet<number>>;
  /** Rows of `all` by the receivers' types. */
  readonly byType: ReadonlyMap<string, ReadonlySet<number>>;
}

const SUSPECTS = new WeakMap<ProfileFacts, Suspects>();

function suspectsOf(facts: ProfileFacts): Suspects {
  const known = SUSPECTS.get(facts);
  if (known !== undefined) return known;
  const {profile} = facts;
  const names = frameNames(profile);
  const all: Suspect[] = [];
  const filed = {byPage: new Map<number, Set<number>>(), byType: new Map<string, Set<number>>()};
  for (const group of facts.census().groups) {
    if (!BY_ADDRESS_ONLY.has(group.waitClass) && !HOLDING_WAITS.has(group.waitClass)) continue;
    for (const row of group.rows.slice(0, MOST_ROWS)) {
      const frames = goroutineFrames(profile, names, row);
      fileFrames(filed, frames, all.length);
      all.push({group, row, frames, minutes: Math.max(0, profile.goroutines?.waitMinutes[row] ?? 0)});
    }
  }
  const suspects = {all, ...filed};
  SUSPECTS.set(facts, suspects);
  return suspects;
}

function fileFrames(
  {byPage, byType}: {readonly byPage: Map<number, Set<number>>; readonly byType: Map<string, Set<number>>},
  frames: readonly GoroutineFrame[],
  row: number,
): void {
  for (const {first, name} of frames) {
    if (first !== undefined) file(byPage, pageOf(first), row);
    const type = receiverType(name);
    if (type !== '') file(byType, type, row);
  }
}

/** Its number is exact: a page has twelve bits less than its address. */
function pageOf(address: bigint): number {
  return Number(address / OWNER_BYTES);
}

function file<K>(filed: Map<K, Set<number>>, key: K, row: number): void {
  const rows = filed.get(key);
  if (rows === undefined) filed.set(key, new Set([row]));
  else rows.add(row);
}

/** Those that have an object where the lock may be, or a method of one of the types; in the order of the dump. */
function suspectsFor({all, byPage, byType}: Suspects, {lock}: LockQueue, types: ReadonlySet<string>): Suspect[] {
  const found = new Set<number>();
  const add = (rows: Iterable<number> = []): void => {
    for (const row of rows) found.add(row);
  };
  for (const type of types) add(byType.get(type));
  if (lock !== undefined) {
    add(byPage.get(pageOf(lock)));
    add(byPage.get(pageOf(lock) - 1));
  }
  return [...found].sort((a, b) => a - b).map((row) => all[row]);
}

/** The best candidate for the holder of the queue's lock among goroutines that do not wait for the same lock. */
export function findHolder(facts: ProfileFacts, queue: LockQueue): Holder | undefined {
  const waiting = new Set(queue.waiters.map(({row}) => row));
  const types = new Set(
    queue.waiters.map(({caller, frames}) => receiverType(frames[caller].name)).filter((type) => type !== ''),
  );
  const found = suspectsFor(suspectsOf(facts), queue, types).flatMap((suspect): Holder[] => {
    const {frames, group, minutes, row} = suspect;
    if (waiting.has(row)) return [];
    const holder =
      holderIn(frames, queue, BY_ADDRESS_ONLY.has(group.waitClass) ? new Set() : types) ??
      holderByAge(group, frames, queue, types, minutes);
    return holder === undefined ? [] : [{...suspect, ...holder}];
  });
  const rank = ({group, isByAddress}: Holder): number =>
    (isByAddress ? 0 : 4) + (BY_ADDRESS_ONLY.has(group.waitClass) ? 1 : 0);
  // Among goroutines that wait alike, one that came through where most of the others queue.
  const followers = waitersByFunction(queue);
  const following = ({at, frames}: Holder): number => followers.get(frames[at].name) ?? 0;
  return found.sort((a, b) => rank(a) - rank(b) || b.minutes - a.minutes || following(b) - following(a))[0];
}

function waitersByFunction({waiters}: LockQueue): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const {caller, count, frames} of waiters) {
    const {name} = frames[caller];
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}

/** What a goroutine waits for that somebody else must do; another lock would be a queue of its own. */
const AGE_TELLS: ReadonlySet<WaitClass> = new Set<WaitClass>(['send', 'nilchan', 'waitgroup', 'cond']);
/** The queue forms behind the holder within this many minutes, or this part of its wait. */
const BEHIND_MINUTES = 2;
const BEHIND_SHARE = 0.05;

/**
 * The lock is of another object than the waiters' receiver, so addresses say nothing; but a goroutine in a method of
 * the same type got stuck just before the first of them came.
 */
function holderByAge(
  {waitClass}: GoroutineGroup,
  frames: readonly GoroutineFrame[],
  {longestMinutes}: LockQueue,
  types: ReadonlySet<string>,
  minutes: number,
): {at: number; isByAddress: boolean} | undefined {
  if (!AGE_TELLS.has(waitClass) || longestMinutes < 1 || minutes < longestMinutes) return undefined;
  if (minutes - longestMinutes > Math.max(BEHIND_MINUTES, minutes * BEHIND_SHARE)) return undefined;
  const at = frames.findIndex(({name}) => types.has(receiverType(name)));
  return at < 0 ? undefined : {at, isByAddress: false};
}

function holderIn(
  frames: readonly GoroutineFrame[],
  queue: LockQueue,
  types: ReadonlySet<string>,
): {at: number; isByAddress: boolean} | undefined {
  const {lock} = queue;
  if (lock !== undefined) {
    const at = frames.findIndex((frame) => layerOf(frame.name) !== 'sync' && hasLock(frame, lock, queue));
    if (at >= 0) return {at, isByAddress: true};
  }
  const at = frames.findIndex(
    ({first, name}) => types.has(receiverType(name)) && (lock === undefined || first === undefined),
  );
  return at < 0 ? undefined : {at, isByAddress: false};
}
