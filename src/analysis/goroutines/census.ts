/**
 * The goroutines of one input as groups: same stack of functions, same wait, same creator.
 *
 * One forward pass gives every stack a shape (function names only, so lines and addresses do not split groups); one
 * pass over the samples counts. Ages, ids and argument words stay in the columns and are fetched by sample row.
 */
import {NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {Profile, WaitClass} from '../../model/profile.ts';
import {ALL_ASLEEP, LEAK_REPORT, TIMED_OUT} from '../../model/report-comments.ts';
import {namesOfStack} from '../names/frame-classes.ts';
import {type FrameNames, frameNames} from '../names/frame-names.ts';
import {nilChannelStacks} from './nil-channels.ts';
import {refineWaitClass} from './wait-class.ts';

export interface GoroutineGroup {
  /** Raw function names, leaf first. */
  readonly names: readonly string[];
  readonly waitClass: WaitClass;
  /** As printed; '' when the input prints none. */
  readonly state: string;
  /** The class was concluded from frames rather than printed. */
  readonly isInferred: boolean;
  /** Raw name of the function that started them, '' when unknown. */
  readonly createdBy: string;
  readonly count: number;
  /** How many of them the runtime itself calls leaked. */
  readonly leakedCount: number;
  /** Rows of SampleTable (and of GoroutineTable where there is one). */
  readonly rows: readonly number[];
  /** A row of StackTable with this shape: for files and lines. */
  readonly stack: number;
}

export interface GoroutineCensus {
  readonly profile: Profile;
  /** Largest first. */
  readonly groups: readonly GoroutineGroup[];
  /** Goroutines listed in the input. */
  readonly listed: number;
  /** Goroutines the process had, by the input's own header; the listed ones where it says nothing. */
  readonly total: number;
  /** Only a part of the process is shown: a pasted fragment, or far fewer rows than the header counts. */
  readonly isExcerpt: boolean;
  /** Written by the process itself while it was at work, not printed because it hung or crashed. */
  readonly isLive: boolean;
  /** A leak test printed it: what it lists was left over. */
  readonly isLeakReport: boolean;
  /** The testing package printed it, because a test took too long. */
  readonly isTimedOut: boolean;
  /** The runtime itself found that nothing can wake any of them. */
  readonly isAllAsleep: boolean;
  /** At least one goroutine carries minutes. */
  readonly hasMinutes: boolean;
}

interface GroupDraft {
  stack: number;
  state: string;
  printed: WaitClass | undefined;
  isPrintedInferred: boolean;
  createdBy: number;
  count: number;
  leakedCount: number;
  rows: number[];
}

/** Detectors and comparisons ask for the same. */
const KNOWN = new WeakMap<Profile, GoroutineCensus>();

export function goroutineCensus(profile: Profile): GoroutineCensus {
  const known = KNOWN.get(profile) ?? takeCensus(profile);
  KNOWN.set(profile, known);
  return known;
}

function takeCensus(profile: Profile): GoroutineCensus {
  const frames = frameNames(profile);
  const drafts = collectDrafts(profile, shapesOfStacks(profile, frames));
  const groups = drafts.map((draft) => finishGroup(profile, frames, draft)).sort((a, b) => b.count - a.count);
  const listed = groups.reduce((sum, {count}) => sum + count, 0);
  const total = Math.max(listed, announcedTotal(profile));
  const {goroutines} = profile;
  return {
    profile,
    groups,
    listed,
    total,
    isExcerpt: looksLikeExcerpt(groups, listed, total),
    isLive: groups.some(({names}) => names.some((name) => name.startsWith('runtime/pprof.'))),
    isLeakReport: profile.comments.includes(LEAK_REPORT),
    isTimedOut: profile.comments.includes(TIMED_OUT),
    isAllAsleep: profile.comments.includes(ALL_ASLEEP),
    hasMinutes: goroutines?.waitMinutes.some((minutes) => minutes > 0) ?? false,
  };
}

/** Every process has goroutine 1 or its main stack, and dumps written by Go show the goroutine that writes them. */
const WHOLE_DUMP =
  /^(?:runtime\.main|main\.main$|runtime\/pprof\.|runtime\.(?:goroutineProfile|Stack)|testing\.(?:\(\*T\)\.Run|tRunner|\(\*M\)\.Run))/;

/** Less than this part of the announced goroutines listed: a fragment. */
const WHOLE_SHARE = 0.9;

/** Fewer groups than any process at work has. */
const FEWEST_GROUPS = 8;

function looksLikeExcerpt(groups: readonly GoroutineGroup[], listed: number, total: number): boolean {
  if (listed < total * WHOLE_SHARE) return true;
  if (groups.some(({names}) => names.some((name) => WHOLE_DUMP.test(name)))) return false;
  return groups.length < FEWEST_GROUPS;
}

/** The count in a header such as "goroutine profile: total 42", which readers of text keep as a comment. */
function announcedTotal({comments}: Profile): number {
  const header = comments
    .map((comment) => /^goroutine profile: total (\d+)/.exec(comment))
    .find((match) => match !== null);
  return header === undefined ? 0 : Number(header?.[1] ?? 0);
}

/** A number per row of StackTable, equal for stacks of equal names. */
function shapesOfStacks(profile: Profile, frames: FrameNames): Int32Array {
  const {stacks} = profile;
  const shapes = new PairInterner();
  const shapeOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    let shape = above === NONE ? NONE : shapeOf[above];
    const location = stacks.location[stack];
    for (let i = frames.start[location + 1] - 1; i >= frames.start[location]; i--) {
      shape = shapes.intern(shape, frames.node[i]);
    }
    shapeOf[stack] = shape;
  }
  return shapeOf;
}

