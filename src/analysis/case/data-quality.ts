/**
 * What an input cannot show, reported before any verdict: missing ages, missing names, cut stacks, damage.
 *
 * Adds to the warnings of the reader what only a look at the whole shows, and says which of them weaken conclusions.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile, Warning} from '../../model/profile.ts';
import {firstMarked, isTableOnly, markNames} from '../names/frame-classes.ts';
import {layerOf} from '../names/layers.ts';
import type {ProfileFacts} from './case.ts';

/** With these, parts of the evidence are missing or made up: no verdict is surer than "possible". */
const WEAKENING: ReadonlySet<string> = new Set([
  'MISSING_FUNCTION',
  'MISSING_LOCATION',
  'NO_SAMPLE_TYPES',
  'PARTIAL',
  'UNSYMBOLIZED',
  'VALUE_COUNT',
]);

/** All warnings about an input, the reader's first. */
export function inputWarnings(facts: ProfileFacts): readonly Warning[] {
  return [...facts.profile.warnings, ...ageWarning(facts), ...symbolWarning(facts), ...depthWarning(facts.profile)];
}

/** Whether what is wrong with the input makes conclusions from it uncertain. */
export function isWeak(facts: ProfileFacts): boolean {
  return inputWarnings(facts).some(({code}) => WEAKENING.has(code));
}

/** Smaller dumps are fragments and tests, where nobody expects ages. */
const FEWEST_GOROUTINES = 50;

function ageWarning(facts: ProfileFacts): Warning[] {
  const {goroutines, kind} = facts.profile;
  // Ids come with debug=2, and only that form prints ages.
  if (kind !== 'goroutine' || goroutines === undefined || !goroutines.id.some((id) => id !== NONE)) return [];
  const census = facts.census();
  if (census.hasMinutes || census.listed < FEWEST_GOROUTINES) return [];
  const message = 'no goroutine carries an age: the process is young or has not collected garbage; growth is unknown';
  return [{code: 'NO_AGES', message}];
}

/** From this share of the value on, blame would be guesswork. */
const UNNAMED_SHARE = 0.5;

function symbolWarning(facts: ProfileFacts): Warning[] {
  const {profile} = facts;
  if (profile.stacks.length === 0 || profile.sampleTypes.length === 0 || isTableOnly(profile)) return [];
  const stacks = facts.stacks(profile.defaultSampleType);
  const named = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) !== 'unknown'),
  );
  let unnamed = 0;
  for (let stack = 0; stack < named.length; stack++) if (named[stack] === NONE) unnamed += stacks.self[stack];
  const share = unnamed / stacks.total;
  if (!(share >= UNNAMED_SHARE)) return [];
  const message = `${(share * 100).toFixed(0)} % of the value has no function names: take the profile from the process itself, or symbolize it`;
  return [{code: 'UNSYMBOLIZED', message}];
}

/** How deep Go before 1.23 looks for heap, mutex and block profiles. */
const OLD_DEPTH = 32;
const CUT_SHARE = 0.1;

function depthWarning({kind, samples, stacks}: Profile): Warning[] {
  if (!['heap', 'allocs', 'mutex', 'block'].includes(kind)) return [];
  const depth = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    depth[stack] = (stacks.parent[stack] === NONE ? 0 : depth[stacks.parent[stack]]) + 1;
  }
  let deepest = 0;
  let atLimit = 0;
  for (const stack of samples.stack) {
    if (stack === NONE) continue;
    deepest = Math.max(deepest, depth[stack]);
    if (depth[stack] === OLD_DEPTH) atLimit++;
  }
  if (deepest !== OLD_DEPTH || atLimit < samples.length * CUT_SHARE) return [];
  const message = `${atLimit} stacks are cut at ${OLD_DEPTH} frames (Go before 1.23): who called at the outside is not known`;
  return [{code: 'STACKS_CUT', message}];
}
