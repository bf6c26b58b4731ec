/**
 * The core's groups of goroutines for the Goroutines screen, with what it shows of each: most waiting time first.
 */
import {frameNames} from '../../src/analysis/frame-names.ts';
import {type GoroutineGroup, groupGoroutines, labelText} from '../../src/analysis/goroutine-groups.ts';
import {NONE} from '../../src/base/columns.ts';
import type {GoroutineTable, Profile} from '../../src/model/profile.ts';
import type {GoroutineGroupRow, GoroutinesPayload, SharedWait} from '../protocol.ts';

/** Members listed by id per group; the rest is a count. */
const MAX_MEMBERS = 500;
const MAX_SHARED = 20;

export function goroutineGroups(profile: Profile): GoroutinesPayload {
  const {goroutines, samples} = profile;
  const {groups, total} = groupGoroutines(profile, {similar: 'functions', by: 'stack', keep: undefined});
  const names = stackNames(profile);
  const shown = groups.map((group) => ({group, row: groupRow(profile, group, names(group.stack))}));
  shown.sort((a, b) => trouble(b.row) - trouble(a.row));
  const placeOf = new Int32Array(samples.length);
  shown.forEach(({group}, place) => {
    for (const row of group.rows) placeOf[row] = place;
  });
  return {
    total,
    hasDetails: goroutines !== undefined,
    groups: shown.map(({row}) => row),
    shared: goroutines === undefined ? [] : sharedWaits(profile, goroutines, placeOf),
  };
}

/** Goroutine-minutes; groups without known waits follow by count. */
function trouble({count, waitMedian}: GoroutineGroupRow): number {
  return count * (1 + Math.max(0, waitMedian));
}

function groupRow(profile: Profile, group: GoroutineGroup, stack: readonly string[]): GoroutineGroupRow {
  const {goroutines: table, samples} = profile;
  const {count, createdBy, labelSet, rows, states, wait} = group;
  const waits: number[] = [];
  const members: {id: number; offset: number; length: number}[] = [];
  for (const row of rows) {
    if (table === undefined) break;
    const minutes = table.waitMinutes[row];
    if (minutes >= 0) for (let i = 0; i < samples.values[0][row]; i++) waits.push(minutes);
    if (table.id[row] !== NONE && members.length < MAX_MEMBERS) {
      members.push({id: table.id[row], offset: table.byteOffset[row], length: table.byteLength[row]});
    }
  }
  return {
    count,
    createdBy,
    stack,
    labels: labelText(profile, labelSet),
    members,
    waits,
    states: states.map(([text, of]) => ({text, count: of})),
    waitMin: wait?.min ?? -1,
    waitMedian: wait?.median ?? -1,
    waitMax: wait?.max ?? -1,
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

/** Addresses that goroutines of the dump share as the first word of their innermost frame. */
function sharedWaits(profile: Profile, table: GoroutineTable, placeOf: Int32Array): SharedWait[] {
  const waits = new Map<bigint, {count: number; what: string; groups: Set<number>}>();
  for (let row = 0; row < table.length; row++) {
    const first = table.argumentStart[row];
    if (first === table.argumentStart[row + 1] || table.argumentPosition[first] !== 0) continue;
    const word = table.argumentWord[first];
    const state = table.states[table.state[row]]?.text ?? '';
    const entry = waits.get(word) ?? {count: 0, what: state, groups: new Set<number>()};
    entry.count += profile.samples.values[0][row];
    entry.groups.add(placeOf[row]);
    waits.set(word, entry);
  }
  return [...waits]
    .filter(([word, {count}]) => count > 1 && word >> 32n === 0xc0n)
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, MAX_SHARED)
    .map(([word, {count, groups, what}]) => ({word: `0x${word.toString(16)}`, what, count, groups: [...groups]}));
}
