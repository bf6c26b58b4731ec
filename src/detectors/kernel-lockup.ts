/**
 * CPUs that run in the kernel and do not come out: soft and hard lockups, stalls of RCU.
 */

import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, framesEvidence, makeFinding} from '../analysis/evidence/make-finding.ts';
import {kernelWaitFrame} from '../analysis/names/kernel-frames.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatCount} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import type {Detector} from './detector.ts';
import {type KernelThread, kernelThread, nameOfThread} from './support/kernel-threads.ts';

export const kernelLockup: Detector = {
  id: 'kernel-lockup',
  title: sayLater('A CPU is stuck in the kernel'),
  limits: {},
  detect: (subject) => ({findings: lockups(subject), suppressed: []}),
};

interface Report {
  /** What the kernel found, as a sentence about the CPU. */
  readonly says: string;
  readonly advice: readonly string[];
  readonly reference: string;
}

const SPINNING = sayLater(
  'A function of a spin lock innermost (native_queued_spin_lock_slowpath, _raw_spin_lock) waits for another CPU. Look for the one that holds the lock: `echo l | sudo tee /proc/sysrq-trigger; sudo dmesg`',
);
const HOST = sayLater(
  'On a virtual machine the host may not have run the CPU at all: look at steal time (st in top) and at snapshots or live migration at that time.',
);
const LOOP = sayLater(
  'Else it is a long loop: a list or table with very many entries (rules, addresses, cgroups, mappings), or a bug of a driver.',
);
const NO_KILL = sayLater('kill -9 does not help: the thread has to come out of the kernel first.');

const REPORTS: ReadonlyMap<string, Report> = new Map([
  [
    'soft lockup',
    {
      says: sayLater('has not run another thread'),
      advice: [SPINNING, HOST, LOOP, NO_KILL],
      reference: 'https://docs.kernel.org/admin-guide/lockup-watchdogs.html',
    },
  ],
  [
    'hard lockup',
    {
      says: sayLater('has not even taken interrupts'),
      advice: [
        SPINNING,
        sayLater('Interrupts are off where it stands: firmware, a driver, or a lock taken with interrupts off.'),
        HOST,
        NO_KILL,
      ],
      reference: 'https://docs.kernel.org/admin-guide/lockup-watchdogs.html',
    },
  ],
  [
    'RCU stall',
    {
      says: sayLater('has passed no quiet point (RCU)'),
      advice: [
        SPINNING,
        HOST,
        LOOP,
        sayLater(
          'A real-time thread may keep the CPU to itself: `ps -eLo pid,cls,rtprio,pcpu,comm | sort -rnk3 | head`',
        ),
        NO_KILL,
      ],
      reference: 'https://docs.kernel.org/RCU/stallwarn.html',
    },
  ],
]);

function lockups(subject: Case): Finding[] {
  return subject.ofKind('kernel').flatMap((facts) =>
    facts.census().groups.flatMap(({names, rows, stack}) =>
      rows.flatMap((row) => {
        const thread = kernelThread(facts.profile, row);
        const report = REPORTS.get(thread.labels.get('report') ?? '');
        return report === undefined || names.length === 0 ? [] : [lockupFinding(facts, thread, report, names, stack)];
      }),
    ),
  );
}

function lockupFinding(
  {profile}: ProfileFacts,
  thread: KernelThread,
  {advice, reference, says}: Report,
  names: readonly string[],
  stack: number,
): Finding {
  const name = names[kernelWaitFrame(names)];
  const cpu = thread.labels.get('cpu');
  const where = cpu === undefined ? say('A CPU') : `CPU ${cpu}`;
  const duration = thread.seconds === undefined ? '' : say` for ${formatCount(thread.seconds)} s`;
  return makeFinding({
    id: 'kernel-lockup',
    severity: 'critical',
    evidenceLevel: 'proven',
    title: say`${where} is stuck in the kernel${duration}, in ${name} for ${nameOfThread(thread)}`,
    why: say`The kernel reports a ${thread.labels.get('report')}: the CPU ${say(says)}${duration === '' ? say(' in time') : duration}, and everything that needs it waits.`,
    advice,
    culprit: culpritOf(name, profile, stack),
    evidence: [framesEvidence('stack', names)],
    references: [reference],
    weight: 1,
    explains: [`kernel:${name}`],
  });
}
