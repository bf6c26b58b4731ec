/**
 * Kinds whose samples are goroutines or threads, each with a state of its own; what to call them, and how labels describe one.
 */
import type {ProfileKind} from './profile.ts';

export function isDumpKind(kind: ProfileKind): boolean {
  return kind === 'goroutine' || kind === 'goroutineleak' || kind === 'kernel';
}

/** What a sample of a dump is called. */
export function memberNoun(kind: ProfileKind): 'goroutine' | 'thread' {
  return kind === 'kernel' ? 'thread' : 'goroutine';
}

/** Labels with which a sample of a profile stands for one goroutine: those of CockroachDB, and what it has no key for. */
export const GOROUTINE_LABELS = {
  id: 'go::goroutine',
  parent: 'go::goroutine_created_by',
  state: 'go::goroutine_state',
  /** Whole minutes, absent for none. */
  wait: 'go::goroutine_wait_minutes',
  /** Name of the function that started it; ours. */
  creator: 'created_by',
} as const;
