/**
 * Programs that run for us right now, so that none outlives this process.
 */
import type {ChildProcess} from 'node:child_process';

const running = new Set<ChildProcess>();
/** Children that lead a group of their own: what a shell has started ends with it. */
const leaders = new WeakSet<ChildProcess>();
let isWatching = false;

export function noteChild(child: ChildProcess): void {
  if (!isWatching) {
    process.on('exit', endChildren);
    isWatching = true;
  }
  running.add(child);
  child.once('close', () => running.delete(child));
}

/** @param child  started with `detached` */
export function noteGroup(child: ChildProcess): void {
  leaders.add(child);
  noteChild(child);
}

/** Ends a child, and its group where it leads one. */
export function endChild(child: ChildProcess): void {
  if (child.pid === undefined || !leaders.has(child)) {
    child.kill('SIGTERM');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // The group is gone.
  }
}

/** Ends them all, at once; never throws. */
export function endChildren(): void {
  for (const child of running) endChild(child);
}
