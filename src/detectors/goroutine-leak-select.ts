/**
 * Goroutines that wait in a select none of whose cases will ever be ready.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // Watchers and loops live in a select by design: a count alone proves nothing, growth does.
  crowd: 100,
  crowdShare: 0.1,
  longMinutes: 60,
  excerptCrowd: 40,
  majority: 500,
  multitude: 10000,
};

export const goroutineLeakSelect: Detector = {
  id: 'goroutine-leak-select',
  title: 'Goroutines pile up in a select that nothing ends',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-select',
        classes: ['select'],
        isStrong: false,
        phrase: 'parked in a select in',
        cause:
          'None of the cases becomes ready any more: the channels are abandoned and no case watches for the end of the work.',
        advice: [
          'Find what should end it: a cancelled context, a closed channel, a Stop or Close that a caller forgets.',
          "Add a case for ctx.Done() of the request or the owner's stop channel.",
          'Take a second dump in ten minutes and compare: `pprofx diff BEFORE AFTER`',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
