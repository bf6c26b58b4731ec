/**
 * A lock that cannot be released: its holder waits for itself, for another holder, or for somebody who needs it.
 */

import {minutesText} from '../analysis/blocking/goroutine-evidence.ts';
import {findHolder, findReentry, type Holder, type Reentry} from '../analysis/blocking/lock-holders.ts';
import {isOfOnce, type LockQueue, lockQueues} from '../analysis/blocking/lock-waits.ts';
import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {isLockClass, waitPhrase} from '../analysis/goroutines/wait-class.ts';
import {firstMarked, markNames} from '../analysis/names/frame-classes.ts';
import {responsibleFrame} from '../analysis/names/layers.ts';
import {NONE} from '../base/columns.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount} from '../base/units.ts';
import type {Evidence, EvidenceLevel, Finding} from '../model/finding.ts';
import type {WaitClass} from '../model/profile.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';
import {isAtWork, lockEvidence, waitersText, waitText} from './support/lock-text.ts';

const LIMITS = {
  /** Locks are held for milliseconds: a wait that the runtime dates at all is long. */
  minutes: 1,
  /** In a dump of a whole process, fewer waiters without an age may be chance. */
  crowd: 20,
  /** Dumps of at most this many goroutines were made because something hangs. */
  smallDump: 50,
};

export const deadlock: Detector = {
  id: 'deadlock',
  title: sayLater('Goroutines wait for a lock whose holder is stuck'),
  limits: LIMITS,
  detect: (subject, limits) => ({findings: deadlocks(subject, {...LIMITS, ...limits}), suppressed: []}),
};

function deadlocks(subject: Case, limits: typeof LIMITS): Finding[] {
  return subject.ofKind('goroutine', 'goroutineleak').flatMap((facts) =>
    lockQueues(facts)
      .filter((queue) => queue.longestMinutes >= limits.minutes || !isReleased(subject, queue))
      .flatMap((queue) => assessQueue(facts, queue, limits)),
  );
}

/** A mutex profile of a window holds the locks that were released in it: those that others had waited for. */
function isReleased(subject: Case, {waiters}: LockQueue): boolean {
  const places = new Set(waiters.map(({caller, frames}) => frames[caller].name));
  return subject.ofKind('mutex').some((facts) => {
    if (facts.profile.durationNanos === 0n) return false;
    const stacks = facts.stacks(0);
    const marked = firstMarked(
      stacks,
      markNames(stacks.frames, (name) => places.has(name)),
    );
    return marked.some((row, stack) => row !== NONE && stacks.self[stack] > 0);
  });
}

/** The strongest suspicion about one lock, if any. */
function assessQueue(facts: ProfileFacts, queue: LockQueue, limits: typeof LIMITS): Finding[] {
  const isStuck = looksStuck(facts, queue, limits);
  const reentry = findReentry(queue);
  if (reentry?.isReturn === true && (isStuck || reentry.isByAddress)) return [selfDeadlock(facts, queue, reentry)];
  if (!isStuck) return [];
  const holder = findHolder(facts, queue);
  if (holder !== undefined && isAtWork(holder) && queue.longestMinutes < limits.minutes) return [];
  if (holder?.isByAddress === true) return [heldLock(facts, queue, holder)];
  // A method that calls a locking method of its own object may well have unlocked before: the weaker suspicion.
  if (reentry?.isByAddress === true) return [selfDeadlock(facts, queue, reentry)];
  if (holder !== undefined) return [heldLock(facts, queue, holder)];
  return queue.longestMinutes < limits.minutes && isPassed(facts, queue)
    ? []
    : queueWithoutHolder(facts, queue, limits);
}

/** What ends by itself, and soon where the dump prints no age. */
const PASSING: ReadonlySet<WaitClass> = new Set<WaitClass>(['running', 'syscall', 'sleep', 'io', 'runtime']);

/** Somebody is at work in the very function in which the others wait for the lock: one after the other gets it. */
function isPassed(facts: ProfileFacts, {waiters}: LockQueue): boolean {
  const places = new Set(waiters.map(({caller, frames}) => frames[caller].name));
  return facts
    .census()
    .groups.some(({names, waitClass}) => PASSING.has(waitClass) && names.some((name) => places.has(name)));
}

function looksStuck(facts: ProfileFacts, queue: LockQueue, limits: typeof LIMITS): boolean {
  const {isExcerpt, isLive, total} = facts.census();
  // A process that writes its own dump is at work: somebody waits for a lock at any moment.
  const isHung = isExcerpt || (total <= limits.smallDump && !isLive);
  return queue.longestMinutes >= limits.minutes || queue.count >= limits.crowd || isHung;
}

const RELEASE_ADVICE = [
  sayLater(
    'Release the lock before calling out, or split the function into a locking outer and a lock-free inner one.',
  ),
  sayLater('Restart the process: nothing else frees this lock.'),
];

