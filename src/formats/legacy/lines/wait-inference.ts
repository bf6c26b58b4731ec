/**
 * What the goroutines of a debug=1 dump wait for, concluded from the frames: the text itself does not say.
 *
 * A visible leaf says it by its name. Channel operations and selects show no leaf, for Go prints no runtime frames at
 * the leaf, but their addresses stay in the row: park, operation, wrapper. Where the runtime is one that was measured,
 * their fingerprints decide. Of any other: within runtime/chan.go sends come before receives and the linker keeps that
 * order, so with both present the lower addresses are sends; a receive also has two wrappers (with and without "ok"),
 * a send has one. Where that decides nothing the state stays unknown.
 */
import {NONE} from '../../../base/columns.ts';
import type {GoroutineState, WaitClass} from '../../../model/profile.ts';
import {inferWait} from '../../../model/wait-class.ts';
import {type Fingerprints, findFingerprints, type HiddenWait} from './wait-fingerprints.ts';

/** What is kept of a row for this. */
export interface ParkedRow {
  /** Return addresses of the frames at the leaf that were not printed, leaf first. */
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
const SELECT: Conclusion = ['select', 'select'];
const EMPTY_SELECT: Conclusion = ['select-empty', 'select (no cases)'];

const CONCLUSIONS: Readonly<Record<HiddenWait, Conclusion>> = {
  receive: RECEIVE,
  'receive nil': ['nilchan', 'chan receive (nil chan)'],
  select: SELECT,
  'select empty': EMPTY_SELECT,
  send: SEND,
  'send nil': ['nilchan', 'chan send (nil chan)'],
};

const SYSCALL_LEAF =
  /^(?:(?:internal\/runtime\/|runtime\/internal\/)?syscall|golang\.org\/x\/sys\/unix)\.(?:raw)?[sS]yscall/;
const RUNTIME_LEAF = /^(?:internal\/)?runtime\./;

/** Two wrappers of one operation lie closer than this, those of different operations do not. */
const WRAPPERS_APART = 0x100n;
/** Hidden frames of a channel operation: park, operation, wrapper; before Go 1.11 one more between the first two. */
const CHANNEL_FRAMES = 3;
const SELECT_FRAMES = 2;

const LOCK_FRAMES = ['gopark', 'goparkunlock', 'semacquire1'];

/** What the hidden frames are called, leaf first, where their number is the usual one; by state as text or class. */
const HIDDEN_NAMES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['chan receive (nil chan)', ['gopark', 'chanrecv']],
  ['chan send (nil chan)', ['gopark', 'chansend', 'chansend1']],
  ['cond', ['gopark', 'goparkunlock']],
  ['io', ['gopark', 'netpollblock']],
  ['mutex', LOCK_FRAMES],
  ['recv', ['gopark', 'chanrecv']],
  ['rwmutex-r', LOCK_FRAMES],
  ['rwmutex-w', LOCK_FRAMES],
  ['select', ['gopark', 'selectgo']],
  ['select-empty', ['gopark', 'block']],
  ['semaphore', LOCK_FRAMES],
  ['send', ['gopark', 'chansend', 'chansend1']],
  ['sleep', ['gopark']],
  ['waitgroup', LOCK_FRAMES],
]);

export function inferStates(rows: readonly ParkedRow[]): InferredStates {
  const concludeFromAddresses = addressReader(rows);
  const states: GoroutineState[] = [];
  const indexOf = new Map<string, number>();
  const stateOf = new Int32Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const [waitClass, text] = concludeFromNames(rows[row]) ?? concludeFromAddresses(rows[row].hidden);
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
export function hiddenNames({hidden}: ParkedRow, state: GoroutineState, receivers: readonly bigint[]): string[] {
  const known = HIDDEN_NAMES.get(state.text) ?? HIDDEN_NAMES.get(state.waitClass) ?? [];
  const names = known.map((name) => `runtime.${name}`);
  if (isReceive(state) && hidden.length === CHANNEL_FRAMES) {
    if (receivers.length === 2) names.push(hidden[2] === receivers[0] ? 'runtime.chanrecv1' : 'runtime.chanrecv2');
    return names;
  }
  // A runtime of another make: only that a waiting goroutine is parked stays true.
  return names.length === hidden.length ? names : names.slice(0, Math.min(1, hidden.length));
}

/** Whether it waits in a receive, of a nil channel too. */
export function isReceive({text}: GoroutineState): boolean {
  return text.startsWith('chan receive');
}

/** Who writes the dump: below it stands the runtime's part, which Go 1.26 no longer names. */
const DUMP_WRITER = /^runtime\/pprof\.(?:runtime_|write)/;

function concludeFromNames({hidden, printed}: ParkedRow): Conclusion | undefined {
  const [leaf] = printed;
  if (leaf === undefined) return UNKNOWN;
  const inferred = inferWait(printed);
  if (inferred !== undefined) return [inferred.waitClass, inferred.state];
  if (SYSCALL_LEAF.test(leaf)) return ['syscall', 'syscall'];
  if (RUNTIME_LEAF.test(leaf)) return ['runtime', ''];
  if (DUMP_WRITER.test(leaf)) return ['running', 'running'];
  return hidden.length === 0 ? ['running', ''] : undefined;
}

/** Reads the hidden addresses of a row that has no name to go by. */
function addressReader(rows: readonly ParkedRow[]): (hidden: readonly bigint[]) => Conclusion {
  const fingerprints = findFingerprints(rows.map(({hidden}) => hidden).filter(({length}) => length > 0));
  if (fingerprints !== undefined) return (hidden) => concludeFromFingerprints(fingerprints, hidden);
  const unnamed = rows.filter((row) => concludeFromNames(row) === undefined);
  const channels = classifyWrappers(unnamed.filter(({hidden}) => hidden.length === CHANNEL_FRAMES));
  const emptySelect = findEmptySelect(unnamed.filter(({hidden}) => hidden.length === SELECT_FRAMES));
  return (hidden) => {
    if (hidden.length === CHANNEL_FRAMES) return channels.get(hidden[2]) ?? UNKNOWN;
    if (hidden.length !== SELECT_FRAMES) return UNKNOWN;
    return hidden[1] === emptySelect ? EMPTY_SELECT : SELECT;
  };
}

function concludeFromFingerprints(fingerprints: Fingerprints, hidden: readonly bigint[]): Conclusion {
  const wait = fingerprints.waitOf(hidden);
  return wait === undefined ? UNKNOWN : CONCLUSIONS[wait];
}

/** What each wrapper address does, as far as order and number of the wrappers show it. */
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
