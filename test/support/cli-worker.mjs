/**
 * The thread of cli.ts: runs one command line after the other.
 */
import {parentPort} from 'node:worker_threads';
import {captured} from './cli-capture.mjs';

let last = Promise.resolve();
parentPort.on('message', (request) => {
  last = last.then(() => answer(request));
});

async function answer({args, input, port, signal}) {
  port.postMessage(await captured(args, input));
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}
