/**
 * Goroutines that use a nil channel: nothing can ever wake them.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // Nobody uses a nil channel outside a select on purpose.
  crowd: 10,
  crowdShare: 0.1,
  longMinutes: 60,
  excerptCrowd: 5,
  majority: 500,
  multitude: 1000,
};

export const goroutineLeakNilChan: Detector = {
  id: 'goroutine-leak-nil-chan',
  title: 'Goroutines wait on a nil channel, which never becomes ready',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-nil-chan',
        classes: ['nilchan', 'select-empty'],
        isStrong: true,
        phrase: 'blocked for ever on a nil channel or an empty select in',
        cause:
          'A send to or a receive from a nil channel never completes; the runtime knows no way to wake such a goroutine.',
        advice: [
          'Look for the channel that was never made, or was set to nil too early.',
          'If the goroutine is meant to wait for ever (select {} in main), nothing is wrong; else make the channel before the goroutine starts.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
