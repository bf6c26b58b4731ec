/**
 * A whole run of the command line inside this process: signals, deaf readers, then `main`; and what a thread of it runs.
 */
import {main} from './main.ts';
import {ignoreDeafReaders, stopOnSignals} from './system/signals.ts';

/** Makes this thread the other end of reading/read-thread.ts; it loads the same bundle, so that the package holds the code once. */
export async function serveReads(): Promise<void> {
  await import('./reading/read-worker.ts');
}

/** Runs one command line and returns the exit code. */
export function run(args: readonly string[]): Promise<number> {
  stopOnSignals();
  ignoreDeafReaders();
  return main(args);
}
