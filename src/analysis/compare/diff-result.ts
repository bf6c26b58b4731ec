/**
 * What a comparison comes to, for renderers. Types only.
 */
import type {Finding} from '../../model/finding.ts';
import type {Comparison} from './compare.ts';
import type {ComparedGoroutines} from './goroutines.ts';
import type {Compared} from './rows.ts';
import type {Assessment, Verdict} from './verdict.ts';

/** What became of a finding; `same` also where it only crossed a threshold without moving beyond noise. */
export type FindingStatus = 'new' | 'grown' | 'same' | 'shrunk' | 'gone';

export interface FindingChange {
  /** As `after` reports it, or `before` where `after` no longer does. */
  readonly finding: Finding;
  readonly status: FindingStatus;
  /** What goes through the culprit, in the section and unit given; absent when no profile shows it. */
  readonly culprit?: {readonly value: Compared; readonly section: number; readonly type: number};
}

/** One kind of profile, compared. */
export interface DiffSection {
  readonly comparison: Comparison;
  /** Per sample type. */
  readonly assessments: readonly Assessment[];
  /** Of the deciding sample type. */
  readonly verdict: Verdict;
  /** The process restarted in between, so what it counted since its start is not judged. */
  readonly isRestarted?: boolean;
  /** Shapes, for goroutine dumps of one run each. */
  readonly goroutines?: ComparedGoroutines;
}

/** Findings of one analysis, held against those of a base. */
export interface BaseComparison {
  /** Inputs of the base. */
  readonly names: readonly string[];
  readonly sections: readonly DiffSection[];
  /** Of every finding of either side; those of the analysis are its own objects. */
  readonly changes: readonly FindingChange[];
}

export interface Diff {
  readonly verdict: Verdict;
  /** In the order of the inputs; the one that explains the verdict first. */
  readonly sections: readonly DiffSection[];
  /** Most urgent first: new, grown, gone, shrunk, same. */
  readonly findings: readonly FindingChange[];
  /** Inputs that have no counterpart on the other side. */
  readonly uncompared: readonly {readonly name: string; readonly side: 'before' | 'after'; readonly kind: string}[];
}
