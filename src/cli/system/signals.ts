/**
 * What the process does when a signal stops it, and when its output is closed.
 */
import {endChildren} from './children.ts';
import {removeTemporaries} from './temporary-files.ts';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/**
 * Ends at once on a signal, without the temporary file and without the programs that run for us: the signal may have come
 * to this process alone.
 *
 * The signal itself ends the process: `process.exit` waits for reads and writes that other threads have begun, and
 * on a named pipe those may never end.
 */
export function stopOnSignals(): void {
  for (const signal of SIGNALS) process.on(signal, stop);
}

/** Runs something that may block this thread, which then hears no signal: the system's own handling ends the process. */
export function blocking<T>(action: () => T): T {
  const heard = SIGNALS.filter((signal) => process.listeners(signal).includes(stop));
  for (const signal of heard) process.removeListener(signal, stop);
  try {
    return action();
  } finally {
    for (const signal of heard) process.on(signal, stop);
  }
}

function stop(signal: NodeJS.Signals): void {
  endChildren();
  removeTemporaries();
  process.removeListener(signal, stop);
  process.kill(process.pid, signal);
}

/**
 * Errors of the standard streams come as events too, and would end the process with a stack trace. Results are written
 * with a callback that reports them; what is lost here is help, progress and warnings that nobody reads.
 */
export function ignoreDeafReaders(): void {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}
