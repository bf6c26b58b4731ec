/**
 * What the goroutines of a debug=1 dump wait for, concluded from the frames: the text itself does not say.
 *
 * A visible leaf tells by its name. Channel operations and selects show no leaf, for Go prints no runtime frames at
 * the leaf, but their addresses stay in the row: park, operation, wrapper. Within runtime/chan.go sends come before
 * receives and the linker keeps that order, so with both present the lower addresses are sends; a receive also has
 * two wrappers (with and without "ok"), a send has one. Where that decides nothing the state stays unknown.
 */
import {NONE} from '../../base/columns.ts';
import type {GoroutineState, WaitClass} from '../../model/profile.ts';

/** What is kept of a row for this. */
export interface ParkedRow {
  /** Frames at the leaf that were not printed. */
  readonly hiddenCount: number;
  /** Addresses of the second and third hidden frames; 0n where there are none. */
  readonly operation: bigint;
  readonly wrapper: bigint;
  /** Names of the innermost two printed frames, '' when nothing was printed. */
  readonly leaf: string;
  readonly caller: string;
}

export interface InferredStates {
  readonly states: readonly GoroutineState[];
  /** Row of `states` per row. */
  readonly stateOf: Int32Array;
}

type Conclusion = readonly [waitClass: WaitClass, text: string];

const UNKNOWN: Conclusion = ['other', ''];
const MUTEX: Conclusion = ['mutex', 'sync.Mutex.Lock'];
const READ_LOCK: Conclusion = ['rwmutex-r', 'sync.RWMutex.RLock'];
const WRITE_LOCK: Conclusion = ['rwmutex-w', 'sync.RWMutex.Lock'];
const WAIT_GROUP: Conclusion = ['waitgroup', 'sync.WaitGroup.Wait'];
const SEMAPHORE: Conclusion = ['semaphore', 'semacquire'];
const SYSCALL: Conclusion = ['syscall', 'syscall'];
const IO: Conclusion = ['io', 'IO wait'];

const LEAVES: ReadonlyMap<string, Conclusion> = new Map([
  ['internal/poll.runtime_Semacquire', SEMAPHORE],
  ['internal/poll.runtime_pollWait', IO],
  ['net.runtime_pollWait', IO],
  ['os/signal.signal_recv', SYSCALL],
  ['sync.runtime_SemacquireRWMutex', WRITE_LOCK],
  ['sync.runtime_SemacquireRWMutexR', READ_LOCK],
  ['sync.runtime_SemacquireWaitGroup', WAIT_GROUP],
  ['sync.runtime_Syncsemacquire', ['cond', 'sync.Cond.Wait']],
  ['sync.runtime_notifyListWait', ['cond', 'sync.Cond.Wait']],
  ['time.Sleep', ['sleep', 'sleep']],
]);

/** Who called a semaphore: older runtimes use one function for every kind of lock. */
const SEMAPHORE_CALLERS: ReadonlyMap<string, Conclusion> = new Map([
  ['internal/sync.(*Mutex).Lock', MUTEX],
  ['internal/sync.(*Mutex).lockSlow', MUTEX],
  ['sync.(*Mutex).Lock', MUTEX],
  ['sync.(*Mutex).lockSlow', MUTEX],
  ['sync.(*RWMutex).Lock', WRITE_LOCK],
  ['sync.(*RWMutex).RLock', READ_LOCK],
  ['sync.(*WaitGroup).Wait', WAIT_GROUP],
]);

const SEMACQUIRE = /^(?:internal\/)?sync\.runtime_Semacquire(Mutex)?$/;
const SYSCALL_LEAF =
  /^(?:(?:internal\/runtime\/|runtime\/internal\/)?syscall|golang\.org\/x\/sys\/unix)\.(?:raw)?[sS]yscall/;
const RUNTIME_LEAF = /^(?:internal\/)?runtime\./;

