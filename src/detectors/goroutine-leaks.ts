/**
 * The goroutine-leak detectors: one for each kind of wait, all with the same procedure.
 */
import type {Detector} from './detector.ts';
import {leakFindings} from './goroutine-leak/findings.ts';
import {LEAK_KINDS} from './goroutine-leak/kinds.ts';

export const GOROUTINE_LEAKS: readonly Detector[] = LEAK_KINDS.map((kind) => ({
  id: kind.id,
  title: kind.title,
  limits: kind.limits,
  detect: (subject, limits) => ({
    findings: leakFindings(subject, kind, {...kind.limits, ...limits}),
    suppressed: [],
  }),
}));
