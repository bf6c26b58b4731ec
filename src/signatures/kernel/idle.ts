/**
 * Waits in which threads of a healthy machine spend their time. Shown alone, they say where else to look.
 */
import type {Signature} from '../../model/signature.ts';
import {KILLED, source} from './source.ts';

const LOOK_INSIDE =
  'The kernel cannot say more: look inside the process. A Go program prints its goroutines on kill -QUIT, which ends it, or while it runs: `curl -s localhost:6060/debug/pprof/goroutine?debug=2 | pprofx analyze -`';

const idle = (
  name: string,
  functions: string,
  title: string,
  advice: readonly string[],
  references: readonly string[],
): Signature => ({
  id: `kernel/${name}`,
  verdict: 'idle',
  stack: [functions],
  title,
  advice,
  references,
  hits: [`${functions.split('|')[0].replaceAll('*', '')};do_syscall_64 1`],
  misses: ['rpc_wait_bit_killable;nfs4_do_close 1', 'rwsem_down_write_slowpath;do_unlinkat 1'],
});

export const KERNEL_IDLE: readonly Signature[] = [
  idle(
    'child',
    'do_wait|kernel_wait4|kernel_waitid|do_wait4',
    'waits for a child process to end, as shells and supervisors do',
    [
      'Its children decide when it runs again. Look at what they wait for: `ps -o pid,stat,wchan:32,args --ppid PID`',
      KILLED,
    ],
    [source('kernel/exit.c')],
  ),
  idle(
    'futex',
    'futex_wait*|futex_do_wait|__futex_wait|do_futex',
    'waits for another thread of its own process (futex), as threads without work do',
    [LOOK_INSIDE, KILLED],
    [source('kernel/futex/waitwake.c')],
  ),
  idle(
    'events',
    'ep_poll|do_epoll_wait|do_epoll_pwait|do_sys_poll|do_poll|do_select|poll_schedule_timeout|core_sys_select|io_cqring_wait|aio_read_events|read_events|do_io_getevents',
    'waits for events (epoll, poll, select), as servers do between requests',
    [LOOK_INSIDE, KILLED],
    [source('fs/eventpoll.c'), source('fs/select.c')],
  ),
  idle(
    'sleep',
    'hrtimer_nanosleep|do_nanosleep|common_nsleep*|clock_nanosleep',
    'sleeps for a time that it chose itself',
    [LOOK_INSIDE, KILLED],
    [source('kernel/time/hrtimer.c')],
  ),
  idle(
    'accept',
    'inet_csk_accept|inet_csk_wait_for_connect|unix_accept|unix_stream_accept|inet_accept',
    'waits for connections',
    [KILLED],
    [source('net/ipv4/inet_connection_sock.c')],
  ),
  idle(
    'socket-read',
    'sk_wait_data|unix_stream_data_wait|unix_stream_read_generic|__skb_wait_for_more_packets|skb_wait_for_more_packets|tcp_recvmsg|unix_dgram_recvmsg|netlink_recvmsg|packet_recvmsg|__skb_recv_udp',
    'waits for data from a socket',
    ['See who is at the other end: `sudo ss -xtunp | grep PID`', KILLED],
    [source('net/core/sock.c'), source('net/unix/af_unix.c')],
  ),
  idle(
    'pipe-read',
    'pipe_read|anon_pipe_read|fifo_pipe_read|pipe_wait|wait_for_partner|fifo_open',
    'waits for data from a pipe',
    [
      'See who has the other end, by the number of the pipe: `ls -l /proc/PID/fd | grep pipe; sudo ls -l /proc/[0-9]*/fd 2>/dev/null | grep NUMBER`',
      KILLED,
    ],
    [source('fs/pipe.c')],
  ),
  idle(
    'signal',
    'do_sigtimedwait|sigsuspend|*sys_rt_sigsuspend|*sys_pause|do_sigsuspend',
    'waits for a signal, as supervisors and pause containers do',
    [KILLED],
    [source('kernel/signal.c')],
  ),
  idle(
    'message',
    'do_msgrcv|do_semtimedop|*do_semtimedop|wq_sleep|do_mq_timedreceive',
    'waits for a message or semaphore of another process',
    ['See who shares it: `ipcs -p`', KILLED],
    [source('ipc/sem.c')],
  ),
  idle(
    'device-read',
    'inotify_read|eventfd_read|signalfd_read|signalfd_dequeue|timerfd_read|fuse_dev_do_read|do_syslog|devkmsg_read|kmsg_read|evdev_read|vhost_*|kvm_vcpu_block|kvm_vcpu_halt|perf_read|uhid_*|random_read|tun_do_read|tun_ring_recv',
    'waits for events of a device or of the kernel',
    [KILLED],
    [source('fs/eventfd.c')],
  ),
  idle(
    'stopped',
    'do_signal_stop|ptrace_stop',
    'is stopped, by a signal or a debugger',
    ['Continue it: kill -CONT PID; a debugger or strace that hangs shows as TracerPid in /proc/PID/status.', KILLED],
    [source('kernel/signal.c')],
  ),
  idle(
    'kernel-thread',
    'worker_thread|rescuer_thread|kthread_worker_fn|smpboot_thread_fn|kthreadd|kthread',
    'is a thread of the kernel that waits for work',
    ['kill -9 does nothing to threads of the kernel.'],
    [source('kernel/workqueue.c'), source('kernel/kthread.c')],
  ),
  idle(
    'running',
    'exit_to_user_mode_loop|exit_to_usermode_loop|irqentry_exit_to_user_mode|proc_pid_stack|*schedule_tail|ret_from_fork*',
    'runs, or is about to',
    [KILLED],
    [source('kernel/entry/common.c')],
  ),
];
