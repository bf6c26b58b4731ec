/**
 * Goroutines that queue for a semaphore or another runtime wait that does not end.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // Queues are short while holders make progress.
  crowd: 50,
  crowdShare: 0.1,
  longMinutes: 30,
  excerptCrowd: 10,
  majority: 100,
  multitude: 1000,
};

export const goroutineLeakSemaphore: Detector = {
  id: 'goroutine-leak-semaphore',
  title: 'Goroutines queue for a semaphore that is never released',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-semaphore',
        classes: ['semaphore'],
        isStrong: false,
        isLonelySuspect: true,
        phrase: 'waiting for a semaphore in',
        cause: 'Whoever holds the semaphore does not give it back.',
        advice: ['Find the holders and why they do not return; release in a defer.'],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
