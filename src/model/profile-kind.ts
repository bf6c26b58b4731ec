/**
 * Names the kind of a profile from its sample types.
 *
 * Go writes no kind into the file; only the types identify it. Mutex and block profiles have the same types, so the
 * caller passes what it knows about the leaf functions.
 */
import type {ProfileKind, ValueType} from './profile.ts';

const KIND_OF_TYPE: ReadonlyMap<string, ProfileKind> = new Map([
  ['inuse_space', 'heap'],
  ['inuse_objects', 'heap'],
  ['alloc_space', 'heap'],
  ['alloc_objects', 'heap'],
  // Bytes of a printed table that does not say which.
  ['space', 'heap'],
  ['cpu', 'cpu'],
  ['goroutine', 'goroutine'],
  ['goroutines', 'goroutine'],
  ['goroutineleak', 'goroutineleak'],
  ['threadcreate', 'threadcreate'],
  ['thread', 'threadcreate'],
  // Threads in the kernel, by their stacks there.
  ['threads', 'kernel'],
]);

/**
 * @param leafUnlocks  whether stacks end in an Unlock, as those of a mutex profile do; undefined when there are none
 */
export function profileKind(
  sampleTypes: readonly ValueType[],
  defaultSampleType: string,
  leafUnlocks: boolean | undefined,
): ProfileKind {
  const isAllocated = sampleTypes.length > 0 && sampleTypes.every(({type}) => type.startsWith('alloc_'));
  if (defaultSampleType === 'alloc_space' || isAllocated) return 'allocs';
  for (const {type} of sampleTypes) {
    const kind = KIND_OF_TYPE.get(type);
    if (kind !== undefined) return kind;
  }
  if (sampleTypes.some(({type}) => type === 'contentions')) return leafUnlocks === true ? 'mutex' : 'block';
  return 'other';
}
