/**
 * The order of severities.
 */
import type {Severity} from './finding.ts';

/** The least urgent first. */
export const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical'];

/** Larger for what is more urgent. */
export function urgencyOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return urgencyOf(severity) >= urgencyOf(least);
}
