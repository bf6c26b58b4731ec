/**
 * Lines of the kernel's log that begin a stack or say whose it is.
 *
 * Sources: kernel/hung_task.c (reports and holders of locks), sched_show_task in kernel/sched/core.c and its forms since
 * 2.6, kernel/watchdog.c, kernel/rcu/tree_stall.h, dump_stack_print_info in lib/dump_stack.c.
 */

/** What is known of a thread; every field may be missing. */
export interface ThreadFacts {
  readonly pid?: number;
  readonly comm?: string;
  /** R, S, D, … */
  readonly state?: string;
  readonly parent?: number;
  /** Seconds without progress, a lower bound. */
  readonly seconds?: number;
  /** Name of the kernel's report: `hung task`, `soft lockup`, `hard lockup`, `RCU stall`. */
  readonly report?: string;
  readonly cpu?: number;
  /** What a worker works at. */
  readonly work?: string;
  /** The lock that it waits for and who holds it, in the kernel's words. */
  readonly lock?: string;
  readonly holder?: string;
}

export interface Head {
  /** `report`: what comes next is about this thread; `thread`: its stack follows; `holder`, `work`: about one before. */
  readonly kind: 'report' | 'thread' | 'holder' | 'work';
  readonly facts: ThreadFacts;
}

interface HeadForm {
  /** A word that the line must hold: most lines hold none. */
  readonly word: string;
  readonly pattern: RegExp;
  read(match: RegExpExecArray): Head;
}

const report = (facts: ThreadFacts): Head => ({kind: 'report', facts});
const thread = (facts: ThreadFacts): Head => ({kind: 'thread', facts});

const FORMS: readonly HeadForm[] = [
  {
    word: 'blocked',
    pattern: /INFO: task (\S.{0,63}):(\d{1,10}) blocked (?:in I\/O wait )?for more than (\d{1,10}) seconds/,
    read: ([, comm, pid, seconds]) =>
      report({comm, pid: Number(pid), seconds: Number(seconds), state: 'D', report: 'hung task'}),
  },
  {
    word: 'blocked on',
    pattern:
      /INFO: task \S.{0,63}:(\d{1,10}) (?:<\w+> )?(?:is )?blocked on an? ([\w-]+)(?: likely (?:owned|last held) by task (\S.{0,63}:\d{1,10}))?/,
    read: ([, pid, lock, holder]) => ({
      kind: 'holder',
      facts: {pid: Number(pid), lock, ...(holder === undefined ? {} : {holder})},
    }),
  },
  {
    word: 'task:',
    pattern: /task:(\S.{0,63}?) +state:([A-Za-z])\b.{0,60}? pid: *(\d{1,10})\b(?:.{0,40}? ppid: *(\d{1,10}))?/,
    read: ([, comm, state, pid, parent]) => thread(taskFacts(comm, state, pid, parent)),
  },
  {
    // Up to 5.8: command of 15 letters, state, saved address or unused stack, pid, parent, flags.
    word: '0x',
    pattern:
      /(?:^(?!\[)|[\]>:] ?) ?(\S.{0,14}?) +([RSDTtXZPIKW]) ?(?: +running task +| *[0-9a-f]{8,16} +)?\d* +(\d{1,10}) +(\d{1,10}) 0x[0-9a-f]{8}\b/,
    read: ([, comm, state, pid, parent]) => thread(taskFacts(comm, state, pid, parent)),
  },
  {
    word: 'soft lockup',
    pattern: /BUG: soft lockup - CPU#(\d{1,6}) stuck for (\d{1,10})s! \[(.{1,64}):(\d{1,10})\]/,
    read: ([, cpu, seconds, comm, pid]) =>
      report({cpu: Number(cpu), seconds: Number(seconds), comm, pid: Number(pid), state: 'R', report: 'soft lockup'}),
  },
  {
    word: 'LOCKUP',
    pattern: /[Hh]ard LOCKUP(?: on cpu (\d{1,6}))?/,
    read: ([, cpu]) => report({...(cpu === undefined ? {} : {cpu: Number(cpu)}), state: 'R', report: 'hard lockup'}),
  },
  {
    word: 'stall',
    pattern: /INFO: rcu_\w+ (?:self-detected stall on CPU|detected (?:expedited )?stalls on CPUs\/tasks)/,
    read: () => report({state: 'R', report: 'RCU stall'}),
  },
  {
    word: 'PID:',
    pattern:
      /CPU: (\d{1,6}) (?:UID: \d+ )?PID: (\d{1,10}) Comm: (\S.{0,63}?)(?: Kdump: \w+)? (?:Not tainted|Tainted:|G +[A-Z])/,
    read: ([, cpu, pid, comm]) => thread({cpu: Number(cpu), pid: Number(pid), comm, state: 'R'}),
  },
  {
    word: 'Workqueue:',
    pattern: /Workqueue: (\S.{0,200})$/,
    read: ([, work]) => ({kind: 'work', facts: {work: work.trimEnd()}}),
  },
];

function taskFacts(comm: string, state: string, pid: string, parent: string | undefined): ThreadFacts {
  return {comm, state, pid: Number(pid), ...(parent === undefined ? {} : {parent: Number(parent)})};
}

/** What the line begins or says; undefined for all others. */
export function parseHead(text: string): Head | undefined {
  for (const {pattern, read, word} of FORMS) {
    if (!text.includes(word)) continue;
    const match = pattern.exec(text);
    if (match !== null) return read(match);
  }
  return undefined;
}

/** `Call Trace:`, and `Call trace:` on arm64. */
export function isTraceTitle(text: string): boolean {
  return /\bCall [Tt]race:(?:\s|$)/.test(text);
}

/** The function in which a CPU was interrupted: it is not repeated in the trace below. */
export function interruptedFunction(text: string): string | undefined {
  return /\bRIP: 0010:(?:\[<[0-9a-f]+>\] +(?:\[<[0-9a-f]+>\] +)?)?([A-Za-z_][\w.]{0,200})\+0x/.exec(text)?.[1];
}
