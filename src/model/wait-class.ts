/**
 * What a goroutine's state means: the runtime's many wait reasons folded into a few classes.
 *
 * A state is free text: an unknown one is `other`, never an error. Where the text is too coarse ("semacquire") or
 * missing, the innermost frames show it. Source: waitReasonStrings of runtime2.go, Go 1.4 to 1.27.
 */

import type {WaitClass} from './profile.ts';
import {identityName} from './symbol.ts';

const CLASS_OF_STATE: ReadonlyMap<string, WaitClass> = new Map<string, WaitClass>([
  ['chan send', 'send'],
  ['chan receive', 'recv'],
  ['chan send (nil chan)', 'nilchan'],
  ['chan receive (nil chan)', 'nilchan'],
  ['select', 'select'],
  ['select (no cases)', 'select-empty'],
  ['sync.Mutex.Lock', 'mutex'],
  ['sync.RWMutex.RLock', 'rwmutex-r'],
  ['sync.RWMutex.Lock', 'rwmutex-w'],
  ['sync.WaitGroup.Wait', 'waitgroup'],
  ['sync.Cond.Wait', 'cond'],
  ['semacquire', 'semaphore'],
  // go-deadlock's words.
  ['waiting for lock', 'mutex'],
  ['sleep', 'sleep'],
  ['IO wait', 'io'],
  ['syscall', 'syscall'],
  ['waiting for cgo callback', 'syscall'],
  ['running', 'running'],
  ['runnable', 'running'],
  ['copystack', 'running'],
  ['preempted', 'running'],
  ['idle', 'runtime'],
  ['dead', 'runtime'],
  ['finalizer wait', 'runtime'],
  ['cleanup wait', 'runtime'],
  ['dumping heap', 'runtime'],
  ['garbage collection', 'runtime'],
  ['garbage collection scan', 'runtime'],
  ['panicwait', 'runtime'],
  ['force gc (idle)', 'runtime'],
  ['trace reader (blocked)', 'runtime'],
  ['trace goroutine status', 'runtime'],
  ['trace proc status', 'runtime'],
  ['page trace flush', 'runtime'],
  ['wait for GC cycle', 'runtime'],
  ['stopping the world', 'runtime'],
  ['flushing proc caches', 'runtime'],
  ['debug call', 'runtime'],
  ['GOMAXPROCS updater (idle)', 'runtime'],
]);

/** The class of a state as printed, without minutes and markers. */
export function waitClassOfState(state: string): WaitClass {
  const known = CLASS_OF_STATE.get(state);
  if (known !== undefined) return known;
  return state.startsWith('GC ') ? 'runtime' : 'other';
}

/** Whether frames can say more than the state: several kinds of lock share "semacquire". */
export function isCoarseState(state: string): boolean {
  return state === 'semacquire';
}

interface Inference {
  /** What the runtime would print; '' where versions differ. */
  readonly state: string;
  readonly waitClass: WaitClass;
}

const infer = (state: string, waitClass: WaitClass): Inference => ({state, waitClass});
const SEMAPHORE = infer('semacquire', 'semaphore');
const READ_LOCK = infer('semacquire', 'rwmutex-r');
const WRITE_LOCK = infer('semacquire', 'rwmutex-w');
const MUTEX = infer('semacquire', 'mutex');
const NETWORK = infer('IO wait', 'io');

/** Functions that block, or that only a blocking call is made of. The outermost of a run of them decides. */
const INFERENCE: ReadonlyMap<string, Inference> = new Map<string, Inference>([
  ['runtime.chansend', infer('chan send', 'send')],
  ['runtime.chansend1', infer('chan send', 'send')],
  ['runtime.chanrecv', infer('chan receive', 'recv')],
  ['runtime.chanrecv1', infer('chan receive', 'recv')],
  ['runtime.chanrecv2', infer('chan receive', 'recv')],
  ['reflect.chansend', infer('chan send', 'send')],
  ['reflect.chansend0', infer('chan send', 'send')],
  ['reflect.chanrecv', infer('chan receive', 'recv')],
  ['reflect.rselect', infer('select', 'select')],
  ['runtime.selectgo', infer('select', 'select')],
  ['runtime.selectgoImpl', infer('select', 'select')],
  ['runtime.block', infer('select (no cases)', 'select-empty')],
  ['runtime.netpollblock', NETWORK],
  ['internal/poll.runtime_pollWait', NETWORK],
  ['net.runtime_pollWait', NETWORK],
  ['time.Sleep', infer('sleep', 'sleep')],
  ['runtime.timeSleep', infer('sleep', 'sleep')],
  ['runtime.semacquire', SEMAPHORE],
  ['runtime.semacquire1', SEMAPHORE],
  ['sync.runtime_Semacquire', SEMAPHORE],
  ['sync.runtime_SemacquireWaitGroup', infer('semacquire', 'waitgroup')],
  ['sync.runtime_SemacquireMutex', MUTEX],
  ['internal/sync.runtime_SemacquireMutex', MUTEX],
  ['sync.runtime_SemacquireRWMutexR', READ_LOCK],
  ['sync.runtime_SemacquireRWMutex', WRITE_LOCK],
  ['sync.(*Mutex).lockSlow', MUTEX],
  ['sync.(*Mutex).Lock', MUTEX],
  ['internal/sync.(*Mutex).lockSlow', MUTEX],
  ['internal/sync.(*Mutex).Lock', MUTEX],
  ['sync.(*RWMutex).RLock', READ_LOCK],
  ['sync.(*RWMutex).Lock', WRITE_LOCK],
  ['sync.(*WaitGroup).Wait', infer('semacquire', 'waitgroup')],
  ['sync.runtime_Syncsemacquire', infer('semacquire', 'cond')],
  ['sync.runtime_notifyListWait', infer('sync.Cond.Wait', 'cond')],
  ['sync.(*Cond).Wait', infer('sync.Cond.Wait', 'cond')],
  // An allocation that has to help the collector first is work, whatever it waits for.
  ['runtime.gcAssistAlloc', infer('GC assist wait', 'runtime')],
  ['runtime.gcMarkDone', infer('GC assist marking', 'runtime')],
  ['runtime.gcParkAssist', infer('GC assist wait', 'runtime')],
  ['runtime.gcStart', infer('semacquire', 'runtime')],
  ['runtime.stopTheWorld', infer('semacquire', 'runtime')],
  ['os/signal.signal_recv', infer('syscall', 'syscall')],
  ['runtime.notetsleepg', infer('syscall', 'syscall')],
  ['syscall.Syscall', infer('syscall', 'syscall')],
  ['syscall.Syscall6', infer('syscall', 'syscall')],
  ['runtime.cgocall', infer('syscall', 'syscall')],
]);

/** Frames that say nothing themselves but stand between those that do. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'runtime.gopark',
  'runtime.goparkunlock',
  'runtime.netpollWait',
  'runtime.sync_runtime_Semacquire',
]);

/** How deep below the leaf a blocking call can lie. */
const DEPTH = 8;

/**
 * What a goroutine waits for, by its innermost frames; undefined when they do not show it.
 *
 * @param functions  raw names, leaf first
 */
export function inferWait(functions: Iterable<string>): Inference | undefined {
  let found: Inference | undefined;
  let depth = 0;
  for (const raw of functions) {
    if (depth++ === DEPTH) break;
    const name = identityName(raw);
    const next = INFERENCE.get(name);
    if (next !== undefined) found = next;
    else if (!NEUTRAL.has(name)) break;
  }
  return found;
}