/** A state that no table has: only inputs without states show nil channels by their stacks. */
const NIL_CHANNEL = -2;

function collectDrafts(profile: Profile, shapeOf: Int32Array): GroupDraft[] {
  const {goroutines, samples} = profile;
  const drafts: GroupDraft[] = [];
  const states = new PairInterner();
  const creators = new PairInterner();
  const isAllLeaked = profile.kind === 'goroutineleak';
  // A goroutine table has the state itself.
  const isNilChannel = goroutines === undefined ? nilChannelStacks(profile) : () => false;
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row];
    const state = goroutines === undefined ? NONE : goroutines.state[row];
    const createdBy = goroutines === undefined ? NONE : goroutines.createdBy[row];
    const isNil = isNilChannel(stack);
    const stated = states.intern(stack === NONE ? NONE : shapeOf[stack], isNil ? NIL_CHANNEL : state);
    const key = creators.intern(stated, createdBy);
    if (key === drafts.length) drafts.push(newDraft(profile, stack, state, createdBy, isNil));
    const draft = drafts[key];
    const count = samples.values[0][row];
    draft.count += count;
    if (isAllLeaked || goroutines?.isLeaked[row] === 1) draft.leakedCount += count;
    draft.rows.push(row);
  }
  return drafts;
}

function newDraft(
  {goroutines}: Profile,
  stack: number,
  state: number,
  createdBy: number,
  isNilChannel: boolean,
): GroupDraft {
  const about = state === NONE ? undefined : goroutines?.states[state];
  return {
    stack,
    state: about?.text ?? '',
    printed: isNilChannel ? 'nilchan' : about?.waitClass,
    isPrintedInferred: isNilChannel || (about?.isInferred ?? false),
    createdBy,
    count: 0,
    leakedCount: 0,
    rows: [],
  };
}

/** Before Go 1.27 the runtime may call it leaked in an empty select, where it waits on purpose until the process ends. */
function isMainGoroutine(names: readonly string[]): boolean {
  return names.at(-1) === 'main.main' || names.at(-1) === 'runtime.main' || names.at(-2) === 'runtime.main';
}

function finishGroup(profile: Profile, frames: FrameNames, draft: GroupDraft): GoroutineGroup {
  const names = namesOfStack({frames, profile}, draft.stack);
  const waitClass = refineWaitClass(draft.printed, names);
  return {
    names,
    waitClass,
    state: draft.state,
    isInferred: draft.isPrintedInferred || waitClass !== draft.printed,
    createdBy: draft.createdBy === NONE ? '' : profile.strings.at(draft.createdBy),
    count: draft.count,
    leakedCount: waitClass === 'select-empty' && isMainGoroutine(names) ? 0 : draft.leakedCount,
    rows: draft.rows,
    stack: draft.stack,
  };
}
