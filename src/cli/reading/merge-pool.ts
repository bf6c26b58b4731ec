/**
 * Merges many inputs on all cores: other threads read and merge a share of them at a time, and so does this one, which
 * puts the shares together.
 *
 * Shares count in the order of the inputs, whoever was faster; only what waits for its turn is held beside the result.
 */
import {availableParallelism} from 'node:os';
import {setImmediate} from 'node:timers/promises';
import {mergedName} from '../../analysis/profiles/merge.ts';
import type {Profile} from '../../model/profile.ts';
import {inputName} from '../input/mask-url.ts';
import {MergedInputs, type ReadJob, readMerged} from './read-merged.ts';
import {canLeaveThread, ReadThread} from './read-thread.ts';

/** Inputs of one share. */
const SHARE = 64;
/** A thread pays when it has so much to do: starting one takes as long as reading two dozen small profiles. */
const SHARES_PER_THREAD = 1;
/** Threads beside this one; each has a heap of its own. */
const MOST_THREADS = 3;
/** Shares that a thread has before it: the next one, while this thread is too busy to hand out more. */
const AHEAD = 2;

/** @throws what reading or merging throws, of the first input that fails */
export async function mergeAll(job: Omit<ReadJob, 'isMerged'>): Promise<Profile> {
  const shares: ReadJob[] = [];
  for (let from = 0; from < job.names.length; from += SHARE) {
    shares.push({...job, names: job.names.slice(from, from + SHARE), isMerged: true});
  }
  const most = Math.min(MOST_THREADS, availableParallelism() - 1, Math.floor(shares.length / SHARES_PER_THREAD));
  const threads = Array.from({length: most > 0 && canLeaveThread(job) ? most : 0}, () => new ReadThread());
  const readers = threads.flatMap(({read}) => Array.from({length: AHEAD}, () => read));
  try {
    const merged = await new InOrder(shares).run([...readers, readHere]);
    return {...merged, name: mergedName(job.names.map(inputName))};
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

type Reader = (share: ReadJob) => Promise<readonly Profile[]>;

async function readHere(share: ReadJob): Promise<readonly Profile[]> {
  const profile = await readMerged(share);
  // Small files are read without a turn of the loop: let the threads' answers in.
  await setImmediate();
  return [profile];
}

/** Hands shares out and merges what comes back, in order. */
class InOrder {
  private readonly shares: readonly ReadJob[];
  private readonly waiting = new Map<number, readonly Profile[] | Error>();
  private readonly merged = new MergedInputs();
  private taken = 0;
  private done = 0;

  constructor(shares: readonly ReadJob[]) {
    this.shares = shares;
  }

  async run(readers: readonly Reader[]): Promise<Profile> {
    await Promise.all(readers.map((read) => this.work(read)));
    return this.merged.finish();
  }

  private async work(read: Reader): Promise<void> {
    while (this.taken < this.shares.length) {
      const share = this.taken++;
      const result = await read(this.shares[share]).catch((error: Error) => error);
      // Of several failures the first input's is reported, so wait for the shares before this one.
      if (result instanceof Error) this.taken = this.shares.length;
      this.waiting.set(share, result);
      this.merge();
    }
  }

  private merge(): void {
    for (let next = this.waiting.get(this.done); next !== undefined; next = this.waiting.get(this.done)) {
      if (next instanceof Error) throw next;
      this.waiting.delete(this.done++);
      for (const profile of next) this.merged.add(profile);
    }
  }
}
