/**
 * What a goroutine waits for, as detectors decide on it and as sentences say it.
 *
 * Profiles in protobuf print no state but keep the runtime's frames; text prints `semacquire` for locks and wait groups
 * alike before Go 1.20. The frames distinguish them in both cases.
 */
import type {WaitClass} from '../../model/profile.ts';
import {inferWait} from '../../model/wait-class.ts';

/** Classes that a printed `semacquire` or nothing at all leaves open. */
const VAGUE: ReadonlySet<WaitClass> = new Set<WaitClass>(['semaphore', 'other']);

/** The class to decide on: the printed one where it is exact, else what the frames say. */
export function refineWaitClass(printed: WaitClass | undefined, names: readonly string[]): WaitClass {
  if (printed !== undefined && !VAGUE.has(printed)) return printed;
  return inferWait(names)?.waitClass ?? printed ?? 'other';
}

const PHRASES: Readonly<Record<WaitClass, string>> = {
  send: 'sending on a channel',
  recv: 'receiving from a channel',
  nilchan: 'using a nil channel',
  select: 'in a select',
  'select-empty': 'in a select without cases',
  mutex: 'waiting for a mutex',
  'rwmutex-r': 'waiting for a read lock',
  'rwmutex-w': 'waiting for a write lock',
  waitgroup: 'in WaitGroup.Wait',
  cond: 'in Cond.Wait',
  semaphore: 'waiting for a semaphore',
  sleep: 'asleep',
  io: 'waiting for the network or a file',
  syscall: 'in a system call',
  running: 'running',
  runtime: 'in the runtime',
  other: 'parked',
};

/** What goroutines of the class do, for sentences: "12 goroutines are …". */
export function waitPhrase(waitClass: WaitClass): string {
  return PHRASES[waitClass];
}

const LOCK_CLASSES: ReadonlySet<WaitClass> = new Set<WaitClass>(['mutex', 'rwmutex-r', 'rwmutex-w']);

export function isLockClass(waitClass: WaitClass): boolean {
  return LOCK_CLASSES.has(waitClass);
}
