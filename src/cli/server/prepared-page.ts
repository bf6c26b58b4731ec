/**
 * What the page shows first, made while the browser starts. The page's own worker and script run in a thread here, so
 * answers and pictures are those that they would make in the browser.
 */
import {Worker} from 'node:worker_threads';
import type {PageInput, PageOptions, PreparedPage} from '../../render/html/page.ts';
import {packageRoot} from '../input/package-files.ts';
import type {PageWork} from './page-thread.ts';
import type {ServedInput} from './routes.ts';

/** Larger inputs the page reads itself, for it shows how far it is and can be told to stop. */
const MOST_BYTES = 1 << 20;
/** After this the page comes without. */
const TIMEOUT_MILLIS = 2000;

/** Whether inputs are so small that somebody should wait for the answers. */
export function isQuicklyRead(inputs: readonly ServedInput[]): boolean {
  return inputs.length > 0 && inputs.reduce((sum, {bytes}) => sum + bytes.length, 0) <= MOST_BYTES;
}

/**
 * Undefined where something failed, which the page then tells, or took long.
 *
 * @param listed  the inputs as the page finds them listed
 */
export async function preparePage(
  inputs: readonly ServedInput[],
  listed: readonly PageInput[],
  options: PageOptions,
): Promise<PreparedPage | undefined> {
  const root = packageRoot();
  // A Buffer's own slice would share its memory, which is served to the page later on.
  const bytes = inputs.map((input) => new Uint8Array(input.bytes).buffer);
  const work: PageWork = {
    worker: new URL('dist/viewer/worker.js', root).href,
    page: new URL('dist/viewer/app.js', root).href,
    inputs: listed,
    bytes,
    options,
  };
  const worker = new Worker(new URL('dist/cli/server/page-thread.js', root), {
    workerData: work,
    transferList: bytes,
  });
  try {
    return await firstMessage(worker);
  } catch {
    return undefined;
  } finally {
    await worker.terminate();
  }
}

function firstMessage(worker: Worker): Promise<PreparedPage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), TIMEOUT_MILLIS);
    timer.unref();
    worker.unref();
    worker.on('error', reject);
    worker.on('message', (page: PreparedPage) => {
      clearTimeout(timer);
      resolve(page);
    });
  });
}
