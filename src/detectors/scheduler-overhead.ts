/**
 * The scheduler takes the CPU: threads look for work and find little.
 */

import {ASLEEP, LOCK_WORK, SCHEDULER} from '../analysis/names/runtime-work.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

/** Whoever does little spends much of that in the scheduler: a third of a core in the usual 30 s at least. */
const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.45, seconds: 10};

/** Threads asleep, and what a lock makes the scheduler do, which is the lock's. */
const NO_SCHEDULING = new RegExp(`${ASLEEP.source}|${LOCK_WORK.source}`);

export const schedulerOverhead: Detector = {
  id: 'scheduler-overhead',
  title: sayLater('The scheduler takes the CPU: threads look for work and find little'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'scheduler-overhead',
        pattern: SCHEDULER,
        excluded: NO_SCHEDULING,
        phrase: sayLater('scheduling'),
        cause: sayLater(
          'Very short tasks, many tickers, or far more threads than cores make the runtime look for work more than do it.',
        ),
        advice: [
          sayLater('Give goroutines larger pieces of work: batch channel sends, avoid wake-ups per item.'),
          sayLater(
            "Set GOMAXPROCS to what the container may use (Go before 1.25 takes the machine's cores), and look for busy timers.",
          ),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
