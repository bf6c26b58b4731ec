/**
 * How queues for locks are worded, for the detectors that find them.
 */
import {minutesText} from '../../analysis/blocking/goroutine-evidence.ts';
import type {Holder} from '../../analysis/blocking/lock-holders.ts';
import type {LockQueue} from '../../analysis/blocking/lock-waits.ts';
import {waitPhrase} from '../../analysis/goroutines/wait-class.ts';
import {formatCount} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';

/** "3 goroutines wait for". */
export function waitersText({count}: LockQueue): string {
  return count === 1 ? 'one goroutine waits for' : `${formatCount(count)} goroutines wait for`;
}

/** Who runs, or waits for the garbage collector, moves on and unlocks. */
export function isAtWork({group}: Holder): boolean {
  return group.waitClass === 'running' || group.waitClass === 'runtime';
}

export function lockEvidence(queue: LockQueue, stack: readonly string[]): Evidence[] {
  const [first] = queue.waiters;
  const age = queue.longestMinutes > 0 ? `, the first for ${minutesText(queue.longestMinutes)}` : '';
  return [
    {
      label: 'waiting',
      value: queue.count,
      unit: 'goroutines',
      text: `${formatCount(queue.count)}, ${waitPhrase(first.group.waitClass)}${age}`,
      stack,
    },
    ...(queue.lock === undefined ? [] : [{label: 'lock', value: `0x${queue.lock.toString(16)}`}]),
  ];
}
