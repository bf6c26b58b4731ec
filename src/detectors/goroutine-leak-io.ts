/**
 * Goroutines that wait for a peer that does not answer and is never given up.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './support/leak.ts';
import type {LeakLimits} from './support/leak-verdict.ts';

const LIMITS: LeakLimits = {
  // Servers hold thousands of quiet connections: the bar is high.
  crowd: 200,
  crowdShare: 0.2,
  longMinutes: 60,
  excerptCrowd: 500,
  majority: 2000,
  multitude: 20000,
};

export const goroutineLeakIo: Detector = {
  id: 'goroutine-leak-io',
  title: 'Goroutines pile up reading from or writing to peers that do not answer',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: leakFindings(
      subject,
      {
        id: 'goroutine-leak-io',
        classes: ['io', 'syscall'],
        isStrong: false,
        isOften: true,
        phrase: 'waiting for the network or a system call in',
        cause: 'The peer does not answer and no deadline ends the wait.',
        advice: [
          'Set deadlines: http.Client.Timeout, SetReadDeadline, a context with timeout on every call.',
          'Check keep-alive and idle timeouts on both sides; a peer that vanished without a FIN is only noticed by them.',
          'Take a second dump in ten minutes and compare: `pprofx diff BEFORE AFTER`',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
