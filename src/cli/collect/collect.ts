/**
 * Takes the profiles of many processes side by side and keeps the manifest current, so that a broken run can be read.
 */
import type {CollectedProcess, Collection} from '../../model/collection.ts';
import {version} from '../input/package-files.ts';
import {makeProcessFolder, writeManifest} from './folder.ts';
import type {ProcessPlan} from './resolve.ts';
import {type TakeOptions, takeProcess} from './take.ts';

export interface CollectOptions extends TakeOptions {
  /** How many processes are asked at a time. */
  readonly parallel: number;
  readonly onProcess: (process: CollectedProcess) => void;
}

/** @param root  an empty folder. @throws WRITE_FAILED; what was taken before stays */
export async function collect(
  plans: readonly ProcessPlan[],
  root: string,
  options: CollectOptions,
): Promise<Collection> {
  const {kinds, onProcess, parallel, seconds, twiceSeconds} = options;
  const started: Collection = {
    schemaVersion: 1,
    version: version(),
    startedAt: new Date().toISOString(),
    options: {kinds: [...kinds], seconds, ...(twiceSeconds === undefined ? {} : {twiceSeconds})},
    processes: [],
  };
  await writeManifest(root, started);
  const taken = new Map<string, CollectedProcess>();
  const current = (): Collection => ({
    ...started,
    processes: plans.flatMap(({id}) => taken.get(id) ?? []),
  });
  let writing = Promise.resolve();
  const waiting = [...plans];
  const worker = async (): Promise<void> => {
    for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) {
      const process = await takeProcess(plan, makeProcessFolder(root, plan.id), options);
      taken.set(plan.id, process);
      onProcess(process);
      // After the last one the manifest is written below.
      if (taken.size < plans.length) writing = writing.then(() => writeManifest(root, current()));
      await writing;
    }
  };
  try {
    await Promise.all(Array.from({length: Math.min(parallel, plans.length)}, worker));
  } finally {
    // Where one cannot write, the others need not begin.
    waiting.length = 0;
  }
  const whole: Collection = {...current(), endedAt: new Date().toISOString()};
  await writeManifest(root, whole);
  return whole;
}
