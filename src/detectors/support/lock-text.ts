/**
 * How queues for locks are worded, for the detectors that find them.
 */

import {minutesText} from '../../analysis/blocking/goroutine-evidence.ts';
import type {Holder} from '../../analysis/blocking/lock-holders.ts';
import type {LockQueue} from '../../analysis/blocking/lock-waits.ts';
import {waitPhrase} from '../../analysis/goroutines/wait-class.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {formatCount} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';
import type {WaitClass} from '../../model/profile.ts';

/** "3 goroutines wait for", and for what or how long, if that is said. */
export function waitersText({count}: LockQueue, what = ''): string {
  if (what === '') return count === 1 ? say('one goroutine waits for') : say`${formatCount(count)} goroutines wait for`;
  return count === 1 ? say`one goroutine waits for ${what}` : say`${formatCount(count)} goroutines wait for ${what}`;
}

/** "waiting for 12 min for a mutex", as long as the first of them. */
export function waitText({longestMinutes, waiters: [first]}: LockQueue): string {
  const {waitClass} = first.group;
  const lock = LOCKS.get(waitClass);
  return lock === undefined || longestMinutes <= 0
    ? waitPhrase(waitClass)
    : say`waiting for ${minutesText(longestMinutes)} for ${say(lock)}`;
}

const LOCKS: ReadonlyMap<WaitClass, string> = new Map<WaitClass, string>([
  ['mutex', sayLater('a mutex')],
  ['rwmutex-r', sayLater('a read lock')],
  ['rwmutex-w', sayLater('a write lock')],
  ['semaphore', sayLater('a semaphore')],
  ['io', sayLater('the network or a file')],
]);

/** Who runs, or waits for the garbage collector, moves on and unlocks. */
export function isAtWork({group}: Holder): boolean {
  return group.waitClass === 'running' || group.waitClass === 'runtime';
}

export function lockEvidence(queue: LockQueue, stack: readonly string[]): Evidence[] {
  const [first] = queue.waiters;
  const age = queue.longestMinutes > 0 ? say`, the first for ${minutesText(queue.longestMinutes)}` : '';
  return [
    {
      label: sayLater('waiting'),
      value: queue.count,
      unit: 'goroutines',
      text: say`${formatCount(queue.count)}, ${waitPhrase(first.group.waitClass)}${age}`,
      stack,
    },
    ...(queue.lock === undefined ? [] : [{label: sayLater('lock'), value: `0x${queue.lock.toString(16)}`}]),
  ];
}
