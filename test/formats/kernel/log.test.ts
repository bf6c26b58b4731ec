import {describe, expect, it} from 'vitest';
import {labelsOf, readText, threadLines} from '../../support/threads.ts';

const threads = (text: string): string[] => threadLines(readText(text));
const HUNG = (seconds = 122): string[] => [
  `INFO: task kworker/u48:0:11 blocked for more than ${seconds} seconds.`,
  '      Tainted: G           OE     5.9.0-rc5+ #251',
  '"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.',
  'task:kworker/u48:0   state:D stack:13432 pid:   11 ppid:     2 flags:0x00004000',
  'Workqueue: writeback wb_workfn (flush-ceph-24)',
  'Call Trace:',
  ' <TASK>',
  ' __schedule+0x731/0x960',
  ' ? preempt_schedule_common+0x54/0xa0',
  ' schedule+0x36/0x80',
  ' ceph_con_wait+0x1/0x2 [libceph 0123456789abcdef]',
  ' ret_from_fork+0x1/0x2',
  ' </TASK>',
];
const LINE = 'kworker/u48:0 (11) D 122 s: __schedule < schedule < ceph_con_wait < ret_from_fork';

describe('a hung task', () => {
  it.each([
    ['without a prefix', ''],
    ['in dmesg', '[ 1234.567890] '],
    ['in dmesg -T', '[Thu May 20 08:53:35 2021] '],
    ['with callers', '[   64.601362][  T416] '],
    ['in dmesg -x', 'kern  :err   : [ 1234.567890] '],
    ['raw', '<3>[ 1234.567890] '],
    ['in the journal', 'May 20 08:53:35 node-1 kernel: '],
    ['in the journal of old', 'May 20 08:53:35 node-1 kernel: [ 1234.567890] '],
    ['quoted in a mail', '> > '],
  ])('%s is one thread in D', (_, prefix) => {
    expect(
      threads(
        HUNG()
          .map((line) => prefix + line)
          .join('\n'),
      ),
    ).toEqual([LINE]);
  });

  it('says what its worker works at', () => {
    const profile = readText(HUNG().join('\n'));
    expect(labelsOf(profile, 0)).toEqual({
      comm: 'kworker/u48:0',
      report: 'hung task',
      seconds: 122,
      work: 'writeback wb_workfn (flush-ceph-24)',
    });
    expect(profile.goroutines?.waitMinutes[0]).toBe(2);
  });

  it('that is reported again has waited as long as the last report says', () => {
    const text = [...HUNG(122), ...HUNG(245), ...HUNG(368)].join('\n');
    expect(threads(text)).toEqual([LINE.replace('122', '368')]);
  });

  it.each([
    ['5.8', 'ceph-osd        D    0 12345      1 0x00000080'],
    ['4.9 with its stack', 'ceph-osd        D ffff880818267dc8     0 12345      1 0x00000080'],
    ['4.15', 'ceph-osd        D13432 12345      1 0x00000080'],
    [
      '6.14',
      'task:ceph-osd        state:D stack:13432 pid:12345 tgid:12345 ppid:1      task_flags:0x400100 flags:0x00000002',
    ],
    ['5.10', 'task:ceph-osd        state:D stack:    0 pid:12345 ppid:     1 flags:0x00000000'],
  ])('of Linux %s is read', (_, title) => {
    const text = [
      '[ 1.0] INFO: task ceph-osd:12345 blocked for more than 120 seconds.',
      `[ 1.0] ${title}`,
      '[ 1.0]  ffff885582f84000 ffff885e8682f000',
      '[ 1.0] Call Trace:',
      '[ 1.0]  [<ffffffff817154d0>] ? __schedule+0x250/0x730',
      '[ 1.0]  [<ffffffff817159e6>] schedule+0x36/0x80',
      '[ 1.0]  down_read+0x1c/0x30',
    ];
    expect(threads(text.join('\n'))).toEqual(['ceph-osd (12345) D 120 s: schedule < down_read']);
  });

  it('whose command has blanks and colons keeps them', () => {
    const text = [
      '[ 1.0] INFO: task rs:main Q:Reg:9724 blocked for more than 120 seconds.',
      '[ 1.0] rs:main Q:Reg   D ffff880818267dc8     0  9724      1 0x00000000',
      '[ 1.0] Call Trace:',
      '[ 1.0]  [<ffffffff8183dda5>] schedule+0x35/0x80',
    ];
    expect(threads(text.join('\n'))).toEqual(['rs:main Q:Reg (9724) D 120 s: schedule']);
  });

  it.each([
    ['a mutex', 'INFO: task cat:115 is blocked on a mutex likely owned by task cat:114.', 'mutex'],
    ['a semaphore', 'INFO: task cat:115 blocked on a semaphore likely last held by task cat:114', 'semaphore'],
    [
      'a lock for readers and writers',
      'INFO: task cat:115 <writer> blocked on an rw-semaphore likely owned by task cat:114 <reader>',
      'rw-semaphore',
    ],
  ])('that waits for %s knows who holds it', (_, holder, lock) => {
    const text = [
      'INFO: task cat:115 blocked for more than 120 seconds.',
      'task:cat             state:D stack:13432 pid:115   tgid:115   ppid:106    task_flags:0x400100 flags:0x00000002',
      'Call Trace:',
      ' __mutex_lock+0x1/0x2',
      holder,
      'task:cat             state:S stack:13432 pid:114   tgid:114   ppid:106    task_flags:0x400100 flags:0x00000002',
      'Call Trace:',
      ' msleep_interruptible+0x1/0x2',
    ];
    const profile = readText(text.join('\n'));
    expect(threadLines(profile)).toEqual(['cat (115) D 120 s: __mutex_lock', 'cat (114) S: msleep_interruptible']);
    expect(labelsOf(profile, 0)).toMatchObject({holder: 'cat:114', lock});
  });
});

