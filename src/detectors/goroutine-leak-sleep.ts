/**
 * Goroutines that sleep in crowds: retry loops that nobody ends.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // A sleeper a component is normal.
  crowd: 100,
  crowdShare: 0.1,
  longMinutes: 60,
  excerptCrowd: 40,
  majority: 500,
  multitude: 2000,
};

export const goroutineLeakSleep: Detector = {
  id: 'goroutine-leak-sleep',
  title: 'Crowds of goroutines sleep between retries',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-sleep',
        classes: ['sleep'],
        isStrong: false,
        phrase: 'asleep in',
        cause: 'Each is a loop that polls or retries and that nobody ends; new ones keep being started.',
        advice: [
          'Start one loop for all, or end each with its owner: wait on a timer and ctx.Done() instead of time.Sleep.',
          'Look at who starts them: one a request is a leak.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
