import {expect, it} from 'vitest';
import {readText, threadLines} from '../../support/threads.ts';

const threads = (text: string): string[] => threadLines(readText(text));

it.each([
  ['with hidden addresses', '[<0>] do_wait+0x1/0x2\n[<0>] entry_SYSCALL_64_after_hwframe+0x1/0x2\n'],
  [
    'with addresses',
    '[<ffffffffa0072807>] do_wait+0x1/0x2\n[<ffffffffa0c00081>] entry_SYSCALL_64_after_hwframe+0x1/0x2\n',
  ],
  ['without addresses', '[] do_wait+0x1/0x2\n[] entry_SYSCALL_64_after_hwframe+0x1/0x2\n'],
  [
    'with the mark at its end',
    '[<ffffffffa0072807>] do_wait+0x1/0x2\n[<ffffffffa0c00081>] entry_SYSCALL_64_after_hwframe+0x1/0x2\n[<ffffffffffffffff>] 0xffffffffffffffff\n',
  ],
  ['with line numbers', '2[<0>] do_wait+0x1/0x2\n3[<0>] entry_SYSCALL_64_after_hwframe+0x1/0x2\n'],
  ['in a quote', '> [<0>] do_wait+0x1/0x2\n> [<0>] entry_SYSCALL_64_after_hwframe+0x1/0x2\n'],
  ['escaped by a web page', '[&lt;0&gt;] do_wait+0x1/0x2\n[&lt;0&gt;] entry_SYSCALL_64_after_hwframe+0x1/0x2\n'],
  ['with blank lines between', '[<0>] do_wait+0x1/0x2\n\n[<0>] entry_SYSCALL_64_after_hwframe+0x1/0x2\n\n'],
  ['with the ends of lines of Windows', '[<0>] do_wait+0x1/0x2\r\n[<0>] entry_SYSCALL_64_after_hwframe+0x1/0x2\r\n'],
])('a stack %s is one thread', (_, text) => {
  expect(threads(text)).toEqual(['? (?) -: do_wait < entry_SYSCALL_64_after_hwframe']);
});

it.each([
  ['a prompt', '[root@node ~]# cat /proc/7/stack\n[<0>] do_wait+0x1/0x2\n', '? (7) -: do_wait'],
  ['head or tail', '==> /proc/7/stack <==\n[<0>] do_wait+0x1/0x2\n', '? (7) -: do_wait'],
  ['a thread of a process', '# cat /proc/7/task/9/stack\n[<0>] do_wait+0x1/0x2\n', '? (9) -: do_wait'],
  ['grep', '/proc/7/stack:[<0>] do_wait+0x1/0x2\n', '? (7) -: do_wait'],
  ['grep -n', '/proc/7/task/9/stack:1:[<0>] do_wait+0x1/0x2\n', '? (9) -: do_wait'],
  ['a loop', '== /proc/7 tini ==\n[<0>] do_wait+0x1/0x2\n', 'tini (7) -: do_wait'],
  ['a title of words', '===== pid 7 thread 9 mount.nfs =====\n[<0>] do_wait+0x1/0x2\n', 'mount.nfs (9) -: do_wait'],
  ['its status', 'Name:\ttini\nState:\tS (sleeping)\nPid:\t7\n[<0>] do_wait+0x1/0x2\n', 'tini (7) S: do_wait'],
])('a stack belongs to the process that %s names', (_, text, line) => {
  expect(threads(text)).toEqual([line]);
});

it('stacks that follow each other end where a program or a kernel thread begins', () => {
  const text = [
    '[<0>] do_wait+0x1/0x2',
    '[<0>] entry_SYSCALL_64_after_hwframe+0x1/0x2',
    '[<0>] kthread+0x1/0x2',
    '[<0>] ret_from_fork+0x1/0x2',
    '[<0>] ret_from_fork_asm+0x1/0x2',
    '[<0>] ep_poll+0x1/0x2',
  ];
  expect(threads(text.join('\n'))).toEqual([
    '? (?) -: do_wait < entry_SYSCALL_64_after_hwframe',
    '? (?) -: kthread < ret_from_fork < ret_from_fork_asm',
    '? (?) -: ep_poll',
  ]);
});

it('names, states and stacks of many threads are put together, whatever grep found first', () => {
  const text = [
    '/proc/7/task/7/status:Name:\ttini',
    '/proc/7/task/7/status:State:\tS (sleeping)',
    '/proc/7/task/9/status:Name:\ttini-helper',
    '/proc/7/task/9/status:State:\tD (disk sleep)',
    'grep: /proc/1/task/1/stack: Operation not permitted',
    '/proc/7/task/7/stack:[<0>] do_wait+0x1/0x2',
    '/proc/7/task/7/stack:[<0>] entry_SYSCALL_64_after_hwframe+0x1/0x2',
    '/proc/7/task/9/stack:[<0>] ceph_setattr+0x1/0x2 [ceph]',
  ];
  expect(threads(text.join('\n'))).toEqual([
    'tini (7) S: do_wait < entry_SYSCALL_64_after_hwframe',
    'tini-helper (9) D: ceph_setattr',
  ]);
});

