/**
 * The core's groups of goroutines for the Goroutines screen, with what it shows of each: most waiting time first.
 */

import {type SharedWait, sharedWaits} from '../../../src/analysis/blocking/shared-waits.ts';
import {type GoroutineGroup, groupGoroutines, labelText} from '../../../src/analysis/goroutines/groups.ts';
import {rowStates} from '../../../src/analysis/goroutines/row-states.ts';
import {frameNames} from '../../../src/analysis/names/frame-names.ts';
import {Float64Column, NONE} from '../../../src/base/columns.ts';
import {say} from '../../../src/base/language/say.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {shortName} from '../../../src/model/symbol.ts';
import type {
  GoroutineCell,
  GoroutineFacet,
  GoroutineGroupRow,
  GoroutineMembers,
  GoroutinesPayload,
} from '../../goroutine-payload.ts';
import {lockGraph} from './lock-graph.ts';

const MAX_SHARED = 24;
const MAX_LABELS = 24;
/** Members that a facet names one by one. */
const MAX_NAMED = 40;

export function goroutineGroups(profile: Profile): GoroutinesPayload {
  const {goroutines, samples} = profile;
  const {groups, total} = groupGoroutines(profile, {similar: 'functions', by: 'stack', keep: undefined});
  const names = stackNames(profile);
  const shown = groups.map((group) => ({group, row: groupRow(profile, group, names(group.stack))}));
  shown.sort((a, b) => trouble(b.row) - trouble(a.row));
  const groupOf = new Int32Array(samples.length);
  const memberOf = new Int32Array(samples.length).fill(NONE);
  shown.forEach(({group}, place) => {
    for (const row of group.rows) groupOf[row] = place;
  });
  const {members, start} = listMembers(
    profile,
    shown.map(({group}) => group),
    memberOf,
  );
  const {cellOf, cells} = listCells(profile, groupOf);
  const facets = new Facets(profile, cellOf, memberOf);
  return {
    total,
    hasDetails: goroutines !== undefined,
    groups: shown.map(({row}, i) => ({...row, memberStart: start[i], memberEnd: start[i + 1]})),
    cells,
    members,
    facets: [
      ...sharedWaits(profile)
        .slice(0, MAX_SHARED)
        .map((wait) => facets.ofWait(wait)),
      ...facets.ofLabels(),
    ],
    locks: profile.kind === 'goroutine' ? lockGraph(profile) : [],
  };
}

/** Goroutine-minutes; groups without known waits follow by count. */
function trouble({count, waitMedian}: Pick<GoroutineGroupRow, 'count' | 'waitMedian'>): number {
  return count * (1 + Math.max(0, waitMedian));
}

function groupRow(
  profile: Profile,
  group: GoroutineGroup,
  stack: readonly string[],
): Omit<GoroutineGroupRow, 'memberStart' | 'memberEnd'> {
  const {goroutines: table, samples} = profile;
  const {count, createdBy, labelSet, rows, states, wait} = group;
  const waits: number[] = [];
  for (const row of rows) {
    const minutes = table?.waitMinutes[row] ?? NONE;
    if (minutes >= 0) for (let i = 0; i < samples.values[0][row]; i++) waits.push(minutes);
  }
  return {
    count,
    createdBy,
    stack,
    labels: labelText(profile, labelSet),
    waits,
    states: states.map(([text, of]) => ({text, count: of})),
    waitMin: wait?.min ?? -1,
    waitMedian: wait?.median ?? -1,
    waitMax: wait?.max ?? -1,
  };
}

/** @param memberOf  out: the member of each sample row, NONE for goroutines without an id */
function listMembers(
  {goroutines: table}: Profile,
  groups: readonly GoroutineGroup[],
  memberOf: Int32Array,
): {readonly members: GoroutineMembers; readonly start: readonly number[]} {
  const [id, offset, byteLength] = [new Float64Column(), new Float64Column(), new Float64Column()];
  const start = [0];
  for (const {rows} of groups) {
    for (const row of rows) {
      if (table === undefined || table.id[row] === NONE) continue;
      memberOf[row] = id.push(table.id[row]);
      offset.push(table.byteOffset[row]);
      byteLength.push(Math.max(0, table.byteLength[row]));
    }
    start.push(id.length);
  }
  return {members: {id: id.finish(), offset: offset.finish(), byteLength: byteLength.finish()}, start};
}

/** @param groupOf  the group of each sample row */
function listCells(
  profile: Profile,
  groupOf: Int32Array,
): {readonly cells: readonly GoroutineCell[]; readonly cellOf: Int32Array} {
  const {goroutines: table, samples} = profile;
  const stateOf = rowStates(profile);
  const cells: {group: number; state: string; wait: number; count: number}[] = [];
  const known = new Map<string, number>();
  const cellOf = Int32Array.from(groupOf, (group, row) => {
    const state = stateOf(row).text;
    const wait = Math.max(-1, table?.waitMinutes[row] ?? NONE);
    const key = `${group} ${wait} ${state}`;
    const cell = known.get(key) ?? cells.push({group, state, wait, count: 0}) - 1;
    known.set(key, cell);
    cells[cell].count += samples.values[0][row];
    return cell;
  });
  return {cells, cellOf};
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

/** Puts what sample rows share into the words and numbers of the screen. */
class Facets {
  private readonly profile: Profile;
  private readonly cellOf: Int32Array;
  private readonly memberOf: Int32Array;

  constructor(profile: Profile, cellOf: Int32Array, memberOf: Int32Array) {
    this.profile = profile;
    this.cellOf = cellOf;
    this.memberOf = memberOf;
  }

  ofWait({address, function: name, isExact, kind, rows}: SharedWait): GoroutineFacet {
    const note = isExact ? say`in ${shortName(name)}` : say`by what holds it, in ${shortName(name)}`;
    return {kind, text: `0x${address.toString(16)}`, note, ...this.spread(rows)};
  }

  /** One for each label of at least one goroutine, the commonest first. */
  ofLabels(): GoroutineFacet[] {
    const {labelSets, samples, strings} = this.profile;
    const rowsOf = new Map<string, number[]>();
    for (let row = 0; row < samples.length; row++) {
      const set = samples.labels[row];
      for (let label = labelSets.start[set]; label < labelSets.start[set + 1]; label++) {
        const text = labelSets.text[label];
        const value = text === NONE ? String(labelSets.number[label]) : strings.at(text);
        const key = `${strings.at(labelSets.key[label])}=${value}`;
        const rows = rowsOf.get(key);
        if (rows === undefined) rowsOf.set(key, [row]);
        else rows.push(row);
      }
    }
    return [...rowsOf]
      .map(([text, rows]): GoroutineFacet => ({kind: 'label', text, note: '', ...this.spread(rows)}))
      .sort((a, b) => b.count - a.count)
      .slice(0, MAX_LABELS);
  }

  private spread(rows: readonly number[]): Pick<GoroutineFacet, 'cells' | 'count' | 'members'> {
    const counts = this.profile.samples.values[0];
    const cells = new Map<number, number>();
    let count = 0;
    for (const row of rows) {
      count += counts[row];
      cells.set(this.cellOf[row], (cells.get(this.cellOf[row]) ?? 0) + counts[row]);
    }
    const members = rows.map((row) => this.memberOf[row]).filter((member) => member !== NONE);
    return {count, cells: [...cells], members: members.slice(0, MAX_NAMED)};
  }
}
