/**
 * Time lost waiting for locks, by mutex and block profiles.
 */

import {percent} from '../analysis/blocking/goroutine-evidence.ts';
import type {ProfileFacts} from '../analysis/case/case.ts';
import {nanosPerUnit} from '../analysis/case/profile-values.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {firstMarked, heaviestStack, largest, markNames, sumByKey} from '../analysis/names/frame-classes.ts';
import {layerOf} from '../analysis/names/layers.ts';
import {NONE} from '../base/columns.ts';
import {formatCount, formatValue} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {identityName, shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Share of all delay at one place. */
  share: 0.3,
  /** Seconds waited in all: contention below is noise. */
  seconds: 10,
  /** Seconds of waiting per second of the profile, where it says how long it ran. */
  perSecond: 0.5,
};

export const lockContention: Detector = {
  id: 'lock-contention',
  title: 'Goroutines lose time waiting for one lock',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: subject.inputs
      .filter(({profile}) => profile.sampleTypes.some(({type}) => type === 'delay'))
      .flatMap((facts) => contention(facts, {...LIMITS, ...limits})),
    suppressed: [],
  }),
};

/** A block profile also holds channel waits and selects, which are how Go programs rest. */
const LOCKING = /^(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\.(?:R?Lock|R?Unlock|lockSlow|unlockSlow|rUnlockSlow)$/;

const CHANNEL = /^runtime\.(?:chanrecv\d?|chansend\d?|selectgo)$/;

function contention(facts: ProfileFacts, limits: typeof LIMITS): Finding[] {
  const type = facts.profile.sampleTypes.findIndex(({unit}) => nanosPerUnit(unit) > 0);
  if (type < 0) return [];
  const stacks = facts.stacks(type);
  const locking = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => LOCKING.test(identityName(name))),
  );
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => layerOf(name) === 'code' || layerOf(name) === 'plumbing'),
  );
  // A profile with channel waits in it is a block profile, whatever it is called.
  const isBlock = facts.profile.kind === 'block' || stacks.frames.names.some((name) => CHANNEL.test(name));
  let total = 0;
  for (let stack = 0; stack < owners.length; stack++) {
    if (locking[stack] === NONE && isBlock) owners[stack] = NONE;
    else total += stacks.self[stack];
  }
  const sums = sumByKey(stacks, owners, stacks.frames.names.length);
  const best = largest(sums);
  if (best === NONE) return [];
  const seconds = (sums[best] * nanosPerUnit(stacks.unit)) / 1e9;
  const duration = Number(facts.profile.durationNanos) / 1e9;
  const isHeavy = duration > 0 ? seconds / duration >= limits.perSecond : seconds >= limits.seconds;
  if (!isHeavy || sums[best] < limits.share * total) return [];
  const name = stacks.frames.names[best];
  const share = sums[best] / total;
  const rate = duration > 0 ? `, ${(seconds / duration).toFixed(1)} s a second` : '';
  return [
    makeFinding({
      id: 'lock-contention',
      severity: 'warning',
      evidenceLevel: 'likely',
      title: `${formatValue(sums[best], stacks.unit)} lost waiting for the lock of ${shortName(name)}`,
      why: `${percent(share)} of the time that goroutines waited for locks was waited for ${facts.profile.kind === 'mutex' ? 'a lock that is released in' : 'a lock in'} ${shortName(name)}${rate} (limits ${percent(limits.share)}, ${limits.seconds} s).`,
      advice: [
        'Shorten what runs under the lock: no input or output, no calls to other services, no large loops.',
        'Split the lock by key, or let readers share it (RWMutex, atomic.Pointer to an immutable copy).',
      ],
      culprit: culpritOf(name, facts.profile),
      evidence: [
        {
          label: 'delay',
          value: sums[best],
          unit: stacks.unit,
          text: `${formatValue(sums[best], stacks.unit)} of ${formatValue(total, stacks.unit)}, ${percent(share)}`,
        },
        ...countEvidence(facts, best),
        {label: 'heaviest stack', value: 1, stack: heaviestStack(stacks, (stack) => owners[stack] === best)},
      ],
      weight: share,
      explains: [goroutineKey(name)],
      precedence: 2,
    }),
  ];
}

function countEvidence(facts: ProfileFacts, node: number): Finding['evidence'] {
  const type = facts.profile.sampleTypes.findIndex((candidate) => candidate.type === 'contentions');
  if (type < 0) return [];
  const stacks = facts.stacks(type);
  const owners = firstMarked(
    stacks,
    markNames(stacks.frames, (name) => name === stacks.frames.names[node]),
  );
  const count = sumByKey(stacks, owners, stacks.frames.names.length)[node];
  return count > 0 ? [{label: 'contentions', value: Math.round(count), text: formatCount(count)}] : [];
}
