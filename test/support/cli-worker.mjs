/**
 * The thread of cli.ts: runs one command line after the other.
 */
import {parentPort} from 'node:worker_threads';

let last = Promise.resolve();
parentPort.on('message', (request) => {
  last = last.then(() => answer(request));
});

async function answer({args, input, port, signal}) {
  port.postMessage(await outcomeOf(args, input));
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}

/** Whoever waits for this thread hears of no error of it: without a build, say, the answer is what is wrong. */
async function outcomeOf(args, input) {
  try {
    const {captured} = await import('./cli-capture.mjs');
    return await captured(args, input);
  } catch (error) {
    return {code: null, stdout: '', stderr: String(error?.stack ?? error)};
  }
}
