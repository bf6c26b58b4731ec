/**
 * Goroutines that look alike, put together for a person to read: one group per shape of stack.
 *
 * The shape is the functions without vendoring prefix and type arguments, so that lines, arguments and builds do not
 * split what is one thing; the state is an attribute of a group. One pass over the stacks gives every stack its shape,
 * one over the samples counts. Says nothing about what is suspicious.
 */
import {NONE} from '../../base/columns.ts';
import {IntSequenceInterner} from '../../base/tables/int-sequence-interner.ts';
import type {Profile, WaitClass} from '../../model/profile.ts';
import {functionName, stackFunctions} from '../../model/profile.ts';
import {identityName, isStandardPackage, packageOf} from '../../model/symbol.ts';
import {rowStates} from './row-states.ts';
import {stackShapes} from './stack-shapes.ts';
import {refineWaitClass} from './wait-class.ts';

/** `exact`: lines and argument words too; `lines`: lines too; `functions`: names alone. */
export type Similarity = 'exact' | 'lines' | 'functions';
export const SIMILARITIES: readonly Similarity[] = ['functions', 'lines', 'exact'];

export type GroupKey = 'stack' | 'state' | 'creator' | 'function' | 'label';
export const GROUP_KEYS: readonly GroupKey[] = ['stack', 'state', 'creator', 'function', 'label'];

export interface GroupOptions {
  readonly similar: Similarity;
  readonly by: GroupKey;
  /** Sample rows to leave out; undefined keeps all. */
  readonly keep: ((row: number) => boolean) | undefined;
}

export interface WaitSpread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Goroutines per twelfth of the time from 0 to the longest wait in the whole input. */
  readonly histogram: readonly number[];
  /** Goroutines with a known wait. */
  readonly known: number;
}

export interface GoroutineGroup {
  readonly count: number;
  /** What they have in common when not grouped by stack: a state, creator, function or label. */
  readonly key: string;
  /** Counts by state text, most first; '' where the input does not say. */
  readonly states: readonly (readonly [state: string, count: number, isInferred: boolean])[];
  readonly waitClass: WaitClass;
  readonly wait: WaitSpread | undefined;
  /** Raw name of the commonest creator; '' when unknown. */
  readonly createdBy: string;
  readonly lockedCount: number;
  readonly leakedCount: number;
  /** A row of StackTable that shows the group, NONE for goroutines without frames. */
  readonly stack: number;
  /** Different stacks (as rows of StackTable) in the group. */
  readonly stackCount: number;
  /** Labels of the first goroutine that has any: a row of LabelSetTable. */
  readonly labelSet: number;
  /** Rows of SampleTable, in the order of the input. */
  readonly rows: readonly number[];
}

export interface GoroutineGroups {
  readonly total: number;
  /** Largest first; of equal ones those that wait for other goroutines, then the longest wait. */
  readonly groups: readonly GoroutineGroup[];
  /** The longest wait in minutes, NONE when no goroutine states one. */
  readonly longestWait: number;
}

const BINS = 12;

export function groupGoroutines(profile: Profile, options: GroupOptions): GoroutineGroups {
  const keyOf = rowKeys(profile, options);
  const rowsOfKey = new Map<number | string, number[]>();
  let total = 0;
  for (let row = 0; row < profile.samples.length; row++) {
    if (options.keep !== undefined && !options.keep(row)) continue;
    total += profile.samples.values[0][row];
    const key = keyOf(row);
    const rows = rowsOfKey.get(key);
    if (rows === undefined) rowsOfKey.set(key, [row]);
    else rows.push(row);
  }
  const longestWait = profile.goroutines === undefined ? NONE : longest(profile.goroutines.waitMinutes);
  const groups = [...rowsOfKey].map(([key, rows]) => describe(profile, key, rows, longestWait));
  groups.sort(
    (a, b) =>
      b.count - a.count ||
      interest(b.waitClass) - interest(a.waitClass) ||
      (b.wait?.max ?? NONE) - (a.wait?.max ?? NONE) ||
      a.rows[0] - b.rows[0],
  );
  return {total, groups, longestWait};
}

/** Who waits for another goroutine can be stuck; who waits for the world, or runs, is seldom what one looks for. */
function interest(waitClass: WaitClass): number {
  if (waitClass === 'running' || waitClass === 'runtime') return 0;
  return waitClass === 'io' || waitClass === 'syscall' || waitClass === 'sleep' ? 1 : 2;
}

/** What decides which group a sample row belongs to. */
function rowKeys(profile: Profile, {by, similar}: GroupOptions): (row: number) => number | string {
  const {goroutines: table, samples, strings} = profile;
  switch (by) {
    case 'state': {
      const stateOf = rowStates(profile);
      return (row) => stateOf(row).text;
    }
    case 'creator':
      return (row) => {
        const creator = table === undefined ? NONE : table.createdBy[row];
        return creator === NONE ? '' : identityName(strings.at(creator));
      };
    case 'function':
      return (row) => ownFunction(profile, samples.stack[row]);
    case 'label':
      return (row) => labelText(profile, samples.labels[row]);
    case 'stack': {
      const shapes = stackShapes(profile, similar !== 'functions');
      const words = new IntSequenceInterner();
      return (row) => {
        const shape = samples.stack[row] === NONE ? NONE : shapes[samples.stack[row]];
        return similar === 'exact' ? internArguments(profile, words, shape, row) : shape;
      };
    }
  }
}

