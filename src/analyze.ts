/**
 * Profiles in, diagnosis out: runs every detector over the case and puts the finding to act on first.
 */
import {type Case, openCase} from './analysis/case.ts';
import {DETECTORS} from './detectors/index.ts';
import type {Finding, Severity, Suppressed} from './model/finding.ts';
import type {Profile} from './model/profile.ts';

export interface AnalyzeOptions {
  /** Memory the process may use before it is killed, in bytes. */
  readonly memoryLimitBytes?: number;
}

export interface Diagnosis {
  readonly subject: Case;
  /** Most urgent first. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

/** Diagnoses one or several profiles of one process, read together. */
export function analyze(profiles: readonly Profile[], options: AnalyzeOptions = {}): Diagnosis {
  const subject = openCase(profiles, {memoryLimitBytes: options.memoryLimitBytes});
  const results = DETECTORS.map((detector) => detector.detect(subject, detector.limits));
  const findings = results.flatMap((result) => result.findings).sort(compareFindings);
  return {subject, findings, suppressed: results.flatMap((result) => result.suppressed)};
}

const URGENCY: Readonly<Record<Severity, number>> = {critical: 0, warning: 1, info: 2};

function compareFindings(a: Finding, b: Finding): number {
  return URGENCY[a.severity] - URGENCY[b.severity] || b.weight - a.weight;
}
