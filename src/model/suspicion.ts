/**
 * A function that a reader suspects: what the inputs show of it, its findings, and what kept it from being one.
 */
import type {EvidenceLevel, Severity} from './finding.ts';
import type {WaitClass} from './profile.ts';

/** Goroutines of one wait that have the function on their stacks, or were started by it. */
export interface SeenGoroutines {
  readonly count: number;
  /** Part of all goroutines of the process. */
  readonly share: number;
  readonly waitClass: WaitClass;
  /** As printed; '' when the input prints none. */
  readonly state: string;
  readonly createdBy: string;
  /** The function that the wait is charged to. */
  readonly chargedTo: string;
  /** How long they have waited, in minutes, where ages are printed. */
  readonly minutes?: {readonly min: number; readonly max: number};
  /** The idle shape that sets them aside. */
  readonly idle?: {readonly id: string; readonly reason: string; readonly atMost?: number};
  /** Shapes of trouble that fit but for the count. */
  readonly tooFew: readonly {readonly id: string; readonly atLeast: number}[];
}

/** What the function takes in one sample type. */
export interface SeenValue {
  readonly type: string;
  readonly unit: string;
  readonly flat: number;
  readonly cum: number;
  readonly total: number;
}

export interface Sighting {
  /** Name of the input. */
  readonly input: string;
  readonly goroutines: readonly SeenGoroutines[];
  readonly values: readonly SeenValue[];
}

/** One limit of a detector, as it is, and what it would have to be. */
export interface Gate {
  readonly limit: string;
  readonly value: number;
  readonly needed: number;
}

/** Gates that would have to give way together for the detector to speak of the function. */
export interface NearMiss {
  readonly detector: string;
  readonly gates: readonly Gate[];
  /** What the finding would be. */
  readonly severity: Severity;
  readonly evidenceLevel: EvidenceLevel;
  readonly title: string;
}

/** A finding that speaks of the function already. */
export interface Mention {
  readonly detector: string;
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  /** Whether it is the function that the finding blames, or one that it accounts for. */
  readonly isCulprit: boolean;
}

export interface Suspicion {
  /** Raw name. */
  readonly function: string;
  readonly sightings: readonly Sighting[];
  readonly mentions: readonly Mention[];
  /** Nearest first: fewest gates, then the smallest step. */
  readonly nearMisses: readonly NearMiss[];
}
