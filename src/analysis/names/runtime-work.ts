/**
 * Names of the runtime's own work in CPU profiles, by what it does; they move between Go releases, so these are lists
 * of everything seen from Go 1.4 to 1.26.
 */

/** Marking, scanning and sweeping. */
export const GC_WORK: RegExp =
  /^runtime\.(?:gc(?!Start\b|AssistAlloc1?$)\w*|\(\*gc\w+\)\.\w+|scan(?:object|block|stack|frame\w*|Object\w*|Conservative|frameworker)|greyobject|markroot\w*|markBits\w*|findObject|tryDeferToSpanScan|typePointers\.\w+|spanClass\.\w+|bgsweep|sweepone|\(\*sweepLocked\)\.sweep|\(\*mspan\)\.(?:sweep|markBitsForIndex|heapBits\w*|typePointers\w*)|heapBits\w*\.\w+|bgMarkWorker|drainworkbufs|shade|wbBuf\w+|extractHeapBitsSmall|\(\*spanInlineMarkBits\)\.\w+|spanScan\w*|spanSetScans|spanOf\w*|arenaIndex|pageIndexOf|\(\*lfstack\)\.\w+|MSpan_Sweep|parfordo|runtime_gc\w*)/;

/** Where garbage is made. */
export const ALLOCATION: RegExp =
  /^runtime\.(?:mallocgc\w*|newobject|newarray|makeslice\w*|growslice\w*|makemap\w*|mapassign\w*|makechan\w*|rawstring\w*|rawbyteslice|concatstring\w*|slicebytetostring|stringtoslice\w*|convT\w*|\(\*mcache\)\.\w+|\(\*mcentral\)\.\w+|\(\*mheap\)\.alloc\w*|nextFreeFast|memclrNoHeapPointers\w*|gcAssistAlloc\w*|deductAssistCredit|persistentalloc\w*)/;

/** Timers kept in heaps: the cost grows with how many there are. */
export const TIMER_WORK: RegExp =
  /^runtime\.(?:siftdownTimer|siftupTimer|siftDownTimer|siftUpTimer|runOneTimer|runtimer|adjusttimers|checkTimers|doaddtimer|addtimer\w*|deltimer|dodeltimer0?|modtimer|resettimer|cleantimers|clearDeletedTimers|timerproc\w*|moveTimers|updateTimer\w*|\(\*timers?\)\.\w+|\(\*timersBucket\)\.\w+)/;

/** Threads that look for work and find none. */
export const SCHEDULER: RegExp =
  /^runtime\.(?:findrunnable|findRunnable|schedule|park_m|mcall|stopm|startm|notesleep|notewakeup|futex\w*|epollwait|netpoll|runqgrab|runqsteal|stealWork|usleep|osyield|procyield|mPark|wakep|resetspinning|pidleget|pidleput|sysmon|mstart\w*|goschedImpl|gosched_m|lock2?|unlock2?)$/;

/** Threads asleep: macOS samples them all the same, and their time is no work. */
export const ASLEEP: RegExp =
  /^runtime\.(?:kevent|pthread_cond_wait|pthread_cond_timedwait_relative_np|mach_semaphore_(?:timed)?wait)$/;

/** The ways into a lock that is taken: spinning, sleeping, waking. */
export const LOCK_SLOW: RegExp =
  /^(?:(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\.\w*[sS]low|(?:internal\/)?sync\.runtime_(?:Sem\w+|doSpin|canSpin)|runtime\.(?:semacquire1?|semrelease1?|sync_runtime_(?:Sem\w+|doSpin)|internal_sync_runtime_\w+))$/;

/** Waiting for locks of the program, seen as CPU. */
export const LOCK_WORK: RegExp =
  /^(?:sync\.\(\*(?:RW)?Mutex\)\.\w+|internal\/sync\.\(\*Mutex\)\.\w+|sync\.runtime_\w+|runtime\.(?:semacquire1?|semrelease1?|sync_runtime_\w+))$/;

/** Sending and receiving over the network, what servers are there for; by identity name. */
export const NETWORK_IO: RegExp = /^net\.\(\*(?:\w*[cC]onn|netFD)\)\.(?:[rR]ead|[wW]rite)\w*$/;
