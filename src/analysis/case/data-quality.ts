/**
 * What an input cannot show, reported before any verdict: missing ages, missing names, cut stacks, damage.
 *
 * Adds to the warnings of the reader what only the complete profile shows, and says which of them weaken conclusions.
 */
import {NONE} from '../../base/columns.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import type {Profile, Warning} from '../../model/profile.ts';
import {firstMarked, isTableOnly, markNames} from '../names/frame-classes.ts';
import {layerOf} from '../names/layers.ts';
import {ASLEEP} from '../names/runtime-work.ts';
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

/** The diagnosis and the report ask for them. */
const WARNINGS = new WeakMap<ProfileFacts, readonly Warning[]>();

/** All warnings about an input, the reader's first. */
export function inputWarnings(facts: ProfileFacts): readonly Warning[] {
  const warnings = WARNINGS.get(facts) ?? findWarnings(facts);
  WARNINGS.set(facts, warnings);
  return warnings;
}

function findWarnings(facts: ProfileFacts): readonly Warning[] {
  return [
    ...facts.busy().profile.warnings,
    ...emptyWarning(facts.profile),
    ...missingWarning(facts),
    ...ageWarning(facts),
    ...symbolWarning(facts),
    ...sleepWarning(facts),
    ...depthWarning(facts.profile),
  ];
}

/** Whether what is wrong with the input makes conclusions from it uncertain. */
export function isWeak(facts: ProfileFacts): boolean {
  return inputWarnings(facts).some(({code}) => WEAKENING.has(code));
}

/** With these, the trouble may be in what the input does not show. */
const HIDING: ReadonlySet<string> = new Set([...WEAKENING, 'MISSING_GOROUTINES', 'TABLE_DIFFERENCE', 'TABLE_TREE']);

/** What to say where no trouble was found: an all-clear only for an input that would have shown it. */
export function allClearText(inputs: readonly ProfileFacts[]): string {
  const codes = inputs.map((facts) => inputWarnings(facts).map(({code}) => code));
  if (codes.length > 0 && codes.every((each) => each.includes('NOTHING_RECORDED'))) {
    return inputs.some(({profile}) => profile.kind === 'goroutineleak')
      ? say('No leak is proven, which is no clean bill of health.')
      : say('Nothing was recorded, so there is nothing to judge.');
  }
  return codes.flat().some((code) => HIDING.has(code))
    ? say('No trouble in the part that is shown; what is missing may hold it.')
    : say('No trouble found.');
}

const OFF = sayLater(
  'the profile is empty, nothing was recorded: mutex and block profiles are off until the program calls runtime.SetMutexProfileFraction and SetBlockProfileRate',
);

const LEAK_DELTA = sayLater(
  'the profile is empty: taken with ?seconds=, it holds only what began to leak in that time; take /debug/pprof/goroutineleak without it',
);

/** What it means that a profile is empty, where that can be said. */
const EMPTY: ReadonlyMap<Profile['kind'], string> = new Map<Profile['kind'], string>([
  ['mutex', OFF],
  ['block', OFF],
  ['cpu', sayLater('the profile is empty, nothing was recorded: the process used no CPU while it was taken')],
  [
    'goroutineleak',
    sayLater(
      'the profile is empty: the runtime proves no leak. It cannot prove one of goroutines that wait for I/O or sleep, or on anything that a global variable or a live goroutine can reach, such as most lone mutexes; take /debug/pprof/goroutine, too',
    ),
  ],
]);

function emptyWarning({durationNanos, kind, samples}: Profile): Warning[] {
  if (samples.length > 0) return [];
  if (kind === 'goroutineleak' && durationNanos > 0n) return [{code: 'NOTHING_RECORDED', message: say(LEAK_DELTA)}];
  return [
    {code: 'NOTHING_RECORDED', message: say(EMPTY.get(kind) ?? sayLater('the profile is empty, nothing was recorded'))},
  ];
}

/** Fewer than this part of the announced goroutines: rows are missing, not only those that ended meanwhile. */
const LISTED_SHARE = 0.9;

function missingWarning(facts: ProfileFacts): Warning[] {
  const {kind} = facts.profile;
  if (kind !== 'goroutine' && kind !== 'goroutineleak') return [];
  const {listed, total} = facts.census();
  if (listed >= total * LISTED_SHARE) return [];
  const message = say`the header counts ${formatCount(total)} goroutines, ${formatCount(listed)} are listed: what the others do is not known`;
  return [{code: 'MISSING_GOROUTINES', message}];
}

/** From this share on, the load is not what it seems. */
const ASLEEP_SHARE = 0.2;

function sleepWarning(facts: ProfileFacts): Warning[] {
  const {profile} = facts;
  if (profile.kind !== 'cpu') return [];
  const {flat, names, total} = facts.top(profile.defaultSampleType);
  const asleep = names.reduce((sum, name, row) => sum + (ASLEEP.test(name) ? flat.values[row] : 0), 0);
  if (!(asleep > 0 && asleep >= total * ASLEEP_SHARE)) return [];
  const {unit} = profile.sampleTypes[profile.defaultSampleType];
  const cores = unit === 'nanoseconds' && profile.durationNanos > 0n ? asleep / Number(profile.durationNanos) : 0;
  const load = cores > 0 ? say`: ${cores.toFixed(2)} cores that are no work` : '';
  const message = say`${formatValue(asleep, unit)} of ${formatValue(total, unit)} are samples of threads asleep, which macOS takes all the same${load}`;
  return [{code: 'ASLEEP', message}];
}

/** Smaller dumps are fragments and tests, where nobody expects ages. */
const FEWEST_GOROUTINES = 50;

function ageWarning(facts: ProfileFacts): Warning[] {
  const {goroutines, kind} = facts.profile;
  // Ids come with debug=2, and only that form prints ages.
  if (kind !== 'goroutine' || goroutines === undefined || !goroutines.id.some((id) => id !== NONE)) return [];
  const census = facts.census();
  if (census.hasMinutes || census.listed < FEWEST_GOROUTINES) return [];
  const message = say(
    'no goroutine carries an age: the process is young or has not collected garbage; growth is unknown',
  );
  return [{code: 'NO_AGES', message}];
}

/** From this share of the value on, blame would be guesswork. */
const UNNAMED_SHARE = 0.5;

function symbolWarning(facts: ProfileFacts): Warning[] {
  const {profile} = facts;
  if (profile.samples.length === 0 || profile.sampleTypes.length === 0 || isTableOnly(profile)) return [];
  if (profile.stacks.length === 0) {
    const message = say('no stack has a function name: take the profile from the process itself');
    return [{code: 'UNSYMBOLIZED', message}];
  }
  const stacks = facts.stacks(profile.defaultSampleType);
  const named = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) !== 'unknown'),
  );
  let unnamed = 0;
  for (let stack = 0; stack < named.length; stack++) if (named[stack] === NONE) unnamed += stacks.self[stack];
  const share = unnamed / stacks.total;
  if (!(share >= UNNAMED_SHARE)) return [];
  const message = say`${(share * 100).toFixed(0)}% of the value has no function names: take the profile from the process itself, or symbolize it`;
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
  const message = say`${atLimit} stacks are cut at ${OLD_DEPTH} frames (Go before 1.23): who called at the outside is not known`;
  return [{code: 'STACKS_CUT', message}];
}
