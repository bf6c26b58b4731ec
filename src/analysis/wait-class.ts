/**
 * What a goroutine waits for, read off its innermost frames.
 *
 * Profiles in protobuf print no state but keep the runtime's frames; text prints `semacquire` for locks and wait groups
 * alike before Go 1.20. The frames tell in both cases.
 */
import type {WaitClass} from '../model/profile.ts';
import {identityName} from '../model/symbol.ts';

/** Function → class; the first frame from the leaf that is listed decides. */
const CLASS_OF_FRAME: ReadonlyMap<string, WaitClass> = new Map<string, WaitClass>([
  ['runtime.chansend', 'send'],
  ['runtime.chansend1', 'send'],
  ['runtime.chanrecv', 'recv'],
  ['runtime.chanrecv1', 'recv'],
  ['runtime.chanrecv2', 'recv'],
  ['runtime.selectgo', 'select'],
  ['runtime.block', 'select-empty'],
  ['runtime.netpollblock', 'io'],
  ['internal/poll.runtime_pollWait', 'io'],
  ['net.runtime_pollWait', 'io'],
  ['runtime.notetsleepg', 'syscall'],
  ['runtime.timeSleep', 'sleep'],
  ['time.Sleep', 'sleep'],
  ['sync.runtime_notifyListWait', 'cond'],
  ['sync.(*Cond).Wait', 'cond'],
  ['sync.(*WaitGroup).Wait', 'waitgroup'],
  ['sync.runtime_SemacquireWaitGroup', 'waitgroup'],
  ['sync.(*RWMutex).RLock', 'rwmutex-r'],
  ['sync.runtime_SemacquireRWMutexR', 'rwmutex-r'],
  ['sync.(*RWMutex).Lock', 'rwmutex-w'],
  ['sync.runtime_SemacquireRWMutex', 'rwmutex-w'],
  ['sync.(*Mutex).Lock', 'mutex'],
  ['internal/sync.(*Mutex).Lock', 'mutex'],
  ['syscall.Syscall', 'syscall'],
  ['syscall.Syscall6', 'syscall'],
  ['runtime.cgocall', 'syscall'],
]);

/** A lock's slow path is called from Mutex.Lock, and that may be called from RWMutex.Lock: the outermost says which. */
const LOCK_CHAIN = /^(?:internal\/)?sync\.(?:\(\*(?:RW)?Mutex\)\.|runtime_Semacquire)/;

/** How deep the parking frames can reach. */
const DEEPEST_PARK = 8;

/** The class the innermost frames (leaf first, raw) speak of; undefined when they say nothing. */
export function waitClassOfFrames(names: readonly string[]): WaitClass | undefined {
  const depth = Math.min(names.length, DEEPEST_PARK);
  let found: WaitClass | undefined;
  for (let i = 0; i < depth; i++) {
    const name = identityName(names[i]);
    const waitClass = CLASS_OF_FRAME.get(name);
    const isLock = LOCK_CHAIN.test(name);
    if (waitClass !== undefined && (found === undefined || isLock)) found = waitClass;
    else if (isLock && found === undefined && name.includes('Mutex')) found = 'mutex';
    if (found !== undefined && !isLock) break;
    if (!isLock && !name.startsWith('runtime.') && !name.startsWith('sync.') && !name.startsWith('internal/')) break;
  }
  return found;
}

/** Classes that a printed `semacquire` or nothing at all leaves open. */
const VAGUE: ReadonlySet<WaitClass> = new Set<WaitClass>(['semaphore', 'other']);

/** The class to decide on: the printed one where it is exact, else what the frames say. */
export function refineWaitClass(printed: WaitClass | undefined, names: readonly string[]): WaitClass {
  if (printed !== undefined && !VAGUE.has(printed)) return printed;
  return waitClassOfFrames(names) ?? printed ?? 'other';
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
