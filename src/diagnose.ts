/**
 * Runs detectors over the case and puts the finding to act on first.
 *
 * Detectors look from many sides, and one cause shows in several: findings that explain the same are folded into the
 * most specific one, so that a reader gets one finding per cause.
 */

import {suppressedShapes} from './analysis/blocking/idle-shapes.ts';
import {type Case, openCase} from './analysis/case/case.ts';
import {isWeak} from './analysis/case/data-quality.ts';
import {foldFindings} from './analysis/evidence/fold-findings.ts';
import {withFixNotice} from './analysis/knowledge/fix-notice.ts';
import {indexSignatures, type SignatureIndex} from './analysis/knowledge/signature-match.ts';
import type {Detector} from './detectors/detector.ts';
import type {Finding, KnownDiagnosis, Suppressed} from './model/finding.ts';
import type {Profile} from './model/profile.ts';
import type {Signature} from './model/signature.ts';

export interface AnalyzeOptions {
  /** Memory the process may use before it is killed, in bytes. */
  readonly memoryLimitBytes?: number;
  /** Memory the process has by the kernel's count, in bytes. */
  readonly residentBytes?: number;
  /** Signatures of the user; they come before the built-in ones. */
  readonly signatures?: readonly Signature[];
  /** Limits of the user, by detector id. */
  readonly limits?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What is known already and cannot be found in the profiles, such as what redaction hides in them. */
  readonly diagnoses?: readonly KnownDiagnosis[];
}

export interface Diagnosis {
  readonly subject: Case;
  /** Most urgent first. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

/** What to look for. A host that loads code on demand leaves out what cannot apply to the profiles. */
export interface Knowledge {
  readonly detectors: readonly Detector[];
  readonly signatures: readonly Signature[];
}

const NONE_OF_THE_USER: readonly Signature[] = [];
/** By the built-in list, then by that of the user. */
const INDEXES = new WeakMap<readonly Signature[], WeakMap<readonly Signature[], SignatureIndex>>();

/** A watch diagnoses the same names round after round: what the index has learnt of them is kept. */
function indexOf(own: readonly Signature[], builtIn: readonly Signature[]): SignatureIndex {
  const byOwn = INDEXES.get(builtIn) ?? new WeakMap<readonly Signature[], SignatureIndex>();
  const index = byOwn.get(own) ?? indexSignatures([...own, ...builtIn]);
  INDEXES.set(builtIn, byOwn.set(own, index));
  return index;
}

export function diagnose(
  profiles: readonly Profile[],
  {detectors, signatures}: Knowledge,
  options: AnalyzeOptions = {},
): Diagnosis {
  const subject = openCase(profiles, {
    memoryLimitBytes: options.memoryLimitBytes,
    residentBytes: options.residentBytes,
    signatures: indexOf(options.signatures ?? NONE_OF_THE_USER, signatures),
  });
  const already = knownDiagnosis(profiles, options.diagnoses);
  if (already !== undefined) return {subject, findings: already.findings, suppressed: already.suppressed};
  const results = detectors.map((detector) =>
    detector.detect(subject, {...detector.limits, ...options.limits?.[detector.id]}),
  );
  const known = subject.options.signatures.all;
  const findings = weighed(subject, foldFindings(results.flatMap((result) => result.findings))).map((finding) =>
    withFixNotice(finding, known, profiles),
  );
  const suppressed = [...results.flatMap((result) => result.suppressed), ...suppressedShapes(subject)];
  return {subject, findings, suppressed};
}

/** The diagnosis of exactly these inputs, in any order. */
function knownDiagnosis(
  profiles: readonly Profile[],
  diagnoses: readonly KnownDiagnosis[] = [],
): KnownDiagnosis | undefined {
  const key = (names: readonly string[]): string => JSON.stringify([...names].sort());
  const wanted = key(profiles.map(({name}) => name));
  return diagnoses.find(({inputs}) => key(inputs) === wanted);
}

/** Poor data make no sure verdicts. */
function weighed(subject: Case, findings: readonly Finding[]): readonly Finding[] {
  if (!subject.inputs.some(isWeak)) return findings;
  return findings.map((finding) => ({...finding, evidenceLevel: 'possible'}));
}
