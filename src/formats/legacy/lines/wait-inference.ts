/**
 * What the goroutines of a debug=1 dump wait for, concluded from the frames: the text itself does not say.
 *
 * A visible leaf tells by its name. Channel operations and selects show no leaf, for Go prints no runtime frames at
 * the leaf, but their addresses stay in the row: park, operation, wrapper. Within runtime/chan.go sends come before
 * receives and the linker keeps that order, so with both present the lower addresses are sends; a receive also has
 * two wrappers (with and without "ok"), a send has one. Where that decides nothing the state stays unknown.
 */
import {NONE} from '../../../base/columns.ts';
import type {GoroutineState, WaitClass} from '../../../model/profile.ts';
import {inferWait} from '../../../model/wait-class.ts';

/** What is kept of a row for this. */
export interface ParkedRow {
  /** Addresses of the frames at the leaf that were not printed, leaf first. */
  readonly hidden: readonly bigint[];
  /** Names of the innermost printed frames, leaf first; empty when nothing was printed. */
  readonly printed: readonly string[];
}

export interface InferredStates {
  readonly states: readonly GoroutineState[];
  /** Row of `states` per row. */
  readonly stateOf: Int32Array;
}

type Conclusion = readonly [waitClass: WaitClass, text: string];

const UNKNOWN: Conclusion = ['other', ''];
const SEND: Conclusion = ['send', 'chan send'];
const RECEIVE: Conclusion = ['recv', 'chan receive'];

const SYSCALL_LEAF =
  /^(?:(?:internal\/runtime\/|runtime\/internal\/)?syscall|golang\.org\/x\/sys\/unix)\.(?:raw)?[sS]yscall/;
const RUNTIME_LEAF = /^(?:internal\/)?runtime\./;

/** Two wrappers of one operation lie closer than this, those of different operations do not. */
const WRAPPERS_APART = 0x100n;
/** Hidden frames of a channel operation: park, operation, wrapper; before Go 1.11 one more between the first two. */
const CHANNEL_FRAMES = 3;
const SELECT_FRAMES = 2;

/** What the hidden frames are called, leaf first, where their number is the usual one. */
const HIDDEN_NAMES: ReadonlyMap<WaitClass, readonly string[]> = new Map<WaitClass, readonly string[]>([
  ['cond', ['gopark', 'goparkunlock']],
  ['io', ['gopark', 'netpollblock']],
  ['mutex', ['gopark', 'goparkunlock', 'semacquire1']],
  ['recv', ['gopark', 'chanrecv']],
  ['rwmutex-r', ['gopark', 'goparkunlock', 'semacquire1']],
  ['rwmutex-w', ['gopark', 'goparkunlock', 'semacquire1']],
  ['select', ['gopark', 'selectgo']],
  ['select-empty', ['gopark', 'block']],
  ['semaphore', ['gopark', 'goparkunlock', 'semacquire1']],
  ['send', ['gopark', 'chansend', 'chansend1']],
  ['sleep', ['gopark']],
  ['waitgroup', ['gopark', 'goparkunlock', 'semacquire1']],
]);

export function inferStates(rows: readonly ParkedRow[]): InferredStates {
  const unnamed = rows.filter((row) => concludeFromNames(row) === undefined);
  const channels = classifyWrappers(unnamed.filter(({hidden}) => hidden.length === CHANNEL_FRAMES));
  const emptySelect = findEmptySelect(unnamed.filter(({hidden}) => hidden.length === SELECT_FRAMES));
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

/**
 * Names of the hidden frames of a row, leaf first; of fewer frames than it hides where not all are certain.
 *
 * @param receivers  all wrappers of receives in the dump, in order of address
 */
export function hiddenNames({hidden}: ParkedRow, waitClass: WaitClass, receivers: readonly bigint[]): string[] {
  const names = HIDDEN_NAMES.get(waitClass)?.map((name) => `runtime.${name}`) ?? [];
  if (waitClass === 'recv' && hidden.length === CHANNEL_FRAMES && receivers.length === 2) {
    names.push(hidden[2] === receivers[0] ? 'runtime.chanrecv1' : 'runtime.chanrecv2');
    return names;
  }
  if (waitClass === 'recv' && hidden.length === CHANNEL_FRAMES) return names;
  // A runtime of another make: only that a waiting goroutine is parked stays true.
  return names.length === hidden.length ? names : names.slice(0, Math.min(1, hidden.length));
}

function concludeFromNames({hidden, printed}: ParkedRow): Conclusion | undefined {
  const [leaf] = printed;
  if (leaf === undefined) return UNKNOWN;
  const inferred = inferWait(printed);
  if (inferred !== undefined) return [inferred.waitClass, inferred.state];
  if (SYSCALL_LEAF.test(leaf)) return ['syscall', 'syscall'];
  if (RUNTIME_LEAF.test(leaf)) return ['runtime', ''];
  if (leaf.startsWith('runtime/pprof.runtime_')) return ['running', 'running'];
  return hidden.length === 0 ? ['running', ''] : undefined;
}

function concludeFromAddresses(
  {hidden}: ParkedRow,
  channels: ReadonlyMap<bigint, Conclusion>,
  emptySelect: bigint,
): Conclusion {
  if (hidden.length === CHANNEL_FRAMES) return channels.get(hidden[2]) ?? UNKNOWN;
  if (hidden.length !== SELECT_FRAMES) return UNKNOWN;
  return hidden[1] === emptySelect ? ['select-empty', 'select (no cases)'] : ['select', 'select'];
}

/** What each wrapper address does, as far as order and number of the wrappers tell. */
function classifyWrappers(rows: readonly ParkedRow[]): Map<bigint, Conclusion> {
  const addresses = sortedAddresses(rows.map(({hidden}) => hidden[2]));
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
    for (const address of group) conclusions.set(address, isReceive ? RECEIVE : SEND);
  });
  return conclusions;
}

/** Address of `select {}`, which the runtime has before the real select; 0 when only one of the two occurs. */
function findEmptySelect(rows: readonly ParkedRow[]): bigint {
  const addresses = sortedAddresses(rows.map(({hidden}) => hidden[1]));
  return addresses.length === 2 ? addresses[0] : 0n;
}

export function sortedAddresses(addresses: readonly bigint[]): bigint[] {
  return [...new Set(addresses)].sort((a, b) => (a < b ? -1 : 1));
}
