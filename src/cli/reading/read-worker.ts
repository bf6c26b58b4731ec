/**
 * What runs in the thread of read-thread.ts.
 */
import {parentPort} from 'node:worker_threads';
import {PprofxError} from '../../base/errors.ts';
import {buffersOf, packProfile} from '../../model/portable-profile.ts';
import {type ReadJob, readAll, readMerged} from './read-merged.ts';
import type {ReadAnswer} from './read-thread.ts';

/** One job after the other: answers come in the order of the jobs. */
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (job: ReadJob) => {
  last = last.then(async () => {
    const answer = await answerTo(job);
    parentPort?.postMessage(answer, 'profiles' in answer ? answer.profiles.flatMap(buffersOf) : []);
  });
});

async function answerTo(job: ReadJob): Promise<ReadAnswer> {
  try {
    const profiles = job.isMerged ? [await readMerged(job)] : await readAll(job);
    return {profiles: profiles.map(packProfile)};
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    const {at, code, hint, message} = error;
    return {failure: {at, code, hint, message}};
  }
}
