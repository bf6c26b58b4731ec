/**
 * Temporary files and folders that exist right now, so that a signal can take them away.
 */
import {rmSync} from 'node:fs';

const present = new Set<string>();

export function noteTemporary(path: string): void {
  present.add(path);
}

export function forgetTemporary(path: string): void {
  present.delete(path);
}

/** Removes them all, at once; never throws. */
export function removeTemporaries(): void {
  for (const path of present) {
    try {
      rmSync(path, {force: true, recursive: true});
    } catch {
      // The file stays; its name begins with a dot and ends in .tmp.
    }
  }
  present.clear();
}
