/**
 * Programs that run for us right now, so that none outlives this process.
 */
import type {ChildProcess} from 'node:child_process';

const running = new Set<ChildProcess>();
let isWatching = false;

export function noteChild(child: ChildProcess): void {
  if (!isWatching) {
    process.on('exit', endChildren);
    isWatching = true;
  }
  running.add(child);
  child.once('close', () => running.delete(child));
}

export function endChildren(): void {
  for (const child of running) child.kill('SIGTERM');
}
