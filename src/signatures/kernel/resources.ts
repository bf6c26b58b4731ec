/**
 * Waits for locks of the kernel, for memory, for control groups and for network devices.
 */
import type {Signature} from '../../model/signature.ts';
import {KILLED, NOT_KILLED, page, STACKS_OF_BLOCKED, source} from './source.ts';

/** So few threads wait for such a lock now and then. */
const QUEUE = 5;
const READ_LOCK = '*rwsem_down_read*|down_read*';
const WRITE_LOCK = '*rwsem_down_write*|down_write*';
const ANY_RWSEM = `${READ_LOCK}|${WRITE_LOCK}`;
const DIRECTORY_CHANGE =
  'do_unlinkat|do_rmdir|filename_create|do_mkdirat|do_renameat2|lock_rename|path_openat|lookup_slow|iterate_dir|vfs_unlink|vfs_rmdir';
const HOLDER_IN_DIRECTORY =
  'The holder works in the same directory and waits for its file system: one thread with other innermost frames (journal, block device, ceph, nfs, overlay).';
const DIRECTORY_LOCKING = [
  source('kernel/locking/rwsem.c'),
  source('fs/namei.c'),
  page('filesystems/directory-locking.html'),
];

export const RESOURCES: readonly Signature[] = [
  {
    id: 'kernel/memory-limit',
    verdict: 'kernel-wait',
    stack: [
      'mem_cgroup_oom_synchronize|mem_cgroup_out_of_memory|mem_cgroup_handle_over_high|__mem_cgroup_handle_over_high',
    ],
    title: 'waits for memory of its cgroup, which is at its limit',
    advice: [
      'Look at memory.max, memory.high, memory.stat and memory.events of the cgroup, and at who was killed: `sudo dmesg | grep -i "memory cgroup out of memory"`',
      'Raise the limit or take load away; memory.high throttles without killing.',
      'kill -9 of a process that holds memory there ends the wait of the others.',
    ],
    references: [source('mm/memcontrol.c'), page('admin-guide/cgroup-v2.html')],
    hits: [
      'mem_cgroup_oom_synchronize;pagefault_out_of_memory 1',
      'mem_cgroup_handle_over_high;exit_to_user_mode_loop 1',
    ],
    misses: ['try_charge_memcg;filemap_add_folio 1'],
  },
  {
    id: 'kernel/memory-reclaim',
    verdict: 'kernel-wait',
    stack: [
      'shrink_node*|shrink_lruvec|shrink_inactive_list|do_try_to_free_pages|try_to_free_pages|try_to_free_mem_cgroup_pages|throttle_direct_reclaim|reclaim_throttle|congestion_wait|wait_iff_congested|__alloc_pages_slowpath*|compact_zone*|try_charge*',
      '*alloc_page*|*alloc_folio*|try_charge*|*fault*|*charge*|__alloc_*|kmalloc*',
    ],
    atLeast: 3,
    title: 'waits for memory to be freed',
    advice: [
      'See whether the machine or one cgroup (memory.pressure, memory.events) is short of it: `cat /proc/pressure/memory; free -m`',
      'Reclaim may wait for a file system: look for network, FUSE and overlay frames on the same stacks.',
      'kill -9 of what holds the memory helps; the waiting thread acts on it after its turn.',
    ],
    references: [source('mm/vmscan.c'), source('mm/page_alloc.c'), page('accounting/psi.html')],
    hits: ['shrink_lruvec;shrink_node;do_try_to_free_pages;try_to_free_pages;__alloc_pages_slowpath;__alloc_pages 3'],
    misses: ['kswapd;kthread 3', 'shrink_node;balance_pgdat;kswapd 3'],
  },
  {
    id: 'kernel/address-space',
    verdict: 'kernel-wait',
    stack: [
      ANY_RWSEM,
      '*proc_pid_cmdline*|*access_remote_vm|get_mm_cmdline|proc_pid_smaps*|show_smap*|m_start|vm_mmap*|*vm_munmap|do_munmap|*page_fault|do_user_addr_fault|lock_mm_and_find_vma|exit_mm*|do_madvise*|*mprotect*|khugepaged*|*process_vm*',
    ],
    title: 'waits for the lock of an address space (mmap_lock) that another thread holds',
    advice: [
      'ps, top and agents that read /proc/PID/cmdline hang on this lock, too: read /proc/PID/stack and status, which do not take it.',
      'The holder is a thread of the process whose memory is read, often one that waits for memory, a network file or a userfaultfd: `sudo cat /proc/PID/task/*/stack | pprofx analyze -`',
      NOT_KILLED,
    ],
    references: [source('mm/mmap_lock.c'), source('fs/proc/base.c'), page('mm/process_addrs.html')],
    hits: ['rwsem_down_read_failed;call_rwsem_down_read_failed;down_read;proc_pid_cmdline_read;vfs_read 1'],
    misses: ['down_read;iterate_supers 1', 'do_user_addr_fault;asm_exc_page_fault 1'],
  },
  {
    id: 'kernel/directory-lock',
    verdict: 'kernel-wait',
    stack: [WRITE_LOCK, DIRECTORY_CHANGE],
    title: 'waits for the write lock of a directory, to create, rename or remove a file in it',
    advice: [HOLDER_IN_DIRECTORY, STACKS_OF_BLOCKED, NOT_KILLED],
    references: DIRECTORY_LOCKING,
    hits: ['rwsem_down_write_slowpath;do_unlinkat;do_syscall_64 1'],
    misses: ['rwsem_down_write_slowpath;umount_tree 1', 'do_unlinkat;do_syscall_64 1'],
  },
  {
    id: 'kernel/directory-read-lock',
    verdict: 'kernel-wait',
    stack: [READ_LOCK, DIRECTORY_CHANGE],
    title: 'waits for the read lock of a directory, to look up a file in it',
    advice: [HOLDER_IN_DIRECTORY, STACKS_OF_BLOCKED, NOT_KILLED],
    references: DIRECTORY_LOCKING,
    hits: ['rwsem_down_read_slowpath;down_read;lookup_slow;walk_component 1'],
    misses: ['rwsem_down_write_slowpath;do_unlinkat 1'],
  },
  {
    id: 'kernel/mount-lock',
    verdict: 'kernel-wait',
    stack: [
      ANY_RWSEM,
      'lock_mount*|namespace_lock*|do_umount|path_umount|do_mount|path_mount|do_move_mount|copy_mnt_ns|copy_tree|*attach_recursive_mnt*',
    ],
    title: 'waits for the lock of all mounts, which one mount or umount holds',
    advice: [
      'Find the mount or umount that hangs, usually of a network file system whose server is gone: `ps -eo pid,stat,wchan:32,args | grep mount`',
      NOT_KILLED,
    ],
    references: [source('fs/namespace.c')],
    hits: ['rwsem_down_write_slowpath;namespace_lock;do_umount 1'],
    misses: ['do_umount;ksys_umount 1'],
  },
  {
    id: 'kernel/umount',
    verdict: 'kernel-wait',
    stack: ['generic_shutdown_super|deactivate_locked_super|deactivate_super|cleanup_mnt|kill_block_super'],
    atLeast: 2,
    title: 'waits, while unmounting, for a file system to write its data and let go',
    advice: ['Look at its disk or server; umount -l would only have hidden it.', STACKS_OF_BLOCKED, NOT_KILLED],
    references: [source('fs/super.c')],
    hits: ['wait_on_inodes;generic_shutdown_super;kill_anon_super;deactivate_locked_super;cleanup_mnt 2'],
    misses: ['generic_shutdown_super;deactivate_super 1'],
  },
  {
    id: 'kernel/network-device',
    verdict: 'kernel-wait',
    stack: ['netdev_wait_allrefs*|netdev_run_todo|unregister_netdevice*|cleanup_net|default_device_exit_batch'],
    title: 'waits for a network device to be let go, while a network namespace is taken down',
    advice: [
      'A usage count that does not fall means that something keeps the device (an open socket, a route, a bug of the kernel): `sudo dmesg | grep unregister_netdevice`',
      'Meanwhile no other network namespace can be made or removed: new pods hang. Often only a newer kernel or a reboot helps.',
      NOT_KILLED,
    ],
    references: [source('net/core/dev.c'), source('net/core/net_namespace.c')],
    hits: ['msleep;netdev_wait_allrefs;netdev_run_todo;cleanup_net;process_one_work 1'],
    misses: ['mutex_lock;rtnetlink_rcv_msg 1'],
  },
  {
    id: 'kernel/network-lock',
    verdict: 'kernel-wait',
    stack: [
      '*mutex*|*rwsem*|*down_*',
      'rtnl_lock*|rtnetlink_rcv_msg|copy_net_ns|*netlink_dump*|dev_ioctl|inet_rtm_*|tc_*|register_pernet*|unregister_pernet*|devinet_ioctl|addrconf_*',
    ],
    atLeast: QUEUE,
    title: 'waits for the lock of network configuration (rtnl) or of network namespaces',
    advice: [
      'One thread holds it for all namespaces of the machine: look for one in cleanup_net, netdev_wait_allrefs, synchronize_net or a driver.',
      'CNI plugins, kubelet and ip hang behind it.',
      STACKS_OF_BLOCKED,
      NOT_KILLED,
    ],
    references: [source('net/core/rtnetlink.c'), source('net/core/net_namespace.c')],
    hits: ['__mutex_lock;rtnl_lock;devinet_ioctl 5', '__mutex_lock;mutex_lock;rtnetlink_rcv_msg 5'],
    misses: ['__mutex_lock;rtnl_lock;devinet_ioctl 1', 'mutex_lock;ext4_ioctl 5'],
  },
  {
    id: 'kernel/cgroup',
    verdict: 'kernel-wait',
    stack: [
      '*mutex*|*rwsem*|*down_*|synchronize_*|__wait_rcu_gp|wait_for_completion*',
      'cgroup_*|cpuset_*|mem_cgroup_css_*|css_*|*cgroup1_*',
    ],
    atLeast: 3,
    title: 'waits for the lock of control groups, or for one of them to be taken down',
    advice: [
      'Thousands of dying cgroups, or a tool that reads memory.stat of all every second (kubelet, cadvisor, agents), keep the lock busy. Count them: `cat /proc/cgroups`',
      STACKS_OF_BLOCKED,
      NOT_KILLED,
    ],
    references: [source('kernel/cgroup/cgroup.c'), page('admin-guide/cgroup-v2.html')],
    hits: [
      '__mutex_lock;cgroup_kn_lock_live;cgroup_mkdir;kernfs_iop_mkdir 3',
      'percpu_rwsem_wait;percpu_down_read;cgroup_threadgroup_change_begin;copy_process 3',
    ],
    misses: ['cgroup_rmdir;kernfs_iop_rmdir 3', '__mutex_lock;cgroup_kn_lock_live;cgroup_mkdir 1'],
  },
  {
    id: 'kernel/rcu',
    verdict: 'kernel-wait',
    stack: [
      'synchronize_rcu*|synchronize_sched*|__wait_rcu_gp|rcu_barrier*|synchronize_srcu*|__synchronize_srcu|exp_funnel_lock|synchronize_net',
    ],
    atLeast: 3,
    title: 'waits for every CPU to pass a quiet point (RCU)',
    advice: [
      'Look for real-time threads that take a CPU alone, and for a CPU that does not let go: `sudo dmesg | grep -E "rcu.*stall|lockup"`',
      NOT_KILLED,
    ],
    references: [source('kernel/rcu/tree.c'), page('RCU/stallwarn.html')],
    hits: ['wait_for_completion;__wait_rcu_gp;synchronize_rcu;namespace_unlock 3'],
    misses: ['rcu_gp_fqs_loop;rcu_gp_kthread 3'],
  },
  {
    id: 'kernel/rwsem-write',
    verdict: 'kernel-wait',
    stack: [WRITE_LOCK],
    atLeast: 2,
    title: 'waits for a write lock of the kernel (rwsem)',
    advice: [STACKS_OF_BLOCKED, NOT_KILLED],
    references: [source('kernel/locking/rwsem.c'), page('locking/locktypes.html')],
    hits: ['rwsem_down_write_slowpath;down_write;some_driver 2'],
    misses: ['rwsem_down_read_slowpath;down_read 2'],
  },
  {
    id: 'kernel/rwsem-read',
    verdict: 'kernel-wait',
    stack: [READ_LOCK],
    atLeast: 2,
    title: 'waits for a read lock of the kernel (rwsem): a writer holds it, or waits before it',
    advice: [STACKS_OF_BLOCKED, NOT_KILLED],
    references: [source('kernel/locking/rwsem.c'), page('locking/locktypes.html')],
    hits: ['rwsem_down_read_slowpath;down_read;some_driver 2'],
    misses: ['rwsem_down_write_slowpath;down_write 2'],
  },
  {
    id: 'kernel/mutex',
    verdict: 'kernel-wait',
    stack: ['__mutex_lock*|mutex_lock*|__down|__down_common'],
    atLeast: QUEUE,
    title: 'waits for a mutex or semaphore of the kernel',
    advice: [STACKS_OF_BLOCKED, `${NOT_KILLED} One with "killable" in its name is an exception.`],
    references: [source('kernel/locking/mutex.c'), page('locking/mutex-design.html')],
    hits: ['__mutex_lock;some_driver 5'],
    misses: ['__mutex_lock;some_driver 1', 'futex_wait;do_futex 5'],
  },
  {
    id: 'kernel/socket-full',
    verdict: 'kernel-wait',
    stack: ['sk_stream_wait_memory|sock_alloc_send_pskb'],
    atLeast: 20,
    title: 'waits for the other side of a connection to read what was sent',
    advice: ['See which one, by a large Send-Q: `sudo ss -tnp | sort -rnk3 | head`', KILLED],
    references: [source('net/core/stream.c')],
    hits: ['sk_stream_wait_memory;tcp_sendmsg_locked 20'],
    misses: ['sk_wait_data;tcp_recvmsg 20'],
  },
];
