/**
 * Which frames a legacy profile wants pruned: the allocator's, the lock profiler's or the CPU profiler's own.
 *
 * Legacy files carry no drop_frames; google/pprof sets these lists by sample types, and so its numbers depend on them.
 * The lists are kept name by name in its order, because the joined text shows up in reports and other tools.
 */

interface FrameFilters {
  readonly drop: string;
  readonly keep: string;
}

const POSIX_ALLOCATORS = ['calloc', 'cfree', 'malloc', 'free', 'memalign', 'do_memalign', '(__)?posix_memalign'];
const C_ALLOCATORS = [...POSIX_ALLOCATORS, 'pvalloc', 'valloc', 'realloc'];
const TCMALLOC = ['calloc', 'cfree', 'malloc', 'free', 'memalign', 'posix_memalign', 'pvalloc', 'valloc', 'realloc'];
const TCMALLOC_CPP = ['new', 'delete', 'newarray', 'deletearray', 'new_nothrow', 'newarray_nothrow'];
const MACOS_ZONES = ['malloc', 'calloc', 'valloc', 'realloc', 'memalign', 'free'];

const ALLOCATORS = [
  ...C_ALLOCATORS,
  'tcmalloc::.*',
  ...[...TCMALLOC, ...TCMALLOC_CPP].map((name) => `tc_${name}`),
  ...MACOS_ZONES.map((name) => `malloc_zone_${name}`),
  'runtime\\..*',
  'BaseArena::.*',
  ...['do_malloc_no_errno', 'do_malloc_pages', 'do_malloc'].map((name) => `(::)?${name}`),
  'DoSampledAllocation',
  'MallocedMemBlock::MallocedMemBlock',
  '_M_allocate',
  '__builtin_(vec_)?delete',
  '__builtin_(vec_)?new',
  '__gnu_cxx::new_allocator::allocate',
  '__libc_malloc',
  '__malloc_alloc_template::allocate',
  'allocate',
  'cpp_alloc',
  'operator new(\\[\\])?',
  'simple_alloc::allocate',
];

/** Runtime frames that lie in the middle of a stack and must not cut it. */
const GO_CALL_FRAMES = ['runtime\\.panic', 'runtime\\.reflectcall', 'runtime\\.call[0-9]*'];

const LOCK_RECORDERS = [
  'RecordLockProfileData',
  ...['RecordLockProfileData', 'SubmitMutexProfileData', 'SubmitSpinLockProfileData'].map((f) => `(base::)?${f}.*`),
  ...mutexMethods('base::Mutex'),
  ...mutexMethods('Mutex'),
  '(SpinLock::)?Unlock.*',
  '(SpinLock::)?SlowUnlock.*',
  '(SpinLockHolder::)?~SpinLockHolder.*',
];

const SIGNAL_FRAMES = [
  'ProfileData::Add',
  'ProfileData::prof_handler',
  'CpuProfiler::prof_handler',
  '__pthread_sighandler',
  '__restore',
];

const HEAP_TYPES: readonly string[] = [
  'allocations,size',
  'objects,space',
  'inuse_objects,inuse_space',
  'alloc_objects,alloc_space',
  'alloc_objects,alloc_space,inuse_objects,inuse_space',
];

/** The filters for a profile of these sample types. */
export function frameFilters(sampleTypes: readonly string[]): FrameFilters {
  const types = sampleTypes.join(',');
  if (HEAP_TYPES.includes(types)) return {drop: ALLOCATORS.join('|'), keep: GO_CALL_FRAMES.join('|')};
  if (types === 'contentions,delay') return {drop: LOCK_RECORDERS.join('|'), keep: ''};
  return {drop: SIGNAL_FRAMES.join('|'), keep: ''};
}

function mutexMethods(type: string): string[] {
  const methods = ['AwaitCommon', 'Unlock', 'UnlockSlow', 'ReaderUnlock'].map((name) => `(${type}::)?${name}.*`);
  return [...methods, `(${type}Lock::)?~MutexLock.*`];
}
