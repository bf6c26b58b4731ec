/**
 * Goroutines that wait for a value nobody will send.
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
  majority: 500,
  multitude: 10000,
};

export const goroutineLeakChanReceive: Detector = {
  id: 'goroutine-leak-chan-receive',
  title: 'Goroutines pile up receiving from a channel that nobody sends to or closes',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-chan-receive',
        classes: ['recv'],
        isStrong: false,
        phrase: 'parked on a channel receive in',
        cause:
          'Nobody sends to the channel or closes it any more, so the goroutine waits for as long as the process lives.',
        advice: [
          'Find who should send or close: every path that drops the sender must close the channel or cancel the context.',
          'Select on ctx.Done() beside the receive, so that the goroutine ends with its request.',
          'Take a second dump in ten minutes and compare: `pprofx diff BEFORE AFTER`',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
