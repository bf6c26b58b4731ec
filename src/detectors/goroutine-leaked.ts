/**
 * Goroutines that the runtime itself calls leaked: nothing that is still reachable can ever wake them.
 */

import type {Case} from '../analysis/case/case.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import type {GoroutineGroup} from '../analysis/goroutines/census.ts';
import {waitPhrase} from '../analysis/goroutines/wait-class.ts';
import {responsibleFrame} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount, percent} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** One is proof; a few cost nothing yet. */
  goroutines: 1,
  criticalGoroutines: 1000,
};

export const goroutineLeaked: Detector = {
  id: 'goroutine-leaked',
  title: sayLater('The runtime proves goroutines leaked'),
  limits: LIMITS,
  detect: (subject, limits) => ({findings: leaked(subject, {...LIMITS, ...limits}), suppressed: []}),
};

function leaked(subject: Case, limits: typeof LIMITS): Finding[] {
  return subject.ofKind('goroutine', 'goroutineleak').flatMap((facts) => {
    const {groups, total} = facts.census();
    const byPlace = new Map<string, {group: GoroutineGroup; count: number}>();
    for (const group of groups) {
      if (group.leakedCount === 0 || group.names.length === 0) continue;
      const name = group.names[responsibleFrame(group.names)];
      const known = byPlace.get(name);
      byPlace.set(name, {group: known?.group ?? group, count: (known?.count ?? 0) + group.leakedCount});
    }
    return [...byPlace]
      .filter(([, {count}]) => count >= limits.goroutines)
      .map(([name, {count, group}]) =>
        makeFinding({
          id: 'goroutine-leaked',
          severity: count >= limits.criticalGoroutines ? 'critical' : 'warning',
          evidenceLevel: 'proven',
          title: say`${formatCount(count)} ${count === 1 ? say('goroutine is') : say('goroutines are')} leaked in ${shortName(name)}, says the runtime`,
          why: say`The garbage collector found nothing reachable that could wake ${count === 1 ? say('it') : say('them')}: ${waitPhrase(group.waitClass)}, and the channel or lock is known to blocked goroutines only.`,
          advice: [
            sayLater('This is no guess: fix the path that drops the other side of the channel or lock.'),
            sayLater('The creator and the stack below say which one.'),
          ],
          culprit: culpritOf(name, facts.profile, group.stack),
          evidence: [
            {
              label: sayLater('leaked'),
              value: count,
              unit: 'goroutines',
              total,
              text: say`${formatCount(count)} of ${formatCount(total)}, ${percent(count / Math.max(1, total))}`,
              stack: group.names,
            },
            ...(group.createdBy === '' ? [] : [{label: sayLater('created by'), value: group.createdBy}]),
          ],
          weight: count / Math.max(1, total),
          explains: [goroutineKey(name)],
          precedence: 5,
        }),
      );
  });
}
