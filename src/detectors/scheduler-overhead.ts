/**
 * The scheduler takes the CPU: threads look for work and find little.
 */
import {SCHEDULER} from '../analysis/evidence/runtime-cost.ts';
import type {Detector} from './detector.ts';
import {COSTLY_LIMITS, type CostlyLimits, costlyFindings} from './support/costly-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.45};

export const schedulerOverhead: Detector = {
  id: 'scheduler-overhead',
  title: 'The scheduler takes the CPU: threads look for work and find little',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'scheduler-overhead',
        pattern: SCHEDULER,
        phrase: 'scheduling',
        cause:
          'Very short tasks, many tickers, or far more threads than cores make the runtime look for work more than do it.',
        advice: [
          'Give goroutines larger pieces of work: batch channel sends, avoid wake-ups per item.',
          "Set GOMAXPROCS to what the container may use (Go before 1.25 takes the machine's cores), and look for busy timers.",
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
