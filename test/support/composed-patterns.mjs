/**
 * Every regular expression that modules of dist put together: when they are loaded, and while they read what asks for more.
 *
 * A thread of its own, posting what it found: in any other, modules may have been loaded before.
 */
import {parentPort, workerData} from 'node:worker_threads';

/** The pattern, and where it was made. */
const made = [];

globalThis.RegExp = new Proxy(RegExp, {
  construct(target, given) {
    const pattern = new target(...given);
    made.push([pattern, new Error('made here').stack ?? '']);
    return pattern;
  },
});
await import('../../dist/detectors/index.js');
await import('../../dist/incident/layouts/index.js');
const {ProfileReader} = await import('../../dist/profile-reader.js');
const reader = new ProfileReader({name: 'pasted.txt'});
reader.write(Buffer.from(workerData));
reader.end();
parentPort.postMessage(made);
