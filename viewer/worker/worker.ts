/**
 * The worker: reads, analyzes and builds trees off the main thread, with the core of the command line.
 *
 * Every error becomes a failure reply, so that the page never waits for one that does not come.
 */
import type {Numbered, Progress, Reply} from '../protocol.ts';
import {withModules} from './lazy/missing-module.ts';
import {describeFailure} from './loading/failure.ts';
import {answer, prepareFlame} from './session.ts';

/** The few things of a worker's global scope that are used here; the project's DOM types describe a window. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Numbered>) => void) | null;
  postMessage(message: Reply, transfer: Transferable[]): void;
}
const scope = self as unknown as WorkerScope;

async function reply({id, request}: Numbered): Promise<void> {
  const report = (progress: Progress): void => scope.postMessage({id, progress}, []);
  try {
    const {result, transfer} = await withModules(() => answer(request, report));
    scope.postMessage({id, result}, transfer);
    if (request.kind === 'open' && request.isFlameFirst) await prepareFlame();
  } catch (error) {
    scope.postMessage({id, error: describeFailure(error)}, []);
  }
}

/** One request at a time: later ones are about what earlier ones opened. */
let last: Promise<void> = Promise.resolve();
scope.onmessage = ({data}) => {
  last = last.then(() => reply(data));
};