/** Two wrappers of one operation lie closer than this, those of different operations do not. */
const WRAPPERS_APART = 0x100n;
/** Hidden frames of a channel operation: park, operation, wrapper; before Go 1.11 one more between the first two. */
const CHANNEL_FRAMES = 3;
const SELECT_FRAMES = 2;

export function inferStates(rows: readonly ParkedRow[]): InferredStates {
  const unnamed = rows.filter((row) => concludeFromNames(row) === undefined);
  const channels = classifyWrappers(unnamed.filter(({hiddenCount}) => hiddenCount === CHANNEL_FRAMES));
  const emptySelect = findEmptySelect(unnamed.filter(({hiddenCount}) => hiddenCount === SELECT_FRAMES));
  const states: GoroutineState[] = [];
  const indexOf = new Map<string, number>();
  const stateOf = new Int32Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const [waitClass, text] = concludeFromNames(rows[row]) ?? concludeFromAddresses(rows[row], channels, emptySelect);
    const key = `${waitClass} ${text}`;
    let index = indexOf.get(key) ?? NONE;
    if (index === NONE) {
      index = states.push({text, waitClass, isInferred: true}) - 1;
      indexOf.set(key, index);
    }
    stateOf[row] = index;
  }
  return {states, stateOf};
}

function concludeFromNames({hiddenCount, leaf, caller}: ParkedRow): Conclusion | undefined {
  if (leaf === '') return UNKNOWN;
  const known = LEAVES.get(leaf);
  if (known !== undefined) return known;
  const semaphore = SEMACQUIRE.exec(leaf);
  if (semaphore !== null) return SEMAPHORE_CALLERS.get(caller) ?? (semaphore[1] === 'Mutex' ? MUTEX : SEMAPHORE);
  if (SYSCALL_LEAF.test(leaf)) return SYSCALL;
  if (RUNTIME_LEAF.test(leaf)) return ['runtime', ''];
  if (leaf.startsWith('runtime/pprof.runtime_')) return ['running', 'running'];
  return hiddenCount === 0 ? ['running', ''] : undefined;
}

function concludeFromAddresses(
  row: ParkedRow,
  channels: ReadonlyMap<bigint, Conclusion>,
  emptySelect: bigint,
): Conclusion {
  if (row.hiddenCount === CHANNEL_FRAMES) return channels.get(row.wrapper) ?? UNKNOWN;
  if (row.hiddenCount !== SELECT_FRAMES) return UNKNOWN;
  return row.operation === emptySelect ? ['select-empty', 'select (no cases)'] : ['select', 'select'];
}

/** What each wrapper address does, as far as order and number of the wrappers tell. */
function classifyWrappers(rows: readonly ParkedRow[]): Map<bigint, Conclusion> {
  const addresses = sortedAddresses(rows.map(({wrapper}) => wrapper));
  const groups: bigint[][] = [];
  for (const address of addresses) {
    const last = groups.at(-1);
    if (last !== undefined && address - last[last.length - 1] < WRAPPERS_APART) last.push(address);
    else groups.push([address]);
  }
  const conclusions = new Map<bigint, Conclusion>();
  groups.forEach((group, index) => {
    const isReceive = group.length > 1 || (groups.length === 2 && index === 1);
    const isSend = !isReceive && groups.length === 2;
    if (!isReceive && !isSend) return;
    for (const address of group) conclusions.set(address, isReceive ? ['recv', 'chan receive'] : ['send', 'chan send']);
  });
  return conclusions;
}

/** Address of `select {}`, which the runtime has before the real select; 0 when only one of the two occurs. */
function findEmptySelect(rows: readonly ParkedRow[]): bigint {
  const addresses = sortedAddresses(rows.map(({operation}) => operation));
  return addresses.length === 2 ? addresses[0] : 0n;
}

function sortedAddresses(addresses: readonly bigint[]): bigint[] {
  return [...new Set(addresses)].sort((a, b) => (a < b ? -1 : 1));
}