it('a frame of a module names the module, and what compilers append is no part of the name', () => {
  const {functions, mappings, strings} = readText(
    '[<0>] nfs4_wait.constprop.0.isra.3+0x1/0x2 [nfsv4]\n[<0>] do_x.cold+0x1/0x2\n',
  );
  expect(mappings.map(({file}) => file)).toEqual(['[nfsv4]', '[kernel]'].toSorted(() => 0).reverse());
  expect([...functions.name].map((name) => strings.at(name)).sort()).toEqual(['do_x', 'nfs4_wait']);
  expect([...functions.systemName].map((name) => strings.at(name)).sort()).toEqual([
    'do_x.cold',
    'nfs4_wait.constprop.0.isra.3',
  ]);
});

it('a stack cut in the middle of a frame keeps the others', () => {
  const text =
    '# cat /proc/7/stack\n[<ffffffffa0269ba4>] sys_sync+0x44/0xb0\n[<ffffffffa0001c46>] do_syscall_64+0x66/0x120\n[<ffffffffa0c00081>] entry_SYSCALL_64_after_';
  expect(threads(text)).toEqual(['? (7) -: sys_sync < do_syscall_64']);
});

it('the same stack of the same thread is one thread, however often it was read', () => {
  const once = '# cat /proc/7/stack\n[<0>] do_wait+0x1/0x2\n';
  expect(threads(once + once)).toEqual(['? (7) -: do_wait']);
  expect(threads(`${once}# cat /proc/8/stack\n[<0>] do_wait+0x1/0x2\n`)).toHaveLength(2);
});

it.each([
  ['grep', '/proc/7/wchan:do_wait\n/proc/8/wchan:0\n', ['? (7) -: do_wait', '? (8) -: ']],
  [
    'cat, whose output ends without a line',
    '$ cat /proc/7/wchan\ndo_wait[root@node ~]#\n[<0>] x+0x1/0x2\n',
    ['? (7) -: do_wait', '? (?) -: x'],
  ],
])('wchan as %s prints it is a stack of one frame', (_, text, lines) => {
  expect(threads(text)).toEqual(lines);
});

it('a stack says more than wchan', () => {
  const text = '/proc/7/wchan:do_wait\n/proc/7/stack:[<0>] do_wait+0x1/0x2\n/proc/7/stack:[<0>] kernel_wait4+0x1/0x2\n';
  expect(threads(text)).toEqual(['? (7) -: do_wait < kernel_wait4']);
});

it('a table of ps with WCHAN gives a thread a row', () => {
  const text = [
    '  PID   LWP STAT WCHAN                                    COMMAND',
    '    7     7 Ss   do_wait                                  tini',
    '    7     9 Dl   rpc_wait_bit_killable                    mount.nfs',
    '   11    11 R+   -                                        ps',
    '   12    12 I<   worker_thread                            [kworker/0:0H-events]',
    '   13    13 D    rwsem_down_write_slowpath                kworker/u8:1',
    '   14    14 S    do_wait                                  /sbin/tini -- /app',
  ];
  expect(threads(text.join('\n'))).toEqual([
    'tini (7) S: do_wait',
    'mount.nfs (9) D: rpc_wait_bit_killable',
    'ps (11) R: ',
    'kworker/0:0H-events (12) I: worker_thread',
    'kworker/u8:1 (13) D: rwsem_down_write_slowpath',
    'tini (14) S: do_wait',
  ]);
});

it('a table whose names are cut says how to ask for them', () => {
  const text =
    'F S   UID   PID  PPID  C PRI  NI ADDR SZ WCHAN  TTY          TIME CMD\n4 S     0     7     1  0  80   0 -   600 do_wai pts/0    00:00:00 bash\n';
  const profile = readText(text);
  expect(threadLines(profile)).toEqual(['bash (7) S: do_wai']);
  expect(profile.warnings.map(({code}) => code)).toEqual(['WCHAN_CUT']);
});

it('the command that `cat /proc/PID/comm` printed is of the stack below', () => {
  const text = '# cat /proc/7/comm\ns6-sync\n# cat /proc/7/stack\n[<0>] sys_sync+0x1/0x2\n';
  expect(threads(text)).toEqual(['s6-sync (7) -: sys_sync']);
});

it('the raw text of a thread is its lines, to the last', () => {
  const text =
    '# cat /proc/7/stack\n[<0>] a+0x1/0x2\n[<0>] b+0x1/0x2\n# cat /proc/8/stack\n[<0>] c+0x1/0x2\n[<0>] d+0x1/0x2\n';
  const {goroutines} = readText(text);
  const raw = [0, 1].map((row) => {
    const start = goroutines?.byteOffset[row] ?? 0;
    return text.slice(start, start + (goroutines?.byteLength[row] ?? 0));
  });
  expect(raw).toEqual(['[<0>] a+0x1/0x2\n[<0>] b+0x1/0x2\n', '[<0>] c+0x1/0x2\n[<0>] d+0x1/0x2\n']);
});