describe('a list of tasks (sysrq)', () => {
  it('gives a thread a title, in any state', () => {
    const text = [
      '[ 1.0] sysrq: Show State',
      '[ 1.0]   task                        PC stack   pid father',
      '[ 1.0] task:systemd         state:S stack:    0 pid:    1 ppid:     0 flags:0x00000002',
      '[ 1.0] Call Trace:',
      '[ 1.0]  ep_poll+0x1/0x2',
      '[ 1.0] task:swapper/3       state:R  running task     stack:    0 pid:    9 ppid:     1 flags:0x00000008',
      '[ 1.0] task:sshd            state:D stack:    0 pid:   12 ppid:     1 flags:0x00000000',
      '[ 1.0] Call trace:',
      '[ 1.0]  __switch_to+0x1ec/0x380 (T)',
      '[ 1.0]  usb 1-1: new device',
      '[ 1.0]  down_write+0x1/0x2',
    ];
    expect(threads(text.join('\n'))).toEqual([
      'systemd (1) S: ep_poll',
      'swapper/3 (9) R: ',
      'sshd (12) D: __switch_to < down_write',
    ]);
  });
});

describe('a CPU that is stuck', () => {
  it('in a soft lockup is a running thread whose innermost function is where it was interrupted', () => {
    const text = [
      'watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kubelet:1234]',
      'Modules linked in: overlay(E) [last unloaded: drm(E)]',
      'CPU: 3 PID: 1234 Comm: kubelet Tainted: G        W    L    5.10.0-8-amd64 #1',
      'RIP: 0010:native_queued_spin_lock_slowpath+0x5d/0x1c0',
      'RSP: 0018:ffffc9000042fe90 EFLAGS: 00000246',
      'Call Trace:',
      ' <TASK>',
      ' _raw_spin_lock+0x1/0x2',
      ' do_syscall_64+0x1/0x2',
      'RIP: 0033:0x4840cd',
      ' </TASK>',
    ];
    const profile = readText(text.join('\n'));
    expect(threadLines(profile)).toEqual([
      'kubelet (1234) R 22 s: native_queued_spin_lock_slowpath < _raw_spin_lock < do_syscall_64',
    ]);
    expect(labelsOf(profile, 0)).toMatchObject({cpu: 3, report: 'soft lockup'});
  });

  it('in a stall of RCU is known by what it did before the interrupt', () => {
    const text = [
      'rcu: INFO: rcu_sched self-detected stall on CPU',
      'rcu: \t3-....: (20999 ticks this GP) idle=824/0/0x1 softirq=4614/4614 fqs=0',
      'NMI backtrace for cpu 3',
      'CPU: 3 UID: 0 PID: 1067 Comm: dirty_log_test Tainted: G             L     6.13.0 #814',
      'Call Trace:',
      ' <IRQ>',
      ' dump_stack_lvl+0x34/0x48',
      ' rcu_sched_clock_irq.cold+0x63/0x2f2',
      ' </IRQ>',
      ' <TASK>',
      ' kvm_vm_ioctl+0x10eb/0x15d0 [kvm]',
      ' </TASK>',
    ];
    const profile = readText(text.join('\n'));
    expect(threadLines(profile)).toEqual(['dirty_log_test (1067) R: kvm_vm_ioctl']);
    expect(labelsOf(profile, 0)).toMatchObject({cpu: 3, report: 'RCU stall'});
  });

  it('in a hard lockup is read, where interrupts stand on the lines of frames', () => {
    const text = [
      'NMI watchdog: Watchdog detected hard LOCKUP on cpu 2',
      'CPU: 2 PID: 9 Comm: ksoftirqd/2 Not tainted 3.10.0-957.el7.x86_64 #1',
      'Call Trace:',
      ' <NMI>  [<ffffffff81761dc1>] dump_stack+0x19/0x1b',
      ' [<ffffffff8114d651>] watchdog_overflow_callback+0x191/0x1a0',
      ' <<EOE>>  [<ffffffff8176de27>] _raw_spin_lock+0x37/0x50',
      ' [<ffffffff810b6c11>] run_ksoftirqd+0x1/0x2',
    ];
    expect(threads(text.join('\n'))).toEqual(['ksoftirqd/2 (9) R: _raw_spin_lock < run_ksoftirqd']);
  });
});

