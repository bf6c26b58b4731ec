/**
 * Filters by frame: focus, ignore, hide, show, show-from, prune-from, and inlined calls.
 *
 * What they mean is google/pprof's (profile/filter.go, profile/prune.go): focus and ignore choose samples; hide and
 * show take lines away and keep the samples; show-from cuts callers, prune-from cuts callees.
 */
import {NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {Profile} from '../../model/profile.ts';
import {isRuntimePackage, packageOf} from '../../model/symbol.ts';
import {LineMatcher} from '../names/line-matcher.ts';
import type {Pattern} from '../names/pattern.ts';
import {keepLines, keepSamples, replaceStacks} from '../profiles/profile-edit.ts';
import {simplifiedName} from '../tree/prune.ts';

/** A filtered profile, and whether the filter's pattern matched anything. */
export interface Filtered {
  readonly profile: Profile;
  readonly hasMatched: boolean;
}

/**
 * Samples with a frame that matches `focus` and none that matches `ignore`. Samples without any frame go, as in
 * google/pprof, even when there is no pattern.
 */
export function focusAndIgnore(
  profile: Profile,
  focus: Pattern | undefined,
  ignore: Pattern | undefined,
): {readonly profile: Profile; readonly hasFocused: boolean; readonly hasIgnored: boolean} {
  const {locations, samples, stacks} = profile;
  const isFocus = new Uint8Array(locations.length).fill(focus === undefined ? 1 : 0);
  const isIgnored = new Uint8Array(locations.length);
  if (ignore !== undefined) markLocations(profile, ignore, isIgnored);
  if (focus !== undefined) markLocations(profile, focus, isFocus);
  const seesFocus = new Uint8Array(stacks.length);
  const seesIgnored = new Uint8Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    const location = stacks.location[stack];
    seesFocus[stack] = isFocus[location] | (above === NONE ? 0 : seesFocus[above]);
    seesIgnored[stack] = isIgnored[location] | (above === NONE ? 0 : seesIgnored[above]);
  }
  const rows: number[] = [];
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row];
    if (stack !== NONE && seesFocus[stack] === 1 && seesIgnored[stack] === 0) rows.push(row);
  }
  const hasFocused = isFocus.some((value, location) => value === 1 && isIgnored[location] === 0);
  return {
    profile: keepSamples(profile, Int32Array.from(rows)),
    hasFocused,
    hasIgnored: isIgnored.includes(1),
  };
}

function markLocations(profile: Profile, pattern: Pattern, marks: Uint8Array): void {
  const matcher = new LineMatcher(profile, pattern);
  for (let location = 0; location < marks.length; location++) marks[location] = matcher.location(location) ? 1 : 0;
}

/** Takes matching lines out of every stack; samples left without a frame go. */
export function hideFrames(profile: Profile, hide: Pattern): Filtered {
  const matcher = new LineMatcher(profile, hide);
  const isHit = new Uint8Array(profile.locations.length);
  for (let location = 0; location < isHit.length; location++) isHit[location] = matcher.location(location) ? 1 : 0;
  const kept = keepLines(
    profile,
    (location, line) => isHit[location] === 0 || !(matcher.binary(location) || matcher.line(line)),
  );
  const {lineStart} = kept.locations;
  const isHidden = isHit.map((hit, location) => (hit === 1 && lineStart[location] === lineStart[location + 1] ? 1 : 0));
  return {profile: dropFrames(kept, isHidden), hasMatched: isHit.includes(1)};
}

/** Leaves only matching lines, and lines of unknown functions; samples left without a frame go. */
export function showFrames(profile: Profile, show: Pattern): Filtered {
  const matcher = new LineMatcher(profile, show);
  const kept = keepLines(
    profile,
    (location, line) => matcher.binary(location) || profile.locations.lineFunction[line] === NONE || matcher.line(line),
  );
  const {lineStart} = kept.locations;
  const isHidden = Uint8Array.from({length: kept.locations.length}, (_, location) =>
    lineStart[location] === lineStart[location + 1] ? 1 : 0,
  );
  return {profile: dropFrames(kept, isHidden), hasMatched: isHidden.includes(0)};
}

/** The profile without the frames of the runtime and without unnamed ones, which some forms of a dump hide; all samples stay. */
export function withoutRuntimeFrames(profile: Profile): Profile {
  const {functions, locations, strings} = profile;
  const isHiddenFunction = Uint8Array.from(functions.name, (name) =>
    isRuntimePackage(packageOf(strings.at(name))) ? 1 : 0,
  );
  const isHidden = new Uint8Array(locations.length).fill(1);
  for (let location = 0; location < locations.length; location++) {
    for (let line = locations.lineStart[location]; line < locations.lineStart[location + 1]; line++) {
      const fn = locations.lineFunction[line];
      if (fn !== NONE && isHiddenFunction[fn] === 0) isHidden[location] = 0;
    }
  }
  return cutFrames(profile, isHidden);
}

