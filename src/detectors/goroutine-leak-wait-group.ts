/**
 * Goroutines that wait for a WaitGroup whose members never finish.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // One waiter a request is normal; a hundred at one place are requests that do not end.
  crowd: 100,
  crowdShare: 0.1,
  longMinutes: 60,
  excerptCrowd: 20,
  majority: 200,
  multitude: 2000,
};

export const goroutineLeakWaitGroup: Detector = {
  id: 'goroutine-leak-wait-group',
  title: 'Goroutines wait for a WaitGroup that is never done',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-wait-group',
        classes: ['waitgroup'],
        isStrong: false,
        isLonelySuspect: true,
        phrase: 'stuck in WaitGroup.Wait, called by',
        cause: 'Some member never calls Done: it is stuck itself, or a path returns without it.',
        advice: [
          'Look for the members: goroutines that the same function created, and what they wait for.',
          'Call Done in a defer at the top of each member, and Add before it starts.',
          'If the waiter holds a lock that members need, release it before Wait.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
