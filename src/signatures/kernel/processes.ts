/**
 * Waits of processes for each other: namespaces, children, locks on files, debuggers, core dumps.
 */
import type {Signature} from '../../model/signature.ts';
import {KILLED, NOT_KILLED, page, source} from './source.ts';

/** More terminals than a machine has. */
const TERMINALS = 50;

export const PROCESSES: readonly Signature[] = [
  {
    id: 'kernel/sync-all',
    verdict: 'kernel-wait',
    stack: ['iterate_supers|sync_filesystems|iterate_bdevs', '*sys_sync|ksys_sync'],
    title: 'waits in sync() of all file systems for one that does not answer',
    advice: [
      'sync() goes through every file system of the machine, those of other containers too. Find the one that hangs: threads in state D at the same time show it by the names of their frames; network and FUSE mounts are the usual ones.',
      'Stop calling it: containers with s6-overlay before 1.22 run s6-sync when they end; newer ones do not (S6_SYNC_DISKS).',
      NOT_KILLED,
    ],
    references: [source('fs/sync.c'), source('fs/super.c'), 'https://github.com/just-containers/s6-overlay'],
    hits: [
      'call_rwsem_down_read_failed;iterate_supers;sys_sync;do_syscall_64 1',
      'super_lock;iterate_supers;ksys_sync;__do_sys_sync 1',
    ],
    misses: ['iterate_supers;do_sync_work 1', 'sync_filesystem;__do_sys_syncfs 1'],
  },
  {
    id: 'kernel/iterate-supers',
    verdict: 'kernel-wait',
    stack: ['iterate_supers'],
    title: 'waits for one file system that does not answer, on its way through all of them',
    advice: [
      'Find the file system that hangs: threads in state D at the same time show it by the names of their frames; network and FUSE mounts are the usual ones.',
      NOT_KILLED,
    ],
    references: [source('fs/super.c')],
    hits: ['rwsem_down_read_failed;call_rwsem_down_read_failed;down_read;iterate_supers 1'],
    misses: ['sync_filesystem;__do_sys_syncfs 1'],
  },
  {
    id: 'kernel/core-dump',
    verdict: 'kernel-wait',
    stack: ['do_coredump|coredump_wait|wait_for_dump_helpers|dump_emit*|vfs_coredump'],
    title: 'waits for its core dump to be written',
    advice: [
      'A program that takes core dumps and does not read (systemd-coredump, apport, an agent) keeps the process, and all its files and ports. See which: `cat /proc/sys/kernel/core_pattern`',
      'End that program, and the dump ends. Other threads of the process wait for the dump and act on no signal; kill -9 reaches the one that writes it, since Linux 3.9.',
    ],
    references: [source('fs/coredump.c'), 'https://man7.org/linux/man-pages/man5/core.5.html'],
    hits: ['pipe_write;dump_emit;elf_core_dump;do_coredump;get_signal 1'],
    misses: ['pipe_write;vfs_write 1'],
  },
  {
    id: 'kernel/file-lock',
    verdict: 'kernel-wait',
    stack: ['flock_lock_inode_wait|posix_lock_inode_wait|locks_lock_inode_wait|fcntl_setlk*|do_lock_file_wait*'],
    title: 'waits for a lock on a file that another process holds',
    advice: ['Find the holder; the row that waits stands below it, with an arrow: `lslocks; cat /proc/locks`', KILLED],
    references: [source('fs/locks.c'), 'https://man7.org/linux/man-pages/man8/lslocks.8.html'],
    atLeast: 2,
    hits: ['locks_lock_inode_wait;__do_sys_flock;do_syscall_64 2'],
    misses: ['locks_lock_inode_wait;__do_sys_flock;do_syscall_64 1'],
  },
  {
    id: 'kernel/pid-namespace',
    verdict: 'kernel-wait',
    stack: ['zap_pid_ns_processes'],
    title: 'waits, as the exiting first process of a PID namespace, for the others in it to end',
    advice: [
      'It is dead already and waits for the processes of its container, of which one does not die: look for state D. List them by namespace: `ps -eo pidns,pid,stat,wchan:32,comm | sort -n`',
      'What that one waits for is the cause; this wait is the consequence. Look at it: `sudo cat /proc/PID/stack | pprofx analyze -`',
      'A process of the namespace whose parent is outside, as kubectl exec makes them, ends only when that parent takes its exit status: look for state Z.',
      'kill -9 does not end it: the process is exiting, and waits for what its own SIGKILL to the others cannot end.',
    ],
    references: [source('kernel/pid_namespace.c'), 'https://man7.org/linux/man-pages/man7/pid_namespaces.7.html'],
    hits: ['do_wait;kernel_wait4;zap_pid_ns_processes;do_exit;do_group_exit 1'],
    misses: ['do_wait;kernel_wait4;__do_sys_wait4 1'],
  },
  {
    id: 'kernel/frozen',
    verdict: 'kernel-wait',
    stack: ['__refrigerator|do_freezer_trap|cgroup_enter_frozen'],
    title: 'is frozen, and waits for its cgroup or the machine to be thawed',
    advice: [
      'A container is paused, or a checkpoint or snapshot tool left it so: look at cgroup.freeze (freezer.state in version 1) of its cgroup, and at `docker ps --filter status=paused`',
      'kill -9 ends it at once in cgroup version 2; in version 1 only after it is thawed.',
    ],
    references: [source('kernel/freezer.c'), page('admin-guide/cgroup-v2.html')],
    hits: ['__refrigerator;get_signal;do_signal 1', 'do_freezer_trap;get_signal 1'],
    misses: ['get_signal;do_signal 1'],
  },
  {
    id: 'kernel/vfork',
    verdict: 'kernel-wait',
    stack: ['wait_for_vfork_done'],
    atLeast: 3,
    title: 'waits, after vfork, for the child to start its program or to end',
    advice: [
      'The child hangs while it opens the program, often on a network or FUSE file system. Look at it: `sudo cat /proc/$(pgrep -P PID)/stack | pprofx analyze -`',
      'kill -9 ends the wait of the parent, not that of the child.',
    ],
    references: [source('kernel/fork.c'), 'https://man7.org/linux/man-pages/man2/vfork.2.html'],
    hits: ['wait_for_vfork_done;kernel_clone;__x64_sys_vfork 3'],
    misses: ['wait_for_vfork_done;kernel_clone;__x64_sys_vfork 1'],
  },
  {
    id: 'kernel/terminal-input',
    verdict: 'kernel-wait',
    stack: ['n_tty_read'],
    atLeast: TERMINALS,
    title: 'waits for input from a terminal',
    advice: [
      'A command that was started without its arguments, or without a file on standard input, reads the terminal: give it what it reads, or /dev/null. CNI plugins read their configuration there, those before cni 0.7.0 for VERSION as well.',
      'See which terminal it is: `ls -l /proc/PID/fd/0`',
      KILLED,
    ],
    references: [
      source('drivers/tty/n_tty.c'),
      'https://github.com/containernetworking/cni/releases/tag/v0.7.0-alpha0',
    ],
    hits: ['wait_woken;n_tty_read;tty_read;__vfs_read 50'],
    misses: ['wait_woken;n_tty_read;tty_read;__vfs_read 1', 'pipe_read;vfs_read 50'],
  },
  {
    id: 'kernel/pipe-full',
    verdict: 'kernel-wait',
    stack: ['pipe_write|anon_pipe_write|fifo_pipe_write'],
    atLeast: 5,
    title: 'waits for the reader of a pipe that is full',
    advice: [
      'Find who has the other end, by the number of the pipe; for the output of a container that is its shim or log driver: `ls -l /proc/PID/fd | grep pipe; sudo ls -l /proc/[0-9]*/fd 2>/dev/null | grep NUMBER`',
      KILLED,
    ],
    references: [source('fs/pipe.c'), 'https://man7.org/linux/man-pages/man7/pipe.7.html'],
    hits: ['pipe_wait;pipe_write;__vfs_write 5', 'anon_pipe_write;vfs_write 5'],
    misses: ['anon_pipe_read;vfs_read 5', 'anon_pipe_write;vfs_write 1'],
  },
];
