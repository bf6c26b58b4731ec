/**
 * Threads of a kernel profile as findings speak of them.
 */

import type {GoroutineGroup} from '../../analysis/goroutines/census.ts';
import {NONE} from '../../base/columns.ts';
import {say} from '../../base/language/say.ts';
import {formatCount} from '../../base/units.ts';
import type {Profile} from '../../model/profile.ts';

export interface KernelThread {
  readonly comm: string | undefined;
  readonly pid: number | undefined;
  /** R, S, D, …; '' when unknown. */
  readonly state: string;
  /** Seconds without progress, a lower bound. */
  readonly seconds: number | undefined;
  /** Texts of its labels by key. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The thread of a row. */
export function kernelThread({goroutines, labelSets, samples, strings}: Profile, row: number): KernelThread {
  const labels = new Map<string, string>();
  const set = samples.labels[row];
  for (let i = labelSets.start[set]; i < labelSets.start[set + 1]; i++) {
    const text = labelSets.text[i];
    labels.set(strings.at(labelSets.key[i]), text === NONE ? `${labelSets.number[i]}` : strings.at(text));
  }
  const seconds = labels.get('seconds');
  const pid = goroutines?.id[row] ?? NONE;
  return {
    comm: labels.get('comm'),
    pid: pid === NONE ? undefined : pid,
    state: (goroutines?.states[goroutines.state[row]].text ?? labels.get('state') ?? '').slice(0, 1),
    seconds: seconds === undefined ? undefined : Number(seconds),
    labels,
  };
}

export function threadsOf(profile: Profile, groups: readonly GoroutineGroup[]): KernelThread[] {
  return groups.flatMap(({rows}) => rows.map((row) => kernelThread(profile, row)));
}

/** Commands that a title names. */
const MOST_NAMES = 3;

/**
 * `dockerd (1234)`, `thread 1234`, `5 threads (dockerd, runc)`.
 *
 * @param count  of the threads; more than are listed where some that are alike share a row
 */
export function namesOfThreads(threads: readonly KernelThread[], count: number): string {
  if (count === 1) return nameOfThread(threads[0]);
  const comms = [...new Set(threads.flatMap(({comm}) => comm ?? []))];
  const shown = comms.slice(0, MOST_NAMES).join(', ') + (comms.length > MOST_NAMES ? ', …' : '');
  return say`${formatCount(count)} threads${shown === '' ? '' : ` (${shown})`}`;
}

export function nameOfThread({comm, pid}: KernelThread): string {
  if (pid === undefined) return comm ?? say('a thread');
  return comm === undefined ? say`thread ${pid}` : `${comm} (${pid})`;
}