/** Takes whole locations out of every stack; samples left without a frame go. */
function dropFrames(profile: Profile, isHidden: Uint8Array): Profile {
  return isHidden.includes(1) ? keepStacked(cutFrames(profile, isHidden)) : profile;
}

function cutFrames(profile: Profile, isHidden: Uint8Array): Profile {
  const {samples, stacks} = profile;
  const made = new PairInterner();
  const stackOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    const parent = above === NONE ? NONE : stackOf[above];
    const location = stacks.location[stack];
    stackOf[stack] = isHidden[location] === 1 ? parent : made.intern(parent, location);
  }
  return replaceStacks(profile, {
    stacks: {length: made.length, parent: made.first.finish(), location: made.second.finish()},
    stackOfSample: samples.stack.map((stack) => (stack === NONE ? NONE : stackOf[stack])),
    frameOf: (_, frame) => (isHidden[stacks.location[frame]] === 1 ? NONE : stackOf[frame]),
  });
}

/** Without the samples that have no frame. */
function keepStacked(profile: Profile): Profile {
  const rows: number[] = [];
  profile.samples.stack.forEach((stack, row) => {
    if (stack !== NONE) rows.push(row);
  });
  return keepSamples(profile, Int32Array.from(rows));
}

/** Cuts every stack above its outermost matching frame; samples without a match go. */
export function showFrom(profile: Profile, pattern: Pattern): Filtered {
  const matcher = new LineMatcher(profile, pattern);
  const {lineStart} = profile.locations;
  const isMatch = new Uint8Array(profile.locations.length);
  const lastLine = new Int32Array(profile.locations.length).fill(NONE);
  for (let location = 0; location < isMatch.length; location++) {
    let line = lineStart[location + 1] - 1;
    if (matcher.binary(location)) {
      isMatch[location] = 1;
      continue;
    }
    while (line >= lineStart[location] && !matcher.line(line)) line--;
    if (line < lineStart[location]) continue;
    isMatch[location] = 1;
    lastLine[location] = line;
  }
  const cut = keepLines(profile, (location, line) => lastLine[location] === NONE || line <= lastLine[location]);
  const {samples, stacks} = cut;
  const made = new PairInterner();
  const stackOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    const parent = above === NONE ? NONE : stackOf[above];
    const location = stacks.location[stack];
    stackOf[stack] = parent === NONE && isMatch[location] === 0 ? NONE : made.intern(parent, location);
  }
  const changed = replaceStacks(cut, {
    stacks: {length: made.length, parent: made.first.finish(), location: made.second.finish()},
    stackOfSample: samples.stack.map((stack) => (stack === NONE ? NONE : stackOf[stack])),
    frameOf: (_, frame) => stackOf[frame],
  });
  return {profile: keepStacked(changed), hasMatched: isMatch.includes(1)};
}

/** Cuts everything that the innermost matching function calls; samples without a match stay whole. */
export function pruneFrom(profile: Profile, pattern: Pattern): Filtered {
  const {functions, locations, samples, stacks, strings} = profile;
  const isFunctionHit = Uint8Array.from(functions.name, (row) => {
    const name = strings.at(row);
    return name !== '' && pattern.test(simplifiedName(name)) ? 1 : 0;
  });
  const firstLine = new Int32Array(locations.length).fill(NONE);
  for (let location = 0; location < locations.length; location++) {
    for (let line = locations.lineStart[location]; line < locations.lineStart[location + 1]; line++) {
      const fn = locations.lineFunction[line];
      if (fn === NONE || isFunctionHit[fn] === 0) continue;
      firstLine[location] = line;
      break;
    }
  }
  const cut = keepLines(profile, (location, line) => firstLine[location] === NONE || line >= firstLine[location]);
  const hitOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    hitOf[stack] = firstLine[stacks.location[stack]] === NONE ? (above === NONE ? NONE : hitOf[above]) : stack;
  }
  const stackOfSample = samples.stack.map((stack) => (stack === NONE || hitOf[stack] === NONE ? stack : hitOf[stack]));
  const changed = replaceStacks(cut, {
    stacks,
    stackOfSample,
    frameOf: (row, frame) => (frame <= stackOfSample[row] ? frame : NONE),
  });
  return {profile: changed, hasMatched: isFunctionHit.includes(1)};
}

/** Gives the cost of inlined calls to the function that they were inlined into. */
export function dropInlines(profile: Profile): Profile {
  const {lineStart} = profile.locations;
  return keepLines(profile, (location, line) => line === lineStart[location + 1] - 1);
}
