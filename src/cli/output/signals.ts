/**
 * What the process does when a signal stops it, and when its output is closed.
 */
import {removeTemporaries} from './temporary-files.ts';

/** Exit codes as shells count them: 128 and the signal's number. */
const SIGNALS: ReadonlyMap<NodeJS.Signals, number> = new Map([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
]);

/** Ends at once on a signal, without the temporary file. */
export function stopOnSignals(): void {
  for (const [signal, exitCode] of SIGNALS) {
    process.on(signal, () => {
      removeTemporaries();
      // A command that listens itself, as a server does, ends itself.
      if (process.listenerCount(signal) > 1) return;
      process.exit(exitCode);
    });
  }
}

/**
 * Errors of the standard streams come as events too, and would end the process with a stack trace. Results are written
 * with a callback that reports them; what is lost here is help, progress and warnings that nobody reads.
 */
export function ignoreDeafReaders(): void {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}
