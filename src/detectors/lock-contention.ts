/**
 * Time lost waiting for locks, by mutex and block profiles.
 */

import type {ProfileFacts} from '../analysis/case/case.ts';
import {type MeasuredInput, nanosPerUnit} from '../analysis/case/profile-values.ts';
import {
  culpritOf,
  goroutineKey,
  LAST_WORD,
  levelFor,
  makeFinding,
  stackEvidence,
} from '../analysis/evidence/make-finding.ts';
import {responsibleRow, tableRows} from '../analysis/evidence/printed-table.ts';
import {
  firstMarked,
  heaviestStack,
  largest,
  markIdentities,
  markNames,
  sumByKey,
} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount, formatValue, percent} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Share of all delay at one place. */
  share: 0.3,
  /** Seconds waited in all: contention below is noise. */
  seconds: 10,
  /** Seconds of waiting per second of the profile, where it says how long it ran. */
  perSecond: 0.5,
  /** From here on the lock with most of the delay is reported, as info. */
  secondsNoted: 0.5,
  /** Waits for a lock of the standard library, held for microseconds, that no single crowd explains. */
  libraryWaits: 10_000,
};

export const lockContention: Detector = {
  id: 'lock-contention',
  title: sayLater('Goroutines lose time waiting for one lock'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: subject.inputs
      .filter(({profile}) => profile.sampleTypes.some(({type}) => type === 'delay'))
      .flatMap((facts) => contention(facts, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

/** The lock of a sync.Once is waited for once. */
const ONCE = /^sync\.\(\*Once\)\./;
/** A block profile also holds channel waits and selects, which are how Go programs rest. */
const LOCKING = /^(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\.(?:R?Lock|R?Unlock|lockSlow|unlockSlow|rUnlockSlow)$/;

const CHANNEL = /^runtime\.(?:chanrecv\d?|chansend\d?|selectgo)$/;

function contention(facts: ProfileFacts, limits: typeof LIMITS): Finding[] {
  const sampleType = facts.profile.sampleTypes.findIndex(({unit}) => nanosPerUnit(unit) > 0);
  if (sampleType < 0) return [];
  const input = {facts, sampleType, stacks: facts.stacks(sampleType)};
  const held = heldLock(input);
  if (held === undefined) return [];
  const seconds = (held.value * nanosPerUnit(input.stacks.unit)) / 1e9;
  if (held.value < limits.share * held.total || seconds < limits.secondsNoted) return [];
  return [contentionFinding(input, held, seconds, limits)];
}

/** The function that locks, and what was waited for it. */
interface HeldLock {
  readonly name: string;
  readonly value: number;
  /** Waited for locks in all. */
  readonly total: number;
  /** Raw names of the costliest stack, leaf first; empty for a table. */
  readonly stack: readonly string[];
}

function heldLock(input: MeasuredInput): HeldLock | undefined {
  const {facts, stacks} = input;
  const rows = tableRows(input);
  if (rows !== undefined) {
    const row = responsibleRow(input, rows);
    return row === undefined ? undefined : {name: row.name, value: row.cum, total: stacks.total, stack: []};
  }
  const locking = firstMarked(stacks, markIdentities(stacks.frames, LOCKING));
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code' || layerOf(name) === 'plumbing'),
  );
  // A profile with channel waits in it is a block profile, whatever it is called.
  const isBlock = facts.profile.kind === 'block' || stacks.frames.names.some((name) => CHANNEL.test(name));
  const once = firstMarked(stacks, markIdentities(stacks.frames, ONCE));
  let total = 0;
  for (let stack = 0; stack < owners.length; stack++) {
    if ((locking[stack] === NONE && isBlock) || once[stack] !== NONE) owners[stack] = NONE;
    else total += stacks.self[stack];
  }
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  if (best === NONE) return undefined;
  const stack = heaviestStack(stacks, (row) => owners[row] === best);
  return {name: stacks.frames.names[best], value: sums[best], total, stack};
}

function contentionFinding(
  {facts, stacks}: MeasuredInput,
  {name, stack, total, value}: HeldLock,
  seconds: number,
  limits: typeof LIMITS,
): Finding {
  const {profile} = facts;
  const duration = Number(profile.durationNanos) / 1e9;
  const waits = waitCount(facts, name);
  const isCrowd = duration === 0 && waits > 0 && waits < limits.libraryWaits && isLibraryLock(stack);
  const isMuch = duration > 0 ? seconds / duration >= limits.perSecond : seconds >= limits.seconds;
  const isHeavy = isMuch && !isCrowd;
  const share = value / total;
  const amount = formatValue(value, stacks.unit);
  const rate = duration > 0 ? say`, ${(seconds / duration).toFixed(1)} s a second` : '';
  const least = duration > 0 ? say`${limits.perSecond} s a second` : `${limits.seconds} s`;
  const limit = isMuch
    ? say`limits ${percent(limits.share)} and ${least}`
    : say`noted from ${percent(limits.share)} and ${limits.secondsNoted} s; trouble from ${least}`;
  return makeFinding({
    id: 'lock-contention',
    severity: isHeavy ? 'warning' : 'info',
    evidenceLevel: levelFor(profile, 'likely'),
    title: say`${amount} lost waiting for the lock of ${shortName(name)}`,
    why: say`${percent(share)} of the time that goroutines waited for locks was waited for ${profile.kind === 'mutex' ? say('a lock that is released in') : say('a lock in')} ${shortName(name)}${rate} (${limit}).${isMuch && isCrowd ? say` But these are ${formatCount(waits)} waits for a lock of the standard library, which is held for microseconds: a crowd that came at once looks like this.` : ''}`,
    advice: [
      sayLater('Shorten what runs under the lock: no input or output, no calls to other services, no large loops.'),
      sayLater('Split the lock by key, or let readers share it (RWMutex, atomic.Pointer to an immutable copy).'),
    ],
    culprit: culpritOf(name, profile),
    evidence: [
      {
        label: sayLater('delay'),
        value,
        unit: stacks.unit,
        total,
        text: say`${amount} of ${formatValue(total, stacks.unit)}, ${percent(share)}`,
      },
      ...(waits > 0 ? [{label: sayLater('contentions'), value: waits, text: formatCount(waits)}] : []),
      ...stackEvidence(profile, stack),
    ],
    weight: share,
    explains: [goroutineKey(name)],
    precedence: isHeavy ? 2 : LAST_WORD,
  });
}

/** How often the function was waited for; 0 where the profile does not count. */
function waitCount(facts: ProfileFacts, name: string): number {
  const type = facts.profile.sampleTypes.findIndex((candidate) => candidate.type === 'contentions');
  if (type < 0) return 0;
  const stacks = facts.stacks(type);
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (candidate) => candidate === name),
  );
  return Math.round(sumByKey(stacks, owners, stacks.frames.names.length)[stacks.frames.names.indexOf(name)]);
}

/** These write files and logs while they hold theirs. */
const WRITES = /^(?:log|os|io|bufio|internal\/poll)[./]/;

function isLibraryLock(stack: readonly string[]): boolean {
  const owner = stack.find((name) => !['runtime', 'sync'].includes(layerOf(name)));
  return owner !== undefined && layerOf(owner) === 'standard' && !WRITES.test(owner);
}
