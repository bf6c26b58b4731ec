/**
 * A finding: plain data that says what is wrong, who is responsible, how sure we are and what to do.
 *
 * Detectors make findings, renderers read them; neither knows the other.
 */

export type Severity = 'critical' | 'warning' | 'info';

/** The least urgent first. */
export const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical'];

/** Larger for what is more urgent. */
export function urgencyOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return urgencyOf(severity) >= urgencyOf(least);
}

/** proven: the runtime says so, or arithmetic; likely: several facts agree; possible: one fact, or poor data. */
export type EvidenceLevel = 'proven' | 'likely' | 'possible';

/** The application or library function that is responsible, not the runtime leaf. */
export interface Culprit {
  /** Raw name, as in the profile. */
  readonly function: string;
  readonly package?: string;
  readonly file?: string;
  readonly line?: number;
}

/** A Kubernetes resource kind. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** One fact a sceptic would ask for. */
export interface Evidence {
  readonly label: string;
  /** A number in `unit`, or text that stands for itself. */
  readonly value: number | string;
  readonly unit?: string;
  /** What the value is a part of, in the same unit. */
  readonly total?: number;
  /** The least of values of which `value` is the largest. */
  readonly least?: number;
  /** How many came when, in equal steps of time, the first ones first. */
  readonly counts?: readonly number[];
  /** The value as a sentence for people, where label and value alone are not clear. */
  readonly text?: string;
  /** Function names, leaf first, raw. */
  readonly stack?: readonly string[];
}

export interface Finding {
  /** Id of the detector, kebab-case. */
  readonly id: string;
  /** Id of the known upstream signature that matched. */
  readonly signature?: string;
  readonly severity: Severity;
  readonly evidenceLevel: EvidenceLevel;
  readonly title: string;
  /** Why we believe it: numbers against thresholds. */
  readonly why: string;
  /** What to do, most useful first, each one step. */
  readonly advice: readonly string[];
  readonly culprit: Culprit;
  readonly resource?: Resource;
  readonly evidence: readonly Evidence[];
  readonly references: readonly string[];
  /** Stable over runs and builds: same cause, same text. */
  readonly fingerprint: string;
  /** Orders findings of one severity; share of the process's trouble that this one explains, 0…1. */
  readonly weight: number;
  /**
   * What it accounts for, as opaque keys such as `goroutines:<shape>`; a lesser finding that shares one is the same
   * cause seen from another side, and is folded into this one.
   */
  readonly explains: readonly string[];
  /** Among findings that explain the same, the more specific detector speaks: higher wins; negative only speaks alone. */
  readonly precedence: number;
  /** Id of a detector whose alarm about the same place this finding takes back: it has seen what the work is. */
  readonly overrules?: string;
}

/** Something that looked like trouble and was set aside as idle by design. */
export interface Suppressed {
  readonly id: string;
  readonly count: number;
  readonly reason: string;
}

/** A diagnosis made elsewhere, for whoever opens profiles of these names. */
export interface KnownDiagnosis {
  readonly inputs: readonly string[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}
