/**
 * What a kind of goroutine leak is: which waits it covers, what to say about them, and the numbers to decide on.
 */
import type {WaitClass} from '../../model/profile.ts';

export interface LeakKind {
  readonly id: string;
  /** The trouble it finds, as a sentence. */
  readonly title: string;
  readonly classes: readonly WaitClass[];
  /** No program waits like this by design. */
  readonly isNeverByDesign?: boolean;
  /** Healthy servers have crowds like this, so a count alone is no trouble. */
  readonly isCommonWhenHealthy?: boolean;
  /** What looks the same in a dump without ids and ages, where a crowd is all that shows. */
  readonly twin?: string;
  /** Suspect even as a single goroutine without its process: nobody pastes such a stack of a healthy process. */
  readonly isSuspectAlone?: boolean;
  /** After a count: "stuck sending on a channel in". */
  readonly phrase: string;
  /** Why such a wait does not end, one sentence. */
  readonly cause: string;
  readonly advice: readonly string[];
  readonly limits: LeakLimits;
}

/** Every kind has all of them, with its own numbers. */
export interface LeakLimits extends Readonly<Record<string, number>> {
  /** Goroutines at one place that are a crowd by themselves. */
  readonly crowd: number;
  /** Share of the process that makes a smaller crowd count. */
  readonly crowdShare: number;
  /** Minutes after which one wait is long. */
  readonly longMinutes: number;
  /** A crowd in a pasted fragment: somebody chose to show it. */
  readonly excerptCrowd: number;
  /** A crowd that is most of the process, at a place whose name promises no waiting. */
  readonly majority: number;
  /** So many that they are trouble whatever they wait for. */
  readonly multitude: number;
}
