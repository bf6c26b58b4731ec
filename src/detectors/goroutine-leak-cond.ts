/**
 * Goroutines that wait for a signal on a condition that never comes.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // Queues park their workers in Cond.Wait: only growth or field knowledge tells.
  crowd: 100,
  crowdShare: 0.1,
  longMinutes: 60,
  excerptCrowd: 40,
  majority: 500,
  multitude: 5000,
};

export const goroutineLeakCond: Detector = {
  id: 'goroutine-leak-cond',
  title: 'Goroutines wait on a sync.Cond that nobody signals',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-cond',
        classes: ['cond'],
        isStrong: false,
        phrase: 'stuck in Cond.Wait, called by',
        cause: 'Nobody signals the condition any more, or the signal came before the wait began.',
        advice: [
          'Find who should Signal or Broadcast, and whether it can return early or signal before the wait.',
          'Check that shutdown paths broadcast, and that the condition is tested in a loop under the lock.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
