/**
 * Another thread that reads inputs: jobs go there, profiles come back.
 */
import {statSync} from 'node:fs';
import {Worker} from 'node:worker_threads';
import {type ErrorCode, type ErrorPlace, PprofxError} from '../../base/errors.ts';
import {type PortableProfile, unpackProfile} from '../../model/portable-profile.ts';
import type {Profile} from '../../model/profile.ts';
import {isUrl} from '../input/mask-url.ts';
import {threadScript} from '../input/package-files.ts';
import type {ReadJob} from './read-merged.ts';

/** What a thread sends back: profiles, or what a failure is made of. */
export type ReadAnswer =
  | {readonly profiles: readonly PortableProfile[]}
  | {
      readonly failure: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly at: ErrorPlace;
        readonly hint: string | undefined;
      };
    };

/** What was read is garbage once it is handed over, and a small nursery says so early. */
const NURSERY_MB = 16;
/** Standard input and headers for URLs belong to this thread, and so does what is said of damaged input. */
export function canLeaveThread({names, reading}: Pick<ReadJob, 'names' | 'reading'>): boolean {
  const isFile = (name: string): boolean =>
    name !== '-' && !isUrl(name) && statSync(name, {throwIfNoEntry: false})?.isFile() === true;
  return reading.isSalvaging !== true && names.every(isFile);
}

export class ReadThread {
  private readonly worker = new Worker(threadScript('reading/read-worker'), {
    resourceLimits: {maxYoungGenerationSizeMb: NURSERY_MB},
  });
  /** Who waits for an answer, first come first. */
  private readonly pending: ((answer: ReadAnswer) => void)[] = [];
  private readonly died: Promise<never>;

  constructor() {
    this.died = new Promise((_, reject) => {
      this.worker.once('error', reject);
    });
    // Whoever waits for an answer hears of it; nobody else needs to.
    this.died.catch(() => undefined);
    this.worker.on('message', (answer: ReadAnswer) => this.pending.shift()?.(answer));
  }

  readonly read = async (share: ReadJob): Promise<readonly Profile[]> => {
    const {fetch: _, ...reading} = share.reading;
    const answered = new Promise<ReadAnswer>((resolve) => {
      this.pending.push(resolve);
    });
    this.worker.postMessage({...share, reading});
    const answer = await Promise.race([answered, this.died]);
    if ('profiles' in answer) return answer.profiles.map(unpackProfile);
    const {at, code, hint, message} = answer.failure;
    throw new PprofxError(code, message, at, hint);
  };

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
