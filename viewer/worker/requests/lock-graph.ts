/**
 * Who waits for each lock of a dump and who seems to hold it, as the detectors see it.
 *
 * A dump names no holders: they are concluded from objects and ages (src/analysis/blocking/lock-holders.ts).
 */
import {findHolder, type Holder} from '../../../src/analysis/blocking/lock-holders.ts';
import {type LockQueue, lockQueues} from '../../../src/analysis/blocking/lock-waits.ts';
import {openCase} from '../../../src/analysis/case/case.ts';
import {receiverType} from '../../../src/analysis/goroutines/frames.ts';
import {waitPhrase} from '../../../src/analysis/goroutines/wait-class.ts';
import {NONE} from '../../../src/base/columns.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {GoroutineLock, LockHolder} from '../../goroutine-payload.ts';

const MOST_LOCKS = 12;
/** Functions in which goroutines wait for one lock. */
const MOST_SITES = 3;

/** Locks that several goroutines wait for, or that somebody seems to hold; those with most waiters first. */
export function lockGraph(profile: Profile): GoroutineLock[] {
  const [facts] = openCase([profile]).inputs;
  return lockQueues(facts)
    .slice(0, MOST_LOCKS)
    .map((queue) => {
      const holder = findHolder(facts, queue);
      return {...lockOf(queue), holder: holder === undefined ? undefined : holderOf(profile, holder)};
    })
    .filter(({count, holder}) => count > 1 || holder !== undefined);
}

function lockOf({count, lock, longestMinutes, waiters}: LockQueue): Omit<GoroutineLock, 'holder'> {
  const counts = new Map<string, number>();
  for (const {caller, count: waiting, frames} of waiters) {
    const {name} = frames[caller];
    counts.set(name, (counts.get(name) ?? 0) + waiting);
  }
  const [{caller, frames}] = waiters;
  return {
    address: lock === undefined ? '' : `0x${lock.toString(16)}`,
    type: receiverType(frames[caller].name),
    count,
    longestMinutes,
    sites: [...counts]
      .map(([name, waiting]) => ({name, count: waiting}))
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_SITES),
  };
}

function holderOf({goroutines}: Profile, {at, frames, group, isByAddress, minutes, row}: Holder): LockHolder {
  const id = goroutines?.id[row] ?? NONE;
  return {name: frames[at].name, id, wait: waitPhrase(group.waitClass), minutes, isByAddress};
}