describe('a trace', () => {
  it('of which every frame is doubtful is taken as it is', () => {
    const text = [
      'task:cat             state:D stack:0 pid:1 ppid:0 flags:0x0',
      'Call Trace:',
      ' ? schedule+0x1/0x2',
      ' ? do_wait+0x1/0x2',
    ];
    expect(threads(text.join('\n'))).toEqual(['cat (1) D: schedule < do_wait']);
  });

  it('with files and inlined calls, as decode_stacktrace.sh prints them, keeps them', () => {
    const text = [
      'Call Trace:',
      ' context_switch kernel/sched/core.c:5378 [inline]',
      ' __schedule+0xf3e/0x5120 kernel/sched/core.c:6765',
      ' do_wait+0x1/0x2 kernel/exit.c:12',
    ];
    const profile = readText(text.join('\n'));
    expect(threadLines(profile)).toEqual(['? (?) -: context_switch < __schedule < do_wait']);
    expect([...profile.locations.lineNumber].sort()).toEqual([12, 5378, 6765]);
  });

  it('is not made of places that messages mention', () => {
    const text = [
      ' [  1.0] task:cat             state:D stack:0 pid:1 ppid:0 flags:0x0',
      ' [  1.0] Call Trace:',
      ' [  1.0]  down_read+0x1/0x2',
      ' [  1.0] NMI backtrace for cpu 1 skipped: idling at default_idle+0xb/0x10',
      ' [  1.0]  #0: 000000000a3cc9a1 (&mm->mmap_sem){++++}, at: [<000000000690373b>] get_user_pages_unlocked+0x5e/0x1d0',
      ' [  1.0] hardirqs last  enabled at (2780): [<ffffffff88200204>] __do_softirq+0x204/0xa60',
      ' [  1.0] pc : arch_local_irq_restore+0x8/0x20',
    ];
    expect(threads(text.join('\n'))).toEqual(['cat (1) D: down_read']);
  });
});

describe('which text is one', () => {
  const boot = Array.from(
    {length: 400},
    (_, i) => `[    ${i}.000000] pci 0000:00:00.0: reg 0x10: [mem 0xfe000000-0xfe00ffff]`,
  );

  it('a log of the kernel, however late its stacks come', () => {
    const text = ['[    0.000000] Linux version 6.1.0', ...boot, ...HUNG()].join('\n');
    expect(text.length).toBeGreaterThan(8000);
    expect(threads(text)).toEqual([LINE]);
  });

  it('any text whose first stack is one of the kernel', () => {
    expect(threads(['the node hangs', ...boot, ...HUNG()].join('\n'))).toEqual([LINE]);
  });

  it('a log of the kernel without stacks is refused with the command that prints them', () => {
    const text = ['[    0.000000] Linux version 6.1.0', ...boot].join('\n');
    expect(() => readText(text)).toThrow(
      expect.objectContaining({code: 'UNRECOGNIZED_FORMAT', hint: expect.stringContaining('sysrq-trigger')}),
    );
  });

  it.each([
    ['a goroutine dump', 'goroutine 1 [select]:\nmain.main()\n\t/main.go:1 +0x1d\n'],
    [
      'a goroutine dump in a log with messages of the kernel',
      '[    1.000000] Linux version 6.1\nINFO: task a:1 blocked for more than 120 seconds.\ngoroutine 1 [select]:\nmain.main()\n\t/main.go:1 +0x1d\n',
    ],
    [
      'a goroutine dump late in a text',
      `${'a line of a log\n'.repeat(1000)}goroutine 1 [select]:\nmain.main()\n\t/main.go:1 +0x1d\n`,
    ],
  ])('%s is none', (_, text) => {
    const profile = readText(text);
    expect(profile.format).toBe('goroutine-text');
    expect(profile.goroutines?.length).toBe(1);
  });
});
