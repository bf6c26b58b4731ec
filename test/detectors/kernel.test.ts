import {describe, expect, it} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import {KERNEL} from '../../src/signatures/kernel/index.ts';
import {readSample} from '../support/samples.ts';
import {readText} from '../support/threads.ts';

const findingsOf = (text: string): readonly Finding[] => analyze([readText(text)]).findings;
const stack = (...names: readonly string[]): string => names.map((name) => `[<0>] ${name}+0x1/0x2\n`).join('');
const titles = (text: string): string[] => findingsOf(text).map(({severity, title}) => `${severity}: ${title}`);
/** So many threads that nobody picked them: all asleep in epoll. */
const CROWD = Array.from(
  {length: 30},
  (_, i) => `# cat /proc/${i + 100}/stack\n${stack('ep_poll', 'entry_SYSCALL_64')}`,
).join('');

describe('the incidents', () => {
  it('an exiting first process of a PID namespace waits for the others in it', () => {
    expect(titles(stack('do_wait', 'kernel_wait4', 'zap_pid_ns_processes', 'do_exit', 'entry_SYSCALL_64'))).toEqual([
      'warning: a thread waits, as the exiting first process of a PID namespace, for the others in it to end',
    ]);
  });

  it('sync() of all file systems waits for one', () => {
    expect(
      titles(`# cat /proc/7/stack\n${stack('call_rwsem_down_read_failed', 'iterate_supers', 'sys_sync')}`),
    ).toEqual(['warning: thread 7 waits in sync() of all file systems for one that does not answer']);
  });

  it('a hung task says for how long, and that kill -9 will not help', () => {
    const [finding] = analyze([readSample('kernel/hung-task.txt')]).findings;
    expect(finding.title).toBe(
      'dockerd (1234) has been in uninterruptible sleep for over 241 s and waits for the write lock of a directory, to create, rename or remove a file in it',
    );
    expect(finding).toMatchObject({severity: 'critical', evidenceLevel: 'proven', signature: 'kernel/directory-lock'});
    expect(finding.advice.join('\n')).toContain('kill -9 does not end it');
  });

  it('causes come before consequences: who waits for Ceph, then the containers that wait for it', () => {
    const findings = analyze([readSample('kernel/node.txt')]).findings;
    expect(findings.map(({signature}) => signature)).toEqual([
      'kernel/ceph',
      'kernel/sync-all',
      'kernel/pid-namespace',
    ]);
    expect(findings[2].title).toMatch(/^2 threads wait, as the exiting first process/);
  });

  it('a command that reads a terminal is named where it was picked, and not on a machine with shells', () => {
    const reader = `# cat /proc/7/stack\n${stack('wait_woken', 'n_tty_read', 'tty_read', 'entry_SYSCALL_64')}`;
    expect(titles(reader)).toEqual(['warning: thread 7 waits for input from a terminal']);
    expect(titles(reader + CROWD)).toEqual([]);
  });
});

describe('what the kernel reports', () => {
  const hung = (names: readonly string[], after: readonly string[] = []): string =>
    [
      'INFO: task runc:12 blocked for more than 122 seconds.',
      'task:runc            state:D stack:0     pid:12    tgid:12    ppid:1      flags:0x00004000',
      'Call Trace:',
      ...names.map((name) => ` ${name}+0x1/0x2`),
      ...after,
    ].join('\n');

  it('is a finding, also where no signature knows the wait', () => {
    const [finding] = findingsOf(hung(['__schedule', 'schedule', 'some_driver_wait', 'entry_SYSCALL_64']));
    expect(finding.title).toBe(
      'runc (12) has been in uninterruptible sleep for over 122 s and waits in some_driver_wait',
    );
    expect(finding.culprit.function).toBe('some_driver_wait');
  });

  it('names the holder of the lock', () => {
    const holder = 'INFO: task runc:12 is blocked on a mutex likely owned by task kworker/0:1:9.';
    const [finding] = findingsOf(hung(['__mutex_lock', 'rtnl_lock', 'devinet_ioctl'], [holder]));
    expect(finding.why).toContain('runc (12) waits for a mutex that kworker/0:1:9 likely holds, says the kernel.');
    expect(finding.signature).toBe('kernel/network-lock');
  });

  it.each([
    [
      'watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kubelet:7]',
      'CPU 3 is stuck in the kernel for 22 s, in some_loop for kubelet (7)',
    ],
    [
      'NMI watchdog: Watchdog detected hard LOCKUP on cpu 3',
      'CPU 3 is stuck in the kernel, in some_loop for kubelet (7)',
    ],
    ['rcu: INFO: rcu_sched self-detected stall on CPU', 'CPU 3 is stuck in the kernel, in some_loop for kubelet (7)'],
  ])('%s is critical', (head, title) => {
    const text = [
      head,
      'CPU: 3 PID: 7 Comm: kubelet Not tainted 6.1.0 #1',
      'RIP: 0010:some_loop+0x1/0x2',
      'Call Trace:',
      ' do_syscall_64+0x1/0x2',
    ];
    expect(titles(text.join('\n'))).toEqual([`critical: ${title}`]);
  });

  it('is no trouble where a trace only warns', () => {
    const text = [
      'WARNING: CPU: 3 PID: 7 at net/core/dev.c:1',
      'CPU: 3 PID: 7 Comm: kubelet Tainted: G        W 6.1.0 #1',
      'Call Trace:',
      ' some_check+0x1/0x2',
    ];
    expect(titles(text.join('\n'))).toEqual([]);
  });
});

