/**
 * A crowd queues for one lock: nothing is stuck, but each waits for all before it.
 */

import {findHolder} from '../analysis/blocking/lock-holders.ts';
import {isOfOnce, type LockQueue, lockQueues} from '../analysis/blocking/lock-waits.ts';
import {countPast} from '../analysis/blocking/turns.ts';
import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {responsibleFrame} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount, percent} from '../base/units.ts';
import type {Evidence, Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';
import {isAtWork, lockEvidence} from './support/lock-text.ts';

const LIMITS = {
  /** Waiters at one lock that are no accident of timing. */
  crowd: 20,
  /** Without addresses they may wait for many locks of one type: then only a large part of the process counts. */
  shareOfType: 0.2,
  /** Waiters that stop a service. */
  criticalCrowd: 1000,
};

export const lockConvoy: Detector = {
  id: 'lock-convoy',
  title: sayLater('A crowd of goroutines queues for one lock'),
  limits: LIMITS,
  detect: (subject, limits) => ({findings: convoys(subject, {...LIMITS, ...limits}), suppressed: []}),
};

function convoys(subject: Case, limits: typeof LIMITS): Finding[] {
  return subject.ofKind('goroutine', 'goroutineleak').flatMap((facts) =>
    lockQueues(facts)
      .filter((queue) => queue.count >= limits.crowd && !isLoading(facts, queue))
      .map((queue) => convoy(facts, queue, limits)),
  );
}

/** All wait for what a sync.Once does, and somebody does it: they have nothing to do before. */
function isLoading(facts: ProfileFacts, queue: LockQueue): boolean {
  return isOfOnce(queue) && queue.waiters.some(({group}) => countPast(facts.census(), group) > 0);
}

function convoy(facts: ProfileFacts, queue: LockQueue, limits: typeof LIMITS): Finding {
  const sites = siteCounts(queue);
  const [[site, {stack}]] = sites;
  const share = queue.count / Math.max(1, facts.census().total);
  const holder = findHolder(facts, queue);
  const isMoving = holder !== undefined && isAtWork(holder) && queue.longestMinutes === 0;
  const isFewOfType = queue.lock === undefined && share < limits.shareOfType && queue.longestMinutes === 0;
  const shown: Evidence[] =
    holder === undefined
      ? []
      : [{label: sayLater('holder candidate'), value: holder.group.count, stack: holder.frames.map(({name}) => name)}];
  return makeFinding({
    id: 'lock-convoy',
    severity: queue.count >= limits.criticalCrowd ? 'critical' : isMoving || isFewOfType ? 'info' : 'warning',
    evidenceLevel: queue.lock === undefined ? 'possible' : 'likely',
    title: say`${formatCount(queue.count)} goroutines queue for the lock of ${shortName(site)}`,
    why: say`${formatCount(queue.count)} goroutines (limit ${limits.crowd}), ${percent(share)} of the process, wait for ${queue.lock === undefined ? say('locks of one type') : say('one lock')}; a healthy lock has a handful of waiters at any moment.${doubtText(isMoving, isFewOfType, limits)}`,
    advice: [
      sayLater(
        'Find what the holder does under the lock: input and output, calls to other services and large loops do not belong there.',
      ),
      sayLater(
        'Take a mutex profile to see who holds it: `curl -s localhost:6060/debug/pprof/mutex > mutex.pb.gz` (needs runtime.SetMutexProfileFraction).',
      ),
      sayLater('Split the lock, shorten the section, or let readers use RLock or a copy.'),
    ],
    culprit: culpritOf(site, facts.profile, queue.waiters[0].frames[queue.waiters[0].caller].stack),
    evidence: [
      ...lockEvidence(queue, stack),
      ...sites.slice(0, 5).map(([name, {count}]) => ({
        label: sayLater('waits in'),
        value: count,
        unit: 'goroutines',
        text: say`${formatCount(count)} in ${shortName(name)}`,
      })),
      ...shown,
    ],
    weight: share,
    explains: sites.map(([name]) => goroutineKey(name)),
    precedence: 3,
  });
}

/** Why a queue is no trouble, '' where it is. */
function doubtText(isMoving: boolean, isFewOfType: boolean, {shareOfType}: typeof LIMITS): string {
  if (isMoving) return say(' But whoever holds it seems to be at work, so the queue moves.');
  return isFewOfType
    ? say` But which lock each waits for is not printed, and they are less than ${percent(shareOfType)} of the process.`
    : '';
}

function siteCounts({waiters}: LockQueue): [string, {count: number; stack: readonly string[]}][] {
  const sites = new Map<string, {count: number; stack: readonly string[]}>();
  for (const {count, frames} of waiters) {
    const names = frames.map(({name}) => name);
    const site = names[Math.max(0, responsibleFrame(names))];
    const before = sites.get(site);
    sites.set(site, {count: (before?.count ?? 0) + count, stack: before?.stack ?? names});
  }
  return [...sites].sort((a, b) => b[1].count - a[1].count);
}
