/**
 * Goroutines parked where the dump does not say for what: on a channel, most likely.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // Idle workers receive too: a count alone proves nothing, growth does.
  crowd: 100,
  crowdShare: 0.1,
  longMinutes: 60,
  excerptCrowd: 40,
  majority: 300,
  multitude: 10000,
};

export const goroutineLeakParked: Detector = {
  id: 'goroutine-leak-parked',
  title: 'Goroutines pile up in a wait that the dump does not name',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-parked',
        classes: ['other'],
        isStrong: false,
        phrase: 'parked in',
        cause:
          'This form of dump hides whether they send or receive; at one place and in such numbers the other side of the channel is gone.',
        advice: [
          'Take the dump as debug=2, which prints states and ages: `curl -s localhost:6060/debug/pprof/goroutine?debug=2 > goroutine.txt`',
          'Find the other side of the channel and how it can return early; select on ctx.Done() beside the channel operation.',
          'Take a second dump in ten minutes and compare: `pprofx diff BEFORE AFTER`',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