describe('a machine', () => {
  it('at rest has no trouble, and everything that was set aside has its reason', () => {
    const {findings, suppressed} = analyze([readSample('kernel/healthy-machine.txt')]);
    expect(findings).toEqual([]);
    const reasons = Object.fromEntries(suppressed.map(({id, reason}) => [id, reason]));
    expect(Object.keys(reasons).sort()).toEqual(
      ['accept', 'child', 'events', 'futex', 'kernel-thread', 'pipe-read', 'sleep'].map((name) => `kernel/${name}`),
    );
    expect(Object.values(reasons).every((reason) => reason.length > 20)).toBe(true);
    expect(suppressed.reduce((sum, {count}) => sum + count, 0)).toBeGreaterThan(50);
  });

  it.each([
    ['a fsync', ['jbd2_log_wait_commit', 'ext4_sync_file']],
    ['a page from disk', ['io_schedule', 'folio_wait_bit_common', 'filemap_fault']],
    ['a mutex', ['__mutex_lock', 'ext4_ioctl']],
  ])('with one thread in %s is healthy, and with a crowd there it is not', (_, names) => {
    const one = (pid: number): string => `# cat /proc/${pid}/stack\n${stack(...names, 'entry_SYSCALL_64')}`;
    expect(titles(one(7) + CROWD)).toEqual([]);
    const many = Array.from({length: 20}, (_, i) => one(i + 7)).join('');
    expect(findingsOf(many + CROWD)).toMatchObject([{id: 'kernel-wait', severity: 'critical'}]);
  });

  it('with one thread that waits for an NFS server is not', () => {
    expect(
      titles(`# cat /proc/7/stack\n${stack('rpc_wait_bit_killable', 'nfs4_do_close', 'entry_SYSCALL_64')}${CROWD}`),
    ).toEqual(['warning: thread 7 waits for an NFS server']);
  });

  it('whose threads in state D stand at one unknown place has trouble from ten on', () => {
    const rows = (count: number): string =>
      Array.from({length: count}, (_, i) => `${i + 500} D some_driver_wait x`).join('\n');
    const idle = Array.from({length: 30}, (_, i) => `${i + 100} S ep_poll x`).join('\n');
    const table = (count: number): string => `PID S WCHAN COMMAND\n${idle}\n${rows(count)}`;
    expect(titles(table(9))).toEqual([]);
    expect(titles(table(10))).toEqual(['warning: 10 threads (x) wait in some_driver_wait']);
  });
});

describe('a stack that somebody picked', () => {
  it.each([
    [
      'futex_wait_queue',
      'waits for another thread of its own process (futex), as threads without work do',
      'goroutine?debug=2',
    ],
    ['do_wait', 'waits for a child process to end, as shells and supervisors do', '--ppid PID'],
    ['pipe_read', 'waits for data from a pipe', 'other end'],
  ])('in %s is healthy by itself, and the advice says where to look', (name, title, advice) => {
    const [finding] = findingsOf(stack(name, 'entry_SYSCALL_64'));
    expect(`${finding.severity}: ${finding.title}`).toBe(`info: a thread ${title}`);
    expect(finding.advice.join('\n')).toContain(advice);
  });
});

describe('what is known of waits', () => {
  it.each(KERNEL.map((signature) => [signature.id, signature] as const))(
    '%s has a source, and says what kill -9 does',
    (_, signature) => {
      expect(signature.title).toMatch(/^(?:waits|is|sleeps|runs)\b/);
      expect(signature.references?.length).toBeGreaterThan(0);
      expect(signature.advice?.join('\n')).toContain('kill -9');
    },
  );

  it('is found for each of the waits that the kernel is known for', () => {
    const waits: readonly (readonly [string, readonly string[]])[] = [
      ['kernel/fuse', ['request_wait_answer', 'fuse_lookup_name']],
      ['kernel/memory-limit', ['mem_cgroup_handle_over_high', 'exit_to_user_mode_loop']],
      ['kernel/memory-reclaim', ['shrink_node', 'do_try_to_free_pages', '__alloc_pages_slowpath', '__alloc_pages']],
      ['kernel/overlay', ['rwsem_down_write_slowpath', 'ovl_create_object', 'vfs_create']],
      ['kernel/network-device', ['msleep', 'netdev_wait_allrefs', 'netdev_run_todo', 'cleanup_net']],
      ['kernel/cgroup', ['__mutex_lock', 'cgroup_kn_lock_live', 'cgroup_mkdir']],
      [
        'kernel/address-space',
        ['rwsem_down_read_slowpath', 'down_read_killable', '__access_remote_vm', 'get_mm_cmdline'],
      ],
      ['kernel/frozen', ['__refrigerator', 'get_signal']],
      ['kernel/rwsem-write', ['rwsem_down_write_slowpath', 'down_write', 'some_driver']],
    ];
    const found = waits.map(([, names]) => findingsOf(stack(...names))[0]?.signature);
    expect(found).toEqual(waits.map(([id]) => id));
  });
});
