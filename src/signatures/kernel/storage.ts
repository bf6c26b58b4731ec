/**
 * Waits for servers of file systems, for journals and for devices.
 */
import type {Signature} from '../../model/signature.ts';
import {NOT_KILLED, page, STACKS_OF_BLOCKED, source} from './source.ts';

/** A busy disk makes so few threads wait at any moment. */
const BUSY = 8;

export const STORAGE: readonly Signature[] = [
  {
    id: 'kernel/ceph',
    verdict: 'kernel-wait',
    stack: ['*ceph_*'],
    title: 'waits for a Ceph server (MDS or OSD)',
    advice: [
      'Look at the requests without an answer; where there are none, a lock inside the client is waited for: `sudo cat /sys/kernel/debug/ceph/*/{mdsc,osdc}`',
      'A mount made in a network namespace that is gone never gets an answer. See whether the node reaches the cluster, and whether the cluster is well: `sudo dmesg | grep -i ceph; ceph -s`',
      'What waits already may need the server back, or a reboot. Let go of the mount: `sudo umount -f MOUNT || sudo umount -l MOUNT`',
      NOT_KILLED,
    ],
    references: [source('fs/ceph/inode.c'), page('filesystems/ceph.html')],
    hits: [
      '__ceph_do_pending_vmtruncate;__ceph_setattr;ceph_setattr;notify_change 1',
      'wait_for_completion;ceph_osdc_wait_request 1',
    ],
    misses: ['notify_change;do_truncate 1'],
  },
  {
    id: 'kernel/nfs',
    verdict: 'kernel-wait',
    stack: ['rpc_wait_bit_killable'],
    title: 'waits for an NFS server',
    advice: [
      'Find the server that is silent, and try its port 2049: `sudo dmesg | grep "not responding"; nfsstat -m`',
      'A hard mount waits forever by design. Let go of it: `sudo umount -f MOUNT || sudo umount -l MOUNT`',
      'kill -9 ends this wait (only SIGKILL does), but a process that has data to write may wait again when its files are closed.',
    ],
    references: [source('net/sunrpc/sched.c'), 'https://man7.org/linux/man-pages/man5/nfs.5.html'],
    hits: ['rpc_wait_bit_killable;__rpc_wait_for_completion_task;nfs4_do_close 1'],
    misses: ['nfs_file_read;vfs_read 1'],
  },
  {
    id: 'kernel/nfs-pages',
    verdict: 'kernel-wait',
    stack: ['nfs*_*'],
    title: 'waits inside the NFS client, for its server or for pages on the way there',
    advice: [
      'Find the server that is silent, and try its port 2049: `sudo dmesg | grep "not responding"; nfsstat -m`',
      'Let go of the mount: `sudo umount -f MOUNT || sudo umount -l MOUNT`',
      NOT_KILLED,
    ],
    references: [source('fs/nfs/pagelist.c'), 'https://man7.org/linux/man-pages/man5/nfs.5.html'],
    hits: ['folio_wait_bit_common;nfs_wb_folio;nfs_file_fsync 1', 'nfs_wait_on_request;nfs_updatepage 1'],
    misses: ['do_wait;kernel_wait4 1'],
  },
  {
    id: 'kernel/smb',
    verdict: 'kernel-wait',
    stack: ['wait_for_response', '*cifs*'],
    title: 'waits for an SMB (CIFS) server',
    advice: [
      'Try port 445 of the server, and look at the connections: `sudo cat /proc/fs/cifs/DebugData`',
      'Let go of the mount: `sudo umount -f MOUNT || sudo umount -l MOUNT`',
      'kill -9 ends the wait for an answer, as the client waits killably; threads that wait for its locks stay.',
    ],
    references: [source('fs/smb/client/transport.c'), page('admin-guide/cifs/usage.html')],
    hits: ['wait_for_response;compound_send_recv;cifs_send_recv 1'],
    misses: ['wait_for_response;other_send 1'],
  },
  {
    id: 'kernel/fuse',
    verdict: 'kernel-wait',
    stack: ['request_wait_answer'],
    title: 'waits for the program that serves a FUSE file system',
    advice: [
      'See whether that program (a CSI node plugin, s3fs, sshfs, lxcfs, gcsfuse) runs, and look at its stacks. Find it by its mount: `findmnt | grep fuse`',
      'Break the connection, and every waiter gets an error; N is the number after the colon in `mountpoint -d MOUNT`: `echo 1 | sudo tee /sys/fs/fuse/connections/N/abort`',
      'kill -9 ends the wait only while the program has not taken the request; kill the serving program instead.',
    ],
    references: [source('fs/fuse/dev.c'), page('filesystems/fuse.html')],
    hits: ['request_wait_answer;__fuse_simple_request;fuse_lookup_name 1'],
    misses: ['fuse_dev_do_read;fuse_dev_read 1'],
  },
  {
    id: 'kernel/automount',
    verdict: 'kernel-wait',
    stack: ['autofs*_wait'],
    title: 'waits for the automounter to mount a path',
    advice: [
      'Look at the automounter; systemd has units of type automount as well: `systemctl status autofs; systemctl list-units --type=automount`',
      'The mount that it tries is what hangs. Find it and look at its stack: `ps -eo pid,stat,wchan:32,args | grep mount`',
      'kill -9 ends the wait of the process, not that of the next one that touches the path.',
    ],
    references: [source('fs/autofs/waitq.c'), page('filesystems/autofs.html')],
    hits: ['autofs_wait;autofs_mount_wait;autofs_d_automount 1', 'autofs4_wait;autofs4_mount_wait 1'],
    misses: ['do_wait 1'],
  },
  {
    id: 'kernel/fanotify',
    verdict: 'kernel-wait',
    stack: ['fanotify_handle_event', 'fsnotify'],
    title: 'waits for a scanner (fanotify) to allow the access to a file',
    advice: [
      'Restart the scanner (a virus scanner or a security agent): when it closes its descriptor, all who wait continue. Find it: `sudo grep -l fanotify /proc/[0-9]*/fdinfo/* 2>/dev/null`',
      'kill -9 on the one that waits may not help; end the scanner.',
    ],
    references: [source('fs/notify/fanotify/fanotify.c')],
    hits: ['fanotify_get_response;fanotify_handle_event;fsnotify;do_dentry_open 1'],
    misses: ['fsnotify;vfs_read 1'],
  },
  {
    id: 'kernel/frozen-file-system',
    verdict: 'kernel-wait',
    stack: ['*sb_start_write*'],
    title: 'waits for a frozen file system to be thawed, before it writes',
    advice: [
      'A snapshot or backup (a CSI snapshotter, LVM, a guest agent) froze the file system and did not thaw it: `sudo fsfreeze --unfreeze MOUNT`',
      NOT_KILLED,
    ],
    references: [source('fs/super.c'), 'https://man7.org/linux/man-pages/man8/fsfreeze.8.html'],
    hits: ['percpu_rwsem_wait;__percpu_down_read;__sb_start_write;vfs_write 1'],
    misses: ['percpu_rwsem_wait;cgroup_threadgroup_change_begin 1'],
  },
  {
    id: 'kernel/journal',
    verdict: 'kernel-wait',
    stack: [
      'jbd2_log_wait_commit|jbd2_journal_commit_transaction|wait_transaction_locked|add_transaction_credits|jbd2_journal_start|start_this_handle|xlog_wait_on_iclog|xfs_log_force*|xlog_grant_head_wait|wait_current_trans|btrfs_commit_transaction',
    ],
    atLeast: BUSY,
    title: 'waits for the journal of a file system to be written to its disk',
    advice: [
      'All who write to this file system wait for one commit. Look for a slow or failing device: `iostat -x 1; sudo dmesg | grep -iE "I/O error|reset|timeout"`',
      STACKS_OF_BLOCKED,
      NOT_KILLED,
    ],
    references: [source('fs/jbd2/journal.c'), source('fs/xfs/xfs_log.c')],
    hits: ['jbd2_log_wait_commit;ext4_sync_file;do_fsync 8'],
    misses: ['jbd2_log_wait_commit;ext4_sync_file;do_fsync 7', 'kjournald2;kthread 1'],
  },
  {
    id: 'kernel/writeback',
    verdict: 'kernel-wait',
    stack: ['balance_dirty_pages*|wb_wait_for_completion|sync_inodes_sb|writeback_inodes_sb*|wait_sb_inodes'],
    atLeast: BUSY,
    title: 'waits for changed pages to be written to a disk',
    advice: [
      'See how much is unwritten, whether it shrinks, and which device is busy: `grep -E "Dirty|Writeback" /proc/meminfo; iostat -x 1`',
      'A container at its limit of memory or I/O is throttled alone: look at io.max and memory.stat of its cgroup.',
      NOT_KILLED,
    ],
    references: [source('mm/page-writeback.c'), source('fs/fs-writeback.c')],
    hits: ['balance_dirty_pages;balance_dirty_pages_ratelimited;generic_perform_write 8'],
    misses: ['wb_workfn;process_one_work 1'],
  },
  {
    id: 'kernel/overlay',
    verdict: 'kernel-wait',
    stack: ['ovl_*'],
    atLeast: BUSY,
    title: 'waits inside overlayfs, the file system of containers, for a lock or for the file system below it',
    advice: [
      'The wait is for the file system that holds the layers, or for another container that copies a file up: look at the frames above ovl_, and at the disk of /var/lib/containerd or /var/lib/docker.',
      STACKS_OF_BLOCKED,
      NOT_KILLED,
    ],
    references: [source('fs/overlayfs/copy_up.c'), page('filesystems/overlayfs.html')],
    hits: ['rwsem_down_write_slowpath;ovl_create_object;path_openat 8'],
    misses: ['path_openat;do_filp_open 8'],
  },
  {
    id: 'kernel/block',
    verdict: 'kernel-wait',
    stack: [
      'blk_mq_get_tag|rq_qos_wait|wbt_wait|blk_mq_freeze_queue_wait|submit_bio_wait|blkdev_issue_flush|blk_execute_rq|scsi_execute*|nvme_submit_user_cmd|__nvme_submit_sync_cmd|io_schedule|io_schedule_timeout|wait_on_page_bit*|folio_wait_bit*|bit_wait_io|__wait_on_buffer|md_write_start',
    ],
    atLeast: BUSY,
    title: 'waits for a block device',
    advice: [
      'Multipath, iSCSI and network volumes wait for their servers. Find the device that does not answer (all the time busy, few requests): `iostat -x 1; sudo dmesg | grep -iE "I/O error|reset|timeout|offline"`',
      'The cgroup may allow no more: look at io.max and io.pressure.',
      NOT_KILLED,
    ],
    references: [source('block/blk-mq-tag.c'), source('kernel/sched/core.c')],
    hits: [
      'blk_mq_get_tag;__blk_mq_alloc_requests;blk_mq_submit_bio 8',
      'io_schedule;folio_wait_bit_common;filemap_fault 9',
    ],
    misses: ['io_schedule;folio_wait_bit_common;filemap_fault 1'],
  },
];
