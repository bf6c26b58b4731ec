/**
 * Which profiles can be compared with each other.
 */
import type {Profile} from '../../model/profile.ts';

/** Heap and allocs are one profile with another default; unknown kinds are paired by their types. */
export function comparableKind({kind, sampleTypes}: Profile): string {
  if (kind === 'allocs') return 'heap';
  return kind === 'other' ? sampleTypes.map(({type}) => type).join(' ') : kind;
}
