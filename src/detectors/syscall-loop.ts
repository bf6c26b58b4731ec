/**
 * System calls take the CPU, under one function.
 */
import {NETWORK_IO} from '../analysis/names/runtime-work.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';
import {folderWalks} from './support/sole-purpose.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.4};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^(?:syscall\.(?:Syscall6?|RawSyscall6?|rawSyscall\w*|read|write|openat|Open|Stat|fstatat|Lstat|Getdents|ReadDirent|recvfrom|sendto|NetlinkRIB|ParseNetlink\w+)|internal\/runtime\/syscall(?:\/linux)?\.Syscall6|runtime\/internal\/syscall\.Syscall6|golang\.org\/x\/sys\/unix\.\w+|github\.com\/vishvananda\/netlink(?:\/nl)?\..*)$/;

export const syscallLoop: Detector = {
  id: 'syscall-loop',
  title: sayLater('System calls take the CPU, under one function'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'syscall-loop',
        pattern: WORK,
        phrase: sayLater('system calls'),
        causes: [
          {
            pattern: folderWalks,
            least: 0.8,
            phrase: sayLater('walking through files'),
            isPurpose: true,
          },
          {
            pattern: NETWORK_IO,
            phrase: sayLater('sending and receiving over the network'),
            cause: sayLater('Each message crosses into the kernel.'),
            advice: [sayLater('Send and receive more at once: bufio, net.Buffers, batches of datagrams.')],
            isOrdinary: true,
          },
        ],
        cause: sayLater(
          'Each crosses into the kernel; in a loop over many items, asking once and keeping the answer is far cheaper.',
        ),
        advice: [
          sayLater('Ask the kernel once per round and keep the answer, instead of once per item.'),
          sayLater('Batch small reads and writes (bufio), keep files and sockets open.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
