/**
 * A whole run of the command line inside this process: signals, deaf readers, then `main`.
 */
import {main} from './main.ts';
import {ignoreDeafReaders, stopOnSignals} from './system/signals.ts';

/** Runs one command line and returns the exit code. */
export function run(args: readonly string[]): Promise<number> {
  stopOnSignals();
  ignoreDeafReaders();
  return main(args);
}
