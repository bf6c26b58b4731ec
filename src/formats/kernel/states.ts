/**
 * The state of a thread: the kernel's letter in words, and the class of its wait by the functions that it waits in.
 */
import type {WaitClass} from '../../model/profile.ts';

/** As /proc/PID/status prints them; letters of ps are the same. Source: task_state_array of fs/proc/array.c. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['R', 'R (running)'],
  ['S', 'S (sleeping)'],
  ['D', 'D (disk sleep)'],
  ['T', 'T (stopped)'],
  ['t', 't (tracing stop)'],
  ['X', 'X (dead)'],
  ['Z', 'Z (zombie)'],
  ['P', 'P (parked)'],
  ['I', 'I (idle)'],
]);

/** The state in words, '' for a letter that is none. */
export function stateText(letter: string): string {
  return STATES.get(letter) ?? '';
}

/** Innermost first: the first function that any of them fits decides. */
const WAITS: readonly (readonly [RegExp, WaitClass])[] = [
  [/^(?:call_)?rwsem_down_read|^__?down_read|^percpu_rwsem_wait/, 'rwmutex-r'],
  [/^(?:call_)?rwsem_down_write|^__?down_write/, 'rwmutex-w'],
  [/^__mutex_lock|^mutex_lock|^rt_mutex/, 'mutex'],
  [/^__down(?:_|$)|^down(?:_|$)/, 'semaphore'],
  [/nanosleep|^msleep/, 'sleep'],
  [
    /^(?:do_|ep_|sys_)?e?poll|^do_select|^core_sys_select|epoll|^io_(?:schedule|cqring_wait)|^n_tty_read|^(?:anon_)?pipe_(?:wait|read|write)|^sk_(?:wait|stream_wait)|^inet_csk|^unix_|^__skb_wait|^rpc_wait|^nfs|^ceph|^fuse|^request_wait_answer|^wait_on_page|^folio_wait|^jbd2?_|^blk_|^wait_woken/,
    'io',
  ],
  [
    /^(?:worker_thread|rescuer_thread|kthreadd|kthread_worker_fn|smpboot_thread_fn|rcu_gp_\w+|rcu_tasks_\w+|kswapd|irq_thread)$/,
    'runtime',
  ],
];

/** @param names  functions, leaf first */
export function waitClassOf(letter: string, names: readonly string[]): WaitClass {
  if (letter === 'R') return 'running';
  for (const name of names) {
    const wait = WAITS.find(([pattern]) => pattern.test(name));
    if (wait !== undefined) return wait[1];
  }
  return 'other';
}
