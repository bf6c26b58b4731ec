/**
 * Goroutine profiles whose labels contain what a text dump prints: id, state, wait, creator.
 *
 * CockroachDB serves them as debug=3, Datadog's profiler as goroutine waits, and pprofx convert writes them. Labels
 * stay where they are, so that every report shows what google/pprof does; a goroutine table beside them is what
 * diagnosis reads.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {ELIDED_FRAMES, GOROUTINE_COUNT, GOROUTINE_LABELS, isWaitProfile, WAIT_LABELS} from '../dump-kind.ts';
import type {GoroutineState, GoroutineTable, Profile} from '../profile.ts';
import {waitClassOfState} from '../wait-class.ts';
import type {ProfileBuilder} from './profile-builder.ts';

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
  readonly locked: Uint8Array;
}

/**
 * The profile of a builder, with a goroutine table where its labels fill one.
 *
 * @param isNamed  whether the input has a label of this key
 * @throws LABELS_NEEDED where labels would fill one, and were not kept
 */
export function finishGoroutines(
  builder: ProfileBuilder,
  isNamed: (key: string) => boolean,
  keepLabels: boolean | 'numeric',
): Profile {
  const isWaits = isWaitProfile(builder.sampleTypes) && isNamed(WAIT_LABELS.id);
  if (isWaits) builder.countSamplesFirst(GOROUTINE_COUNT);
  const profile = builder.finish();
  const isDescribed = isWaits || (profile.kind.startsWith('goroutine') && isNamed(GOROUTINE_LABELS.state));
  if (isDescribed && keepLabels !== true) throw failure('LABELS_NEEDED', 'labels say what the goroutines do');
  return isDescribed ? withGoroutines(profile) : profile;
}

function withGoroutines(profile: Profile): Profile {
  const {samples, strings} = profile;
  const isWaits = isWaitProfile(profile.sampleTypes);
  const columns = labelColumns(profile, isWaits ? WAIT_LABELS : GOROUTINE_LABELS);
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
  const goroutines = tableOf(samples.labels, columns, state, states);
  return {...profile, goroutines: isWaits ? {...goroutines, ...waitsOf(profile, goroutines)} : goroutines};
}

const NANOS_PER_MINUTE = 6e10;

/** What the goroutine waits of Datadog say by values and frames: the outermost frame is the creator of all but the first. */
function waitsOf(
  {functions, locations, samples, stacks, strings}: Profile,
  {id, length}: GoroutineTable,
): Pick<GoroutineTable, 'waitMinutes' | 'createdBy' | 'parentId'> {
  const waitMinutes = Int32Array.from(samples.values[1], (nanos) => Math.floor(nanos / NANOS_PER_MINUTE));
  const createdBy = new Int32Array(length).fill(NONE);
  const parentId = new Float64Array(length).fill(NONE);
  const nameOf = (stack: number): number =>
    functions.name[locations.lineFunction[locations.lineStart[stacks.location[stack] + 1] - 1]] ?? NONE;
  for (let row = 0; row < length; row++) {
    const outermost = outermostFrames(stacks.parent, samples.stack[row]);
    const creator = outermost.map(nameOf).find((name) => name !== NONE && strings.at(name) !== ELIDED_FRAMES);
    if (creator === undefined || outermost.length < 2 || id[row] === 1) continue;
    const [, name, parent] = CREATOR.exec(strings.at(creator)) ?? [];
    createdBy[row] = name === undefined ? creator : strings.intern(name);
    if (parent !== undefined) parentId[row] = Number(parent);
  }
  return {waitMinutes, createdBy, parentId};
}

/** Since Go 1.21 the line of the creator names its goroutine. */
const CREATOR = /^(.*) in goroutine (\d+)$/;

/** The last two frames of a stack, the outermost first. */
function outermostFrames(parents: Int32Array, leaf: number): number[] {
  const frames: number[] = [];
  for (let stack = leaf; stack !== NONE; stack = parents[stack]) {
    frames.unshift(stack);
    frames.length = Math.min(2, frames.length);
  }
  return frames;
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
    isLocked: Uint8Array.from(sets, (set) => columns.locked[set]),
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

function labelColumns(
  {labelSets, sampleTypes, strings}: Profile,
  keys: Readonly<Partial<Record<string, string>>>,
): LabelColumns {
  const {length} = labelSets;
  const columns = {
    id: new Float64Array(length).fill(NONE),
    parent: new Float64Array(length).fill(NONE),
    wait: new Int32Array(length).fill(NONE),
    state: new Int32Array(length).fill(NONE),
    creator: new Int32Array(length).fill(NONE),
    locked: new Uint8Array(length),
  };
  const columnOf = new Map(Object.entries(keys).map(([column, key]) => [key, column]));
  const note = (set: number, row: number): void => {
    const column = columnOf.get(strings.at(labelSets.key[row]));
    const text = labelSets.text[row];
    if (column === 'state' || column === 'creator') columns[column][set] = text;
    else if (column === 'locked') columns.locked[set] = text !== NONE && strings.at(text) === 'true' ? 1 : 0;
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
