/**
 * A thread of Node that is first the page's worker and then the page: it answers what the page asks first, and builds
 * the page with the answers.
 *
 * What a worker of a browser has and a thread has not is `self`; everything else that it uses is in both.
 */
import {parentPort, workerData} from 'node:worker_threads';
import type {PageInput, PageOptions, PreparedPage} from '../../render/html/page.ts';
import {firstPictures} from './first-pictures.ts';

/** What the thread is started with. */
export interface PageWork {
  /** Addresses of the built scripts. */
  readonly worker: string;
  readonly page: string;
  readonly inputs: readonly PageInput[];
  /** The bytes of each. */
  readonly bytes: readonly ArrayBuffer[];
  readonly options: PageOptions;
}

interface FirstPayload {
  readonly answers: ArrayBuffer;
  readonly flame: ArrayBuffer | undefined;
}

type Reply = {readonly progress: unknown} | {readonly result: FirstPayload} | {readonly error: unknown};

interface WorkerScope {
  onmessage: ((event: {readonly data: unknown}) => void) | null;
  postMessage(reply: Reply): void;
}

const {bytes, inputs, options, page, worker} = workerData as PageWork;
const {answers, flame} = await firstPayload();
// The screens that may be looked at first, as far as they wait for nothing else.
const fragments = flame === undefined ? [''] : ['', 'screen=flame'];
// Without pictures the page builds all of itself in the browser.
const pictures = await firstPictures(page, inputs, answers, fragments, options).catch(() => []);
parentPort?.postMessage({
  answers: new Uint8Array(answers),
  pictures,
  flame: flame === undefined ? undefined : new Uint8Array(flame),
} satisfies PreparedPage);

async function firstPayload(): Promise<FirstPayload> {
  const reply = new Promise<FirstPayload>((resolve, reject) => {
    const scope: WorkerScope = {
      onmessage: null,
      postMessage: (message) => {
        if ('result' in message) resolve(message.result);
        if ('error' in message) reject(new Error('no answer'));
      },
    };
    Object.defineProperty(globalThis, 'self', {value: scope, configurable: true});
  });
  await import(worker);
  const files = inputs.map(({name}, index) => ({name, bytes: bytes[index]}));
  const {self} = globalThis as unknown as {self: WorkerScope};
  self.onmessage?.({data: {id: 0, request: {kind: 'first', files, options}}});
  return reply;
}
