/**
 * Goroutines that wait for the same thing, known by its address: a lock, a condition, a channel.
 *
 * A text dump prints argument words. Where the blocking call is the runtime's or `sync`'s own and has its words, the
 * first of them is the thing itself. A channel operation in plain code shows no call: there the first pointer of the
 * blocking frame, most often its receiver or the channel handed to it, stands for the channel, and is said to.
 */
import {NONE} from '../../base/columns.ts';
import type {GoroutineTable, Profile, WaitClass} from '../../model/profile.ts';
import {identityName} from '../../model/symbol.ts';
import {refineWaitClass} from '../goroutines/wait-class.ts';
import type {FrameNames} from '../names/frame-names.ts';
import {frameNames} from '../names/frame-names.ts';
import {blockingFrame, layerOf} from '../names/layers.ts';

export type SharedKind = 'lock' | 'wait group' | 'condition' | 'semaphore' | 'channel';

export interface SharedWait {
  readonly kind: SharedKind;
  readonly address: bigint;
  /** The address is that of the thing itself and not of what holds it. */
  readonly isExact: boolean;
  readonly count: number;
  /** Sample rows in the order of the dump. */
  readonly rows: readonly number[];
  /** Raw name of the function that waits, of the first row. */
  readonly function: string;
}

const KINDS: Partial<Readonly<Record<WaitClass, SharedKind>>> = {
  mutex: 'lock',
  'rwmutex-r': 'lock',
  'rwmutex-w': 'lock',
  waitgroup: 'wait group',
  cond: 'condition',
  semaphore: 'semaphore',
  send: 'channel',
  recv: 'channel',
};

/** Addresses below this are no pointers but small numbers. */
const LEAST_POINTER = 0x10000n;

/** What the frames of a stack say about where the address of a wait can be found; stack rows, leaf first. */
interface WaitPlace {
  readonly waitClass: WaitClass;
  /** Frames that are part of the waiting itself: `sync` and wrappers, or the runtime's channel operation. */
  readonly own: readonly number[];
  /** The frame that carries out the wait, NONE when there is none. */
  readonly blocking: number;
  readonly function: string;
}

/** Things that at least two goroutines wait for, most waited for first. */
export function sharedWaits(profile: Profile): SharedWait[] {
  const {goroutines, samples} = profile;
  if (goroutines === undefined) return [];
  const found = new Map<string, {wait: Omit<SharedWait, 'count' | 'rows'>; count: number; rows: number[]}>();
  const placeOf = waitPlaces(profile, goroutines);
  for (let row = 0; row < goroutines.length; row++) {
    if (goroutines.argumentStart[row] === goroutines.argumentStart[row + 1]) continue;
    const wait = waitOf(goroutines, row, placeOf(row));
    if (wait === undefined) continue;
    const key = `${wait.kind} ${wait.address}`;
    const entry = found.get(key) ?? {wait, count: 0, rows: []};
    entry.count += samples.values[0][row];
    entry.rows.push(row);
    found.set(key, entry);
  }
  return [...found.values()]
    .filter(({count}) => count > 1)
    .map(({count, rows, wait}) => ({...wait, count, rows}))
    .sort((a, b) => b.count - a.count || a.rows[0] - b.rows[0]);
}

function waitOf(table: GoroutineTable, row: number, place: WaitPlace): Omit<SharedWait, 'count' | 'rows'> | undefined {
  const kind = KINDS[place.waitClass];
  if (kind === undefined) return undefined;
  let own: bigint | undefined;
  let blocking: bigint | undefined;
  for (let i = table.argumentStart[row]; i < table.argumentStart[row + 1]; i++) {
    const word = table.argumentWord[i];
    if (word < LEAST_POINTER) continue;
    const frame = table.argumentFrame[i];
    // Words come leaf first: of the frames that wait, the outermost knows the thing itself.
    if (table.argumentPosition[i] === 0 && place.own.includes(frame)) own = word;
    else if (frame === place.blocking) blocking ??= word;
  }
  const name = place.function;
  if (own !== undefined) return {kind, address: own, isExact: true, function: name};
  if (kind !== 'channel' || blocking === undefined) return undefined;
  return {kind, address: blocking, isExact: false, function: name};
}

/** Place of a row's wait; goroutines of one stack and state share it. */
function waitPlaces(profile: Profile, table: GoroutineTable): (row: number) => WaitPlace {
  const frames = frameNames(profile);
  const known = new Map<string, WaitPlace>();
  return (row) => {
    const stack = profile.samples.stack[row];
    const key = `${stack} ${table.state[row]}`;
    const place = known.get(key) ?? describeWait(profile, frames, stack, table.states[table.state[row]]?.waitClass);
    known.set(key, place);
    return place;
  };
}

/** How deep below the leaf a wait can lie. */
const DEPTH = 16;

function describeWait({stacks}: Profile, frames: FrameNames, leaf: number, printed: WaitClass | undefined): WaitPlace {
  const names: string[] = [];
  const rows: number[] = [];
  for (let stack = leaf; stack !== NONE && names.length < DEPTH; stack = stacks.parent[stack]) {
    const location = stacks.location[stack];
    for (let i = frames.start[location]; i < frames.start[location + 1]; i++) {
      names.push(frames.names[frames.node[i]]);
      rows.push(stack);
    }
  }
  const at = blockingFrame(names);
  const own = rows.filter((_, i) => i < at && isWaiting(names[i]));
  return {waitClass: refineWaitClass(printed, names), own, blocking: rows[at] ?? NONE, function: names[at] ?? ''};
}

const CHANNEL_OPERATION = /^runtime\.chan(?:send|recv)\d?$/;

function isWaiting(name: string): boolean {
  return layerOf(name) === 'sync' || CHANNEL_OPERATION.test(identityName(name));
}
