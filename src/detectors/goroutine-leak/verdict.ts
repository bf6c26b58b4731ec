/**
 * What the questions about a crowd come to.
 */
import {say} from '../../base/language/say.ts';
import type {EvidenceLevel, Severity} from '../../model/finding.ts';

export interface Verdict {
  readonly severity: Severity;
  readonly level: EvidenceLevel;
  readonly reason: string;
  /** What is known here and speaks instead of the kind's own cause and advice. */
  readonly words?: {readonly cause: string; readonly advice: readonly string[]} | undefined;
  /** Worth saying only where nothing else waits. */
  readonly isLastWord?: boolean;
}

/** Reported, but nobody is woken for it. */
export function lowConfidence(reason: string, doubt: string): Verdict {
  return {severity: 'info', level: 'possible', reason: say`${reason}, but ${doubt}`};
}

/** Dumps this small are read goroutine by goroutine: tests, tools, fragments. */
export const SMALL_DUMP = 50;

/** So few goroutines that each was picked by hand. */
export const FEW = 5;
