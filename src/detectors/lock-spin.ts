/**
 * Waiting for locks takes the CPU, or taking them does although nobody else wants them.
 */

import type {Case} from '../analysis/case/case.ts';
import {cpuUse} from '../analysis/case/profile-values.ts';
import {markedValue, markNames} from '../analysis/names/frame-classes.ts';
import {LOCK_SLOW, LOCK_WORK} from '../analysis/names/runtime-work.ts';
import {say, sayLater} from '../base/language/say.ts';
import {percent} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {identityName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';
import {type CostlyWork, costlyFinding} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits, type FoundWork, foundWork} from './support/found-work.ts';

const LIMITS = {
  ...COSTLY_LIMITS,
  share: 0.3,
  /** Part of the time in the ways into a lock that is taken; below, hardly anybody waits. */
  slowPart: 0.25,
  /** From here on cores hand the lock's memory to each other, which costs without any slow path. */
  contendedCores: 1.5,
};

export const lockSpin: Detector = {
  id: 'lock-spin',
  title: sayLater('Locks take the CPU: many wait for one, or it is taken far too often'),
  limits: LIMITS,
  detect: (subject, limits) => ({findings: lockFindings(subject, {...LIMITS, ...limits}), suppressed: []}),
};

function lockFindings(subject: Case, limits: typeof LIMITS & CostlyLimits): Finding[] {
  return foundWork(subject, CONTENDED, limits).map((found) =>
    costlyFinding(found, isContended(found, limits) ? CONTENDED : uncontended(found, limits), limits),
  );
}

function isContended({input, value}: FoundWork, {contendedCores, slowPart}: typeof LIMITS): boolean {
  return slowValue(input) >= slowPart * value || (cpuUse(input).cores ?? 0) >= contendedCores;
}

function slowValue({stacks}: FoundWork['input']): number {
  return markedValue(
    stacks,
    markNames(stacks.frames, (name) => LOCK_SLOW.test(identityName(name)) || name === 'runtime.procyield'),
  );
}

const CONTENDED: CostlyWork = {
  id: 'lock-spin',
  pattern: LOCK_WORK,
  phrase: sayLater('waiting for locks'),
  cause: sayLater('Goroutines that fight for one lock spin, sleep and wake each other; more cores make it worse.'),
  advice: [
    sayLater(
      'Find the lock in a mutex profile: `curl -s localhost:6060/debug/pprof/mutex > mutex.pb.gz` (needs runtime.SetMutexProfileFraction).',
    ),
    sayLater(
      'Shorten the section, split the lock by key, or let readers use an immutable copy behind an atomic pointer.',
    ),
  ],
};

function uncontended({input, value}: FoundWork, limits: typeof LIMITS): CostlyWork {
  const slow = percent(slowValue(input) / value);
  return {
    // A free lock is no trouble: the loop that takes it is.
    id: 'hot-function',
    pattern: LOCK_WORK,
    phrase: sayLater('Lock and Unlock that hardly anybody waits for'),
    cause: say`Only ${slow} of that is spinning or sleeping (contention from ${percent(limits.slowPart)}): the locks are free, they are taken too often.`,
    advice: [
      sayLater(
        'Take the lock once around the loop instead of in every round: a method that handles the whole list while it holds the lock.',
      ),
      sayLater('Let the loop work on a copy, or give it a variant of the methods that expects the lock to be held.'),
    ],
    meets: LOOP_PART,
  };
}

/** Part of the calls that must meet under the loop that makes them. */
const LOOP_PART = 0.9;
