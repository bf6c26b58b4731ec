/**
 * What the worker says of the goroutines of an input. Types only.
 */
import type {SharedKind} from '../src/analysis/blocking/shared-waits.ts';

export interface GoroutineGroupRow {
  readonly count: number;
  readonly states: readonly {readonly text: string; readonly count: number}[];
  /** Minutes; -1 where the dump says nothing. */
  readonly waitMin: number;
  readonly waitMedian: number;
  readonly waitMax: number;
  /** Waits of all members in minutes, for the histogram; only known ones. */
  readonly waits: readonly number[];
  readonly createdBy: string;
  /** Leaf first. */
  readonly stack: readonly string[];
  readonly labels: string;
  /** Members [memberStart, memberEnd) of the payload. */
  readonly memberStart: number;
  readonly memberEnd: number;
}

/** Single goroutines, group after group; all columns of one length. */
export interface GoroutineMembers {
  readonly id: Float64Array;
  /** Where the raw text of each is, 0 long where there is none. */
  readonly offset: Float64Array;
  readonly byteLength: Float64Array;
}

/** Something that goroutines of several groups share: a label, or an address they wait on. */
export interface GoroutineFacet {
  readonly kind: SharedKind | 'label';
  /** Unique among those of a kind: the address or the label. */
  readonly text: string;
  /** More about it, '' for nothing: who waits, how sure the address is. */
  readonly note: string;
  readonly count: number;
  /** Goroutines of each cell that has any. */
  readonly cells: readonly (readonly [cell: number, count: number])[];
  /** The first members that share it. */
  readonly members: readonly number[];
}

/** Goroutines of one group that are in one state and have waited equally long: what filters count. */
export interface GoroutineCell {
  readonly group: number;
  readonly state: string;
  /** Minutes; -1 where the dump says nothing. */
  readonly wait: number;
  readonly count: number;
}

export interface LockHolder {
  readonly name: string;
  /** -1 where the dump has no ids. */
  readonly id: number;
  /** What it waits for itself, in words. */
  readonly wait: string;
  /** 0 when unknown. */
  readonly minutes: number;
  /** Recognised by the address of the lock's object, not only by its type. */
  readonly isByAddress: boolean;
}

/** A lock with those who wait for it. */
export interface GoroutineLock {
  /** '' when not printed. */
  readonly address: string;
  /** Of the receiver that has the lock, '' when unknown. */
  readonly type: string;
  readonly count: number;
  /** 0 when unknown. */
  readonly longestMinutes: number;
  /** Functions that lock, those with most waiters first. */
  readonly sites: readonly {readonly name: string; readonly count: number}[];
  readonly holder: LockHolder | undefined;
}

export interface GoroutinesPayload {
  readonly total: number;
  readonly hasDetails: boolean;
  readonly groups: readonly GoroutineGroupRow[];
  readonly cells: readonly GoroutineCell[];
  readonly members: GoroutineMembers;
  readonly facets: readonly GoroutineFacet[];
  readonly locks: readonly GoroutineLock[];
}
