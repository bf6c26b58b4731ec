/**
 * Groups of goroutines that stand at the same place, for the Goroutines screen: most waiting time first.
 */
import {frameNames} from '../../src/analysis/frame-names.ts';
import {NONE} from '../../src/base/columns.ts';
import type {GoroutineTable, Profile} from '../../src/model/profile.ts';
import type {GoroutineGroupRow, GoroutinesPayload, SharedWait} from '../protocol.ts';

/** Members listed by id per group; the rest is a count. */
const MAX_MEMBERS = 500;
const MAX_SHARED = 20;

interface Group {
  readonly stack: readonly string[];
  readonly createdBy: string;
  count: number;
  readonly states: Map<string, number>;
  readonly waits: number[];
  readonly members: {id: number; offset: number; length: number}[];
  labels: string;
}

export function goroutineGroups(profile: Profile): GoroutinesPayload {
  const {goroutines, samples} = profile;
  const names = stackNames(profile);
  const groups = new Map<string, Group>();
  const groupOfRow = new Int32Array(samples.length);
  const order: Group[] = [];
  for (let row = 0; row < samples.length; row++) {
    const stack = names(samples.stack[row]);
    const creator = goroutines === undefined ? NONE : goroutines.createdBy[row];
    const createdBy = creator === NONE ? '' : profile.strings.at(creator);
    const key = `${createdBy}\n${stack.join('\n')}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = {stack, createdBy, count: 0, states: new Map(), waits: [], members: [], labels: ''};
      groups.set(key, group);
      order.push(group);
    }
    groupOfRow[row] = order.indexOf(group);
    addRow(group, profile, row);
  }
  const rows = order.map(finishGroup);
  const byTrouble = rows.map((_, index) => index).sort((a, b) => trouble(rows[b]) - trouble(rows[a]));
  const placeOf = new Int32Array(rows.length);
  byTrouble.forEach((group, place) => {
    placeOf[group] = place;
  });
  return {
    total: rows.reduce((sum, {count}) => sum + count, 0),
    hasDetails: goroutines !== undefined,
    groups: byTrouble.map((index) => rows[index]),
    shared: goroutines === undefined ? [] : sharedWaits(profile, goroutines, groupOfRow, placeOf),
  };
}

/** Goroutine-minutes; groups without known waits follow by count. */
function trouble({count, waitMedian}: GoroutineGroupRow): number {
  return count * (1 + Math.max(0, waitMedian));
}

function addRow(group: Group, profile: Profile, row: number): void {
  const {goroutines, samples} = profile;
  const count = samples.values[0][row];
  group.count += count;
  group.labels ||= labelText(profile, samples.labels[row]);
  if (goroutines === undefined) return;
  const state = goroutines.states[goroutines.state[row]]?.text ?? '';
  group.states.set(state, (group.states.get(state) ?? 0) + count);
  const wait = goroutines.waitMinutes[row];
  if (wait >= 0) for (let i = 0; i < count; i++) group.waits.push(wait);
  if (goroutines.id[row] !== NONE && group.members.length < MAX_MEMBERS) {
    group.members.push({
      id: goroutines.id[row],
      offset: goroutines.byteOffset[row],
      length: goroutines.byteLength[row],
    });
  }
}

function finishGroup({count, createdBy, labels, members, stack, states, waits}: Group): GoroutineGroupRow {
  waits.sort((a, b) => a - b);
  return {
    count,
    createdBy,
    stack,
    labels,
    members,
    waits,
    states: [...states].map(([text, of]) => ({text, count: of})).sort((a, b) => b.count - a.count),
    waitMin: waits[0] ?? -1,
    waitMedian: waits[waits.length >> 1] ?? -1,
    waitMax: waits[waits.length - 1] ?? -1,
  };
}

function stackNames(profile: Profile): (stack: number) => readonly string[] {
  const frames = frameNames(profile);
  const {stacks} = profile;
  return (leaf) => {
    const names: string[] = [];
    for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
      const location = stacks.location[stack];
      for (let i = frames.start[location]; i < frames.start[location + 1]; i++)
        names.push(frames.names[frames.node[i]]);
    }
    return names;
  };
}

function labelText({labelSets, strings}: Profile, set: number): string {
  const parts: string[] = [];
  for (let label = labelSets.start[set]; label < labelSets.start[set + 1]; label++) {
    const text = labelSets.text[label];
    const value = text === NONE ? String(labelSets.number[label]) : strings.at(text);
    parts.push(`${strings.at(labelSets.key[label])}=${value}`);
  }
  return parts.join(' ');
}

/** Addresses that goroutines of the dump share as the first word of their innermost frame. */
function sharedWaits(
  profile: Profile,
  table: GoroutineTable,
  groupOfRow: Int32Array,
  placeOf: Int32Array,
): SharedWait[] {
  const waits = new Map<bigint, {count: number; what: string; groups: Set<number>}>();
  for (let row = 0; row < table.length; row++) {
    const first = table.argumentStart[row];
    if (first === table.argumentStart[row + 1] || table.argumentPosition[first] !== 0) continue;
    const word = table.argumentWord[first];
    const state = table.states[table.state[row]]?.text ?? '';
    const entry = waits.get(word) ?? {count: 0, what: state, groups: new Set<number>()};
    entry.count += profile.samples.values[0][row];
    entry.groups.add(placeOf[groupOfRow[row]]);
    waits.set(word, entry);
  }
  return [...waits]
    .filter(([word, {count}]) => count > 1 && word >> 32n === 0xc0n)
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, MAX_SHARED)
    .map(([word, {count, groups, what}]) => ({word: `0x${word.toString(16)}`, what, count, groups: [...groups]}));
}
