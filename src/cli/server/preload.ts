/**
 * Answers to what the page asks first, made while the browser starts. The page's own worker runs in a thread here, so
 * they are those that it would make in the browser.
 */
import {Worker} from 'node:worker_threads';
import type {PageOptions} from '../../render/html/page.ts';
import {threadScript} from '../input/package-files.ts';
import type {PreloadWork} from './preload-thread.ts';
import type {ServedInput} from './routes.ts';
import {viewerFiles} from './viewer-assets.ts';

/** Larger inputs the page reads itself, for it shows progress and has a Cancel button. */
const MOST_BYTES = 1 << 20;
/** CPU time in milliseconds, after which the page comes without: on a busy machine its own worker is no faster. */
const MOST_MILLIS = 2000;

/** Whether inputs are small enough for the page to wait for its answers. */
export function isQuicklyRead(inputs: readonly ServedInput[]): boolean {
  return inputs.length > 0 && inputs.reduce((sum, {bytes}) => sum + bytes.length, 0) <= MOST_BYTES;
}

/** @returns JSON as viewer/answer-encoding.ts packs it; undefined where something failed, which the page reports, or took long */
export async function preloadAnswers(
  inputs: readonly ServedInput[],
  options: PageOptions,
): Promise<string | undefined> {
  const work: PreloadWork = {
    modules: viewerFiles(),
    // A Buffer's own slice would share its memory, which is served to the page later on.
    files: inputs.map(({bytes, name}) => ({name, bytes: new Uint8Array(bytes).buffer})),
    options,
  };
  const worker = new Worker(threadScript('server/preload-thread'), {
    workerData: work,
    transferList: work.files.map(({bytes}) => bytes),
  });
  try {
    return await firstMessage(worker);
  } catch {
    return undefined;
  } finally {
    await worker.terminate();
  }
}

function firstMessage(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    const start = process.cpuUsage();
    const timer = setInterval(() => {
      const {system, user} = process.cpuUsage(start);
      if (user + system > 1000 * MOST_MILLIS) reject(new Error('too slow'));
    }, 100);
    timer.unref();
    worker.unref();
    worker.on('error', reject);
    worker.on('message', resolve);
    worker.on('exit', () => clearInterval(timer));
  });
}
