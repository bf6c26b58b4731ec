/**
 * Goroutines that wait for a receiver that is gone.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // Nobody parks in a send by design, so a hundred at one place is no accident of timing.
  crowd: 100,
  crowdShare: 0.1,
  longMinutes: 60,
  excerptCrowd: 10,
  majority: 500,
  multitude: 1000,
};

export const goroutineLeakChanSend: Detector = {
  id: 'goroutine-leak-chan-send',
  title: 'Goroutines are stuck sending on a channel that nobody receives from',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-chan-send',
        classes: ['send'],
        isStrong: true,
        phrase: 'stuck sending on a channel in',
        cause: 'The receiver is gone or does not keep up, so the send never completes and the goroutine stays.',
        advice: [
          'Find who should receive from this channel and how it can return early (an error, a timeout, a cancelled context).',
          'Let the send also watch for the end: select on ctx.Done(), or give the channel room for every sender.',
          'Until a fix is out, restart the process before it runs out of memory; the goroutines and what they hold are only freed so.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
