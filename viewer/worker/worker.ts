/**
 * The worker: reads, analyzes and builds trees away from the page, with the very core of the command line.
 *
 * Catches everything and answers with a failure: the page never waits for a reply that does not come.
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

/** One request after the other: what one opens, the next one asks about. */
let last: Promise<void> = Promise.resolve();
scope.onmessage = ({data}) => {
  last = last.then(() => reply(data));
};
