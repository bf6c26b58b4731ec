/**
 * Drops the frames that a profile itself calls uninteresting (drop_frames, keep_frames), as google/pprof does on load.
 *
 * A matching frame goes with everything it called. The outermost frames of a stack are never taken for it: before the
 * first frame that does not match, matches do not count. Functions and sample rows stay; stacks and lines change.
 */
import {NONE} from '../../base/columns.ts';
import {PprofxError} from '../../base/errors.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {LocationTable, Profile} from '../../model/profile.ts';
import {compileWholePattern, type Pattern} from '../names/pattern.ts';

/** Names whose bracket begins no argument list. */
const BRACKETED_NAMES: readonly string[] = ['(anonymous namespace)', 'operator()'];

/**
 * The profile without its uninteresting frames; the same object when none is found.
 *
 * Patterns that do not compile are warned of (BAD_DROP_FRAMES), and nothing is pruned.
 */
export function prune(profile: Profile): Profile {
  if (profile.dropFrames === '') return profile;
  try {
    const drop = compileWholePattern(profile.dropFrames, 'drop_frames of the profile');
    const keep =
      profile.keepFrames === '' ? undefined : compileWholePattern(profile.keepFrames, 'keep_frames of the profile');
    return pruneFrames(profile, drop, keep);
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    const warning = {code: 'BAD_DROP_FRAMES', message: `${error.message}; no frames were dropped`};
    return {...profile, warnings: [...profile.warnings, warning]};
  }
}

/** A function's name as the patterns see it: without the leading dot of PowerPC and without arguments. */
export function simplifiedName(name: string): string {
  const plain = name.startsWith('.') ? name.slice(1) : name;
  for (let at = plain.indexOf('('); at >= 0; at = plain.indexOf('(', at + 1)) {
    const isPartOfName = BRACKETED_NAMES.some((part) => plain.startsWith(part, at - part.indexOf('(')));
    if (!isPartOfName) return plain.slice(0, at);
  }
  return plain;
}

function pruneFrames(profile: Profile, drop: Pattern, keep: Pattern | undefined): Profile {
  const lineOf = droppedLines(profile, drop, keep);
  if (lineOf.every((line) => line === NONE)) return profile;
  const locations = trimLines(profile.locations, lineOf);
  const stackOf = new Int32Array(profile.stacks.length);
  const stacks = new PairInterner();
  cutStacks(profile, lineOf, stacks, stackOf);
  const isUnchanged = locations === profile.locations && stacks.length === profile.stacks.length;
  if (isUnchanged) return profile;
  const moved = (rows: Int32Array): Int32Array => rows.map((row) => (row === NONE ? NONE : stackOf[row]));
  const {goroutines, samples} = profile;
  return {
    ...profile,
    locations,
    stacks: {length: stacks.length, parent: stacks.first.finish(), location: stacks.second.finish()},
    samples: {...samples, stack: moved(samples.stack)},
    goroutines: goroutines === undefined ? undefined : {...goroutines, argumentFrame: moved(goroutines.argumentFrame)},
  };
}

/** Per location the outermost line that is to be dropped, as a row of the line columns; NONE when none is. */
function droppedLines(profile: Profile, drop: Pattern, keep: Pattern | undefined): Int32Array {
  const {functions, locations, strings} = profile;
  const isDropped = new Uint8Array(functions.length);
  for (let fn = 0; fn < functions.length; fn++) {
    const name = simplifiedName(strings.at(functions.name[fn]));
    if (name !== '' && drop.test(name) && keep?.test(name) !== true) isDropped[fn] = 1;
  }
  const lineOf = new Int32Array(locations.length).fill(NONE);
  for (let location = 0; location < locations.length; location++) {
    for (let line = locations.lineStart[location]; line < locations.lineStart[location + 1]; line++) {
      const fn = locations.lineFunction[line];
      if (fn !== NONE && isDropped[fn] === 1) lineOf[location] = line;
    }
  }
  return lineOf;
}

/** Whether the location goes as a whole: its outermost line, the real function, is dropped. */
function isWhole(locations: LocationTable, location: number, line: number): boolean {
  return line === locations.lineStart[location + 1] - 1;
}

/** The locations without the lines that are inlined beneath a dropped one. */
function trimLines(locations: LocationTable, lineOf: Int32Array): LocationTable {
  const isTrimmed = (location: number): boolean =>
    lineOf[location] !== NONE && !isWhole(locations, location, lineOf[location]);
  const lineStart = new Int32Array(locations.length + 1);
  const kept: number[] = [];
  for (let location = 0; location < locations.length; location++) {
    const from = isTrimmed(location) ? lineOf[location] + 1 : locations.lineStart[location];
    for (let line = from; line < locations.lineStart[location + 1]; line++) kept.push(line);
    lineStart[location + 1] = kept.length;
  }
  if (kept.length === locations.lineFunction.length) return locations;
  const rows = Int32Array.from(kept);
  return {
    ...locations,
    lineStart,
    lineFunction: rows.map((line) => locations.lineFunction[line]),
    lineNumber: Float64Array.from(rows, (line) => locations.lineNumber[line]),
    lineColumn: Float64Array.from(rows, (line) => locations.lineColumn[line]),
  };
}

/**
 * Cuts every stack, roots first.
 *
 * @param stacks   out: the stacks that are left
 * @param stackOf  out: per old stack the row of what is left of it
 */
function cutStacks(profile: Profile, lineOf: Int32Array, stacks: PairInterner, stackOf: Int32Array): void {
  const {locations, stacks: old} = profile;
  const isCut = new Uint8Array(old.length);
  const hasUserFrame = new Uint8Array(old.length);
  for (let stack = 0; stack < old.length; stack++) {
    const parent = old.parent[stack];
    const location = old.location[stack];
    const line = lineOf[location];
    const above = parent === NONE ? NONE : stackOf[parent];
    // For an outermost frame (parent NONE) these columns give undefined, which is neither.
    if (isCut[parent] === 1) {
      isCut[stack] = 1;
      stackOf[stack] = above;
      continue;
    }
    const isUnderUser = hasUserFrame[parent] === 1;
    hasUserFrame[stack] = line === NONE || isUnderUser ? 1 : 0;
    isCut[stack] = line !== NONE && isUnderUser ? 1 : 0;
    const isGone = isCut[stack] === 1 && isWhole(locations, location, line);
    stackOf[stack] = isGone ? above : stacks.intern(above, location);
  }
}
