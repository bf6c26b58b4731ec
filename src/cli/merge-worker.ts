/**
 * A thread that reads inputs and hands back what they merge to: less to move than each by itself; see merge-pool.ts.
 */
import {parentPort} from 'node:worker_threads';
import {PprofxError} from '../base/errors.ts';
import {buffersOf, packProfile} from '../model/portable-profile.ts';
import type {ReadAnswer} from './merge-pool.ts';
import {MergedInputs, type ReadJob, readAll} from './read-merged.ts';

/** One job after the other: answers come in the order of the jobs. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (job: ReadJob) => {
  last = last.then(async () => {
    const answer = await answerTo(job);
    parentPort?.postMessage(answer, 'profile' in answer ? buffersOf(answer.profile) : []);
  });
});

async function answerTo(job: ReadJob): Promise<ReadAnswer> {
  try {
    const merged = new MergedInputs();
    for (const profile of await readAll(job)) merged.add(profile);
    return {profile: packProfile(merged.finish())};
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    const {at, code, hint, message} = error;
    return {failure: {at, code, hint, message}};
  }
}
