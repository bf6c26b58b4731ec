/**
 * What a detector is: metadata, limits with their reasons, and one function from facts to findings.
 */
import type {Case} from '../analysis/case/case.ts';
import type {Finding, Suppressed} from '../model/finding.ts';

export interface DetectorResult {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

export interface Detector {
  /** Kebab-case, the file's name. */
  readonly id: string;
  /** The trouble it finds, as a sentence. */
  readonly title: string;
  /** Named numbers it decides on; users may see and change them. */
  readonly limits: Readonly<Record<string, number>>;
  detect(subject: Case, limits: Readonly<Record<string, number>>): DetectorResult;
}