function internArguments(profile: Profile, words: IntSequenceInterner, shape: number, row: number): number {
  const table = profile.goroutines;
  words.begin().add(shape);
  if (table === undefined) return words.end();
  for (let i = table.argumentStart[row]; i < table.argumentStart[row + 1]; i++) {
    const word = table.argumentWord[i];
    words
      .add(table.argumentPosition[i])
      .add(Number(word & 0xffffffffn) | 0)
      .add(Number(word >> 32n) | 0);
  }
  return words.end();
}

function describe(profile: Profile, key: number | string, rows: number[], longestWait: number): GoroutineGroup {
  const {goroutines: table, samples, strings} = profile;
  const counts = samples.values[0];
  const stateOf = rowStates(profile);
  const states = new Map<string, {count: number; isInferred: boolean}>();
  const creators = new Map<number, number>();
  let count = 0;
  let lockedCount = 0;
  let leakedCount = 0;
  let labelSet = 0;
  for (const row of rows) {
    count += counts[row];
    const {text, isInferred} = stateOf(row);
    const state = states.get(text);
    if (state === undefined) states.set(text, {count: counts[row], isInferred});
    else state.count += counts[row];
    if (labelSet === 0) labelSet = samples.labels[row];
    if (table === undefined) continue;
    creators.set(table.createdBy[row], (creators.get(table.createdBy[row]) ?? 0) + counts[row]);
    if (table.isLocked[row] === 1) lockedCount += counts[row];
    if (table.isLeaked[row] === 1) leakedCount += counts[row];
  }
  const creator = [...creators].sort((a, b) => b[1] - a[1])[0]?.[0] ?? NONE;
  return {
    count,
    key: typeof key === 'string' ? key : '',
    states: [...states].map(([text, s]) => [text, s.count, s.isInferred] as const).sort((a, b) => b[1] - a[1]),
    waitClass: waitClassOf(profile, rows[0]),
    wait: waitSpread(profile, rows, longestWait),
    createdBy: creator === NONE ? '' : strings.at(creator),
    lockedCount,
    leakedCount,
    stack: samples.stack[rows[0]],
    stackCount: new Set(rows.map((row) => samples.stack[row])).size,
    labelSet,
    rows,
  };
}

function waitSpread(profile: Profile, rows: readonly number[], longestWait: number): WaitSpread | undefined {
  const table = profile.goroutines;
  if (table === undefined || longestWait === NONE) return undefined;
  const counts = profile.samples.values[0];
  const known = rows.filter((row) => table.waitMinutes[row] !== NONE && counts[row] > 0);
  if (known.length === 0) return undefined;
  known.sort((a, b) => table.waitMinutes[a] - table.waitMinutes[b]);
  const total = known.reduce((sum, row) => sum + counts[row], 0);
  const histogram = new Array<number>(BINS).fill(0);
  let median = NONE;
  let seen = 0;
  for (const row of known) {
    const minutes = table.waitMinutes[row];
    histogram[Math.min(BINS - 1, Math.floor((minutes * BINS) / (longestWait + 1)))] += counts[row];
    seen += counts[row];
    if (median === NONE && seen * 2 >= total) median = minutes;
  }
  return {
    min: table.waitMinutes[known[0]],
    median,
    max: table.waitMinutes[known[known.length - 1]],
    histogram,
    known: total,
  };
}

function waitClassOf(profile: Profile, row: number): WaitClass {
  const names = stackFunctions(profile, profile.samples.stack[row]).map((fn) =>
    fn === NONE ? '' : functionName(profile, fn),
  );
  return refineWaitClass(rowStates(profile)(row).waitClass, names);
}

/** The innermost function that is not the standard library's: whose code it is. */
function ownFunction(profile: Profile, stack: number): string {
  const names = stackFunctions(profile, stack).map((fn) =>
    fn === NONE ? '' : identityName(functionName(profile, fn)),
  );
  return names.find((name) => name !== '' && !isStandardPackage(packageOf(name))) ?? names[0] ?? '';
}

/** `key=value` of all labels, '' for none. */
export function labelText(profile: Profile, labelSet: number): string {
  const {labelSets, strings} = profile;
  const parts: string[] = [];
  for (let i = labelSets.start[labelSet]; i < labelSets.start[labelSet + 1]; i++) {
    const value = labelSets.text[i] === NONE ? String(labelSets.number[i]) : strings.at(labelSets.text[i]);
    parts.push(`${strings.at(labelSets.key[i])}=${value}`);
  }
  return parts.join(' ');
}

function longest(minutes: Int32Array): number {
  return minutes.reduce((most, value) => Math.max(most, value), NONE);
}

/** Known ids of a group, in the order of the input. */
export function goroutineIds(profile: Profile, group: GoroutineGroup): number[] {
  const table = profile.goroutines;
  return table === undefined ? [] : group.rows.map((row) => table.id[row]).filter((id) => id !== NONE);
}
