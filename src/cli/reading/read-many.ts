/**
 * Several inputs side by side: large files are read on two threads.
 */
import {statSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import type {Profile} from '../../model/profile.ts';
import {readInputs} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {canLeaveThread, ReadThread} from './read-thread.ts';

/** Starting a thread takes as long as reading so many bytes of gzip. */
const WORTH_A_THREAD = 4 * 2 ** 20;

/** Profiles in the order of the inputs. @throws what the first input that fails throws */
export async function readMany(inputs: readonly string[], options: InputOptions): Promise<Profile[]> {
  const half = Math.ceil(inputs.length / 2);
  const here = inputs.slice(0, half);
  const there = inputs.slice(half);
  if (!isWorthIt(here, there, options)) return readInputs(inputs, options);
  const thread = new ReadThread();
  try {
    const job = {names: there, reading: options, goroutineSamples: false, isMerged: false};
    const answer = thread.read(job);
    // Awaited below; a failure here comes first, and then nobody waits for the other one.
    answer.catch(() => undefined);
    const profiles = await readInputs(here, options);
    return [...profiles, ...(await answer)];
  } finally {
    await thread.close();
  }
}

function isWorthIt(here: readonly string[], there: readonly string[], reading: InputOptions): boolean {
  if (there.length === 0 || availableParallelism() < 2) return false;
  if (!canLeaveThread({names: [...here, ...there], reading})) return false;
  const bytes = (names: readonly string[]): number => names.reduce((sum, name) => sum + statSync(name).size, 0);
  return Math.min(bytes(here), bytes(there)) >= WORTH_A_THREAD;
}
