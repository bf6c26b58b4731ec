/**
 * Kinds whose samples are goroutines or threads, each with a state of its own, and what to call them.
 */
import type {ProfileKind} from './profile.ts';

export function isDumpKind(kind: ProfileKind): boolean {
  return kind === 'goroutine' || kind === 'goroutineleak' || kind === 'kernel';
}

/** What a sample of a dump is called. */
export function memberNoun(kind: ProfileKind): 'goroutine' | 'thread' {
  return kind === 'kernel' ? 'thread' : 'goroutine';
}
