/**
 * The page's worker in a thread of Node: its messages in, its messages out.
 *
 * What a worker of a browser has and a thread has not is `self`; everything else that it uses is in both.
 */
import {parentPort, workerData} from 'node:worker_threads';

interface WorkerScope {
  onmessage: ((event: {readonly data: unknown}) => void) | null;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
}

const scope: WorkerScope = {
  onmessage: null,
  postMessage: (message, transfer) => parentPort?.postMessage(message, transfer),
};
Object.defineProperty(globalThis, 'self', {value: scope});
await import(String(workerData));
parentPort?.on('message', (data: unknown) => scope.onmessage?.({data}));