function selfDeadlock(
  facts: ProfileFacts,
  queue: LockQueue,
  {holder, isByAddress, isReturn, waiter}: Reentry,
): Finding {
  const name = waiter.frames[waiter.caller].name;
  const outer = waiter.frames[holder].name;
  const level: EvidenceLevel = isByAddress && isReturn ? 'likely' : 'possible';
  const how = isByAddress
    ? say`both have the same receiver, 0x${waiter.frames[holder].first?.toString(16)}`
    : say('both are methods of the same type (the dump prints no addresses)');
  return lockFinding(facts, queue, name, {
    level,
    title: say`${shortName(name)} waits for a lock that its own caller ${shortName(outer)} holds`,
    why: say`One goroutine locks in ${shortName(outer)}, and its calls lead to ${shortName(name)}, which locks the same object again: ${how}. Go's locks are not re-entrant, and a read lock taken twice blocks as soon as a writer queues in between.`,
    advice: [
      say`Do not call ${shortName(name)} while the lock is held: give it a variant for callers that hold it.`,
      ...RELEASE_ADVICE,
    ],
    evidence: [],
    stack: waiter.group.names,
    place: waiter.frames[waiter.caller].stack,
  });
}

function heldLock(facts: ProfileFacts, queue: LockQueue, holder: Holder): Finding {
  const names = holder.frames.map((frame) => frame.name);
  const at = Math.max(0, responsibleFrame(names));
  const name = names[at];
  const {waitClass} = holder.group;
  const isWaiting = waitClass !== 'running' && waitClass !== 'syscall';
  const level: EvidenceLevel = holder.isByAddress && isWaiting ? 'likely' : 'possible';
  const age = holder.minutes > 0 ? say` for ${minutesText(holder.minutes)}` : '';
  const cycle = isLockClass(waitClass)
    ? say(' That is another lock: two goroutines that take two locks in opposite order.')
    : '';
  return lockFinding(facts, queue, name, {
    level,
    title: say`${shortName(name)} is ${waitPhrase(waitClass)} while it holds a lock that ${waitersText(queue)}`,
    why: say`The suspected holder has a frame of the locked object (${holder.isByAddress ? say('same address') : say('same type')}) and ${age === '' ? say('is') : say('has been')} ${waitPhrase(waitClass)}${age}; the goroutine that should wake it may need the same lock.${cycle}`,
    advice: [
      say`Do not block in ${shortName(name)} with the lock held: unlock before the channel operation, the call or the wait.`,
      ...RELEASE_ADVICE,
    ],
    evidence: [
      {
        label: sayLater('suspected holder'),
        value: holder.group.count,
        unit: 'goroutines',
        text: `${waitPhrase(waitClass)}${age}`,
        stack: names,
      },
    ],
    stack: queue.waiters[0].group.names,
    place: holder.frames[at].stack,
  });
}

/** No holder in sight: the goroutine that has waited longest is the best witness. */
function queueWithoutHolder(facts: ProfileFacts, queue: LockQueue, limits: typeof LIMITS): Finding[] {
  const {isExcerpt, total} = facts.census();
  const isCrowdOnly = queue.longestMinutes < limits.minutes && !isExcerpt && total > limits.smallDump;
  // A crowd without ages is a convoy, which has its own detector.
  if (isCrowdOnly || (isOfOnce(queue) && queue.longestMinutes < limits.minutes)) return [];
  const [first] = queue.waiters;
  const names = first.frames.map((frame) => frame.name);
  const at = Math.max(0, responsibleFrame(names));
  return [
    lockFinding(facts, queue, names[at], {
      level: queue.longestMinutes >= limits.minutes * 10 && queue.count > 1 ? 'likely' : 'possible',
      title: say`${shortName(names[at])} has been ${waitText(queue)} that is never released`,
      why: say`Locks are held for milliseconds; ${waitersText(queue, queue.longestMinutes > 0 ? minutesText(queue.longestMinutes) : say('it'))}, so the holder is stuck, gone without unlocking, or waits for one of these. It is not among the goroutines shown, or its frames do not identify it.`,
      advice: [
        sayLater(
          'Find the holder: another goroutine inside methods of the same object, or a path that returns without Unlock.',
        ),
        ...RELEASE_ADVICE,
      ],
      evidence: [],
      stack: names,
      place: first.frames[at].stack,
    }),
  ];
}

interface LockStory {
  readonly level: EvidenceLevel;
  readonly title: string;
  readonly why: string;
  readonly advice: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly stack: readonly string[];
  readonly place: number;
}

function lockFinding(facts: ProfileFacts, queue: LockQueue, name: string, story: LockStory): Finding {
  const share = queue.count / Math.max(1, facts.census().total);
  return makeFinding({
    id: 'deadlock',
    severity: 'critical',
    evidenceLevel: story.level,
    title: story.title,
    why: story.why,
    advice: story.advice,
    culprit: culpritOf(name, facts.profile, story.place),
    evidence: [
      ...lockEvidence(queue, story.stack),
      ...story.evidence,
      {label: sayLater('waiters'), value: queue.count, text: formatCount(queue.count)},
    ],
    weight: share,
    explains: [
      goroutineKey(name),
      ...queue.waiters.slice(0, 50).flatMap(({frames}) => {
        const at = responsibleFrame(frames.map((frame) => frame.name));
        return at < 0 ? [] : [goroutineKey(frames[at].name)];
      }),
    ],
    precedence: 6,
  });
}
