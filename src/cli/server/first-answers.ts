/**
 * What the page will ask first, answered while the browser starts, so that its first picture comes with the page. The
 * page's own worker runs in a thread here, so the answers are those that it would give.
 */
import {Worker} from 'node:worker_threads';
import type {PageOptions} from '../../render/page.ts';
import {packageRoot} from '../package-files.ts';
import type {ServedInput} from './routes.ts';

/** Larger inputs the page reads itself, for it shows how far it is and can be told to stop. */
const MOST_BYTES = 1 << 20;
/** After this the page comes without. */
const TIMEOUT_MILLIS = 2000;

/** Whether inputs are so small that somebody should wait for the answers. */
export function isQuicklyRead(inputs: readonly ServedInput[]): boolean {
  return inputs.length > 0 && inputs.reduce((sum, {bytes}) => sum + bytes.length, 0) <= MOST_BYTES;
}

/** The answers as the page takes them (viewer/packed.ts); empty where something failed, which the page then tells. */
export async function firstAnswers(inputs: readonly ServedInput[], options: PageOptions): Promise<Uint8Array> {
  const root = packageRoot();
  const worker = new Worker(new URL('dist/cli/server/page-worker.js', root), {
    workerData: new URL('dist/viewer/worker.js', root).href,
  });
  try {
    return new Uint8Array(await firstReply(worker, inputs, options));
  } catch {
    return new Uint8Array();
  } finally {
    await worker.terminate();
  }
}

type Reply = {readonly progress: unknown} | {readonly result: ArrayBuffer} | {readonly error: unknown};

function firstReply(worker: Worker, inputs: readonly ServedInput[], options: PageOptions): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), TIMEOUT_MILLIS);
    timer.unref();
    worker.unref();
    worker.on('error', reject);
    worker.on('message', (reply: Reply) => {
      if ('progress' in reply) return;
      clearTimeout(timer);
      if ('result' in reply) resolve(reply.result);
      else reject(new Error('no answer'));
    });
    // A Buffer's own slice would share its memory, which is served to the page later on.
    const files = inputs.map(({bytes, name}) => ({name, bytes: new Uint8Array(bytes).buffer}));
    const request = {kind: 'first', files, options};
    worker.postMessage(
      {id: 0, request},
      files.map((file) => file.bytes),
    );
  });
}
