/**
 * What a goroutine waits for, as detectors decide on it and as sentences say it.
 *
 * Profiles in protobuf print no state but keep the runtime's frames; text prints `semacquire` for locks and wait groups
 * alike before Go 1.20. The frames distinguish them in both cases.
 */
import {say, sayLater} from '../../base/language/say.ts';
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
  send: sayLater('sending on a channel'),
  recv: sayLater('receiving from a channel'),
  nilchan: sayLater('using a nil channel'),
  select: sayLater('in a select'),
  'select-empty': sayLater('in a select without cases'),
  mutex: sayLater('waiting for a mutex'),
  'rwmutex-r': sayLater('waiting for a read lock'),
  'rwmutex-w': sayLater('waiting for a write lock'),
  waitgroup: sayLater('in WaitGroup.Wait'),
  cond: sayLater('in Cond.Wait'),
  semaphore: sayLater('waiting for a semaphore'),
  sleep: sayLater('asleep'),
  io: sayLater('waiting for the network or a file'),
  syscall: sayLater('in a system call'),
  running: sayLater('running'),
  runtime: sayLater('in the runtime'),
  other: sayLater('parked'),
};

/** What goroutines of the class do, for sentences: "12 goroutines are …". */
export function waitPhrase(waitClass: WaitClass): string {
  return say(PHRASES[waitClass]);
}

const LOCK_CLASSES: ReadonlySet<WaitClass> = new Set<WaitClass>(['mutex', 'rwmutex-r', 'rwmutex-w']);

export function isLockClass(waitClass: WaitClass): boolean {
  return LOCK_CLASSES.has(waitClass);
}
