/**
 * The thread of cli.ts: loads the built command line once and runs one line after the other.
 */
import {createRequire} from 'node:module';
import {parentPort} from 'node:worker_threads';

const {run} = createRequire(import.meta.url)('../../dist/cli/pprofx.cjs');

// Each run listens for signals and closed streams, as the one run of a process does.
for (const each of [process, process.stdout, process.stderr]) each.setMaxListeners(0);

let texts = {};
for (const name of ['stdout', 'stderr']) {
  process[name].write = (chunk, ...rest) => {
    texts[name].push(Buffer.from(chunk));
    // The last argument, if any, hears that the text is written.
    rest.at(-1)?.();
    return true;
  };
}

let last = Promise.resolve();
parentPort.on('message', (request) => {
  last = last.then(() => answer(request));
});

async function answer({args, port, signal}) {
  texts = {stdout: [], stderr: []};
  const code = await run(args);
  const [stdout, stderr] = [texts.stdout, texts.stderr].map((chunks) => Buffer.concat(chunks).toString());
  port.postMessage({code, stdout, stderr});
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}
