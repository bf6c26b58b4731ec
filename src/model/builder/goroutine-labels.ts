/**
 * Goroutine profiles whose samples say in labels what a dump says in words: id, state, wait, creator.
 *
 * CockroachDB serves them as debug=3, and pprofx convert writes them. Labels stay where they are, so that every report
 * shows what google/pprof does; a goroutine table beside them is what diagnosis reads.
 */
import {NONE} from '../../base/columns.ts';
import {GOROUTINE_LABELS} from '../dump-kind.ts';
import type {GoroutineState, GoroutineTable, Profile} from '../profile.ts';
import {waitClassOfState} from '../wait-class.ts';

/** Share of samples that have to say what a goroutine does. */
const MOST = 0.9;

/** What a label set says of a goroutine; NONE for what it does not. */
interface LabelColumns {
  readonly id: Float64Array;
  readonly parent: Float64Array;
  readonly wait: Int32Array;
  /** Rows of `strings`. */
  readonly state: Int32Array;
  readonly creator: Int32Array;
}

/** The profile with a goroutine table, where its labels fill one; any other as it is. */
export function withGoroutines(profile: Profile): Profile {
  const {kind, samples, strings} = profile;
  if (kind !== 'goroutine' && kind !== 'goroutineleak') return profile;
  const columns = labelColumns(profile);
  const known = samples.labels.reduce((sum, set) => sum + (columns.state[set] === NONE ? 0 : 1), 0);
  if (known === 0 || known < MOST * samples.length) return profile;
  const states: GoroutineState[] = [];
  const rowOf = new Map<number, number>();
  const stateRow = (text: number): number => {
    const row = rowOf.get(text) ?? states.length;
    if (row < states.length) return row;
    rowOf.set(text, row);
    const printed = text === NONE ? '' : strings.at(text);
    states.push({text: printed, waitClass: waitClassOfState(printed), isInferred: false});
    return row;
  };
  const state = samples.labels.map((set) => stateRow(columns.state[set]));
  return {...profile, goroutines: tableOf(samples.labels, columns, state, states)};
}

function tableOf(
  sets: Int32Array,
  columns: LabelColumns,
  state: Int32Array,
  states: readonly GoroutineState[],
): GoroutineTable {
  const {length} = sets;
  const nowhere = new Float64Array(length).fill(NONE);
  return {
    length,
    id: Float64Array.from(sets, (set) => columns.id[set]),
    state,
    waitMinutes: sets.map((set) => columns.wait[set]),
    createdBy: sets.map((set) => columns.creator[set]),
    parentId: Float64Array.from(sets, (set) => columns.parent[set]),
    isLocked: new Uint8Array(length),
    isLeaked: new Uint8Array(length),
    argumentStart: new Int32Array(length + 1),
    argumentFrame: new Int32Array(0),
    argumentPosition: new Int32Array(0),
    argumentWord: new BigUint64Array(0),
    byteOffset: nowhere,
    byteLength: nowhere,
    states,
  };
}

function labelColumns({labelSets, sampleTypes, strings}: Profile): LabelColumns {
  const {length} = labelSets;
  const columns = {
    id: new Float64Array(length).fill(NONE),
    parent: new Float64Array(length).fill(NONE),
    wait: new Int32Array(length).fill(NONE),
    state: new Int32Array(length).fill(NONE),
    creator: new Int32Array(length).fill(NONE),
  };
  const columnOf = new Map(Object.entries(GOROUTINE_LABELS).map(([column, key]) => [key as string, column]));
  const note = (set: number, row: number): void => {
    const column = columnOf.get(strings.at(labelSets.key[row]));
    const text = labelSets.text[row];
    if (column === 'state' || column === 'creator') columns[column][set] = text;
    else if (column === 'id' || column === 'parent' || column === 'wait') {
      columns[column][set] = wholeNumber(text === NONE ? labelSets.number[row] : strings.at(text));
    }
  };
  for (let set = 0; set < length; set++) {
    for (let row = labelSets.start[set]; row < labelSets.start[set + 1]; row++) note(set, row);
  }
  // CockroachDB leaves out minutes where there are none; ours, with a column of waits, where the dump does not say.
  if (sampleTypes.length === 1) columns.wait = columns.wait.map((wait) => Math.max(0, wait));
  return columns;
}

/** A count as label or as decimal text; NONE for anything else. */
function wholeNumber(label: bigint | string): number {
  const number = Number(label);
  return label !== '' && Number.isSafeInteger(number) && number >= 0 ? number : NONE;
}
