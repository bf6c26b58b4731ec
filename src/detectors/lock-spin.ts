/**
 * Waiting for locks takes the CPU.
 */
import {LOCK_WORK} from '../analysis/evidence/runtime-cost.ts';
import type {Detector} from './detector.ts';
import {COSTLY_LIMITS, type CostlyLimits, costlyFindings} from './support/costly-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.3};

export const lockSpin: Detector = {
  id: 'lock-spin',
  title: 'Waiting for locks takes the CPU',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'lock-spin',
        pattern: LOCK_WORK,
        phrase: 'waiting for locks',
        cause: 'Goroutines that fight for one lock spin, sleep and wake each other; more cores make it worse.',
        advice: [
          'Find the lock in a mutex profile: `curl -s localhost:6060/debug/pprof/mutex > mutex.pb.gz` (needs runtime.SetMutexProfileFraction).',
          'Shorten the section, split the lock by key, or let readers use an immutable copy behind an atomic pointer.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
