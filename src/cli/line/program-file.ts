/**
 * Tells whether a file is a program, by its first bytes.
 */
import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {isExecutable} from '../../formats/foreign.ts';

/** Whether a path names a regular file that begins as ELF, Mach-O or Windows programs do. */
export function isProgram(path: string): boolean {
  if (statSync(path, {throwIfNoEntry: false})?.isFile() !== true) return false;
  const fd = openSync(path, 'r');
  try {
    const head = new Uint8Array(8);
    readSync(fd, head, 0, head.length, 0);
    return isExecutable(head);
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
}
