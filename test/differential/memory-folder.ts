/**
 * Where outputs that are read once are kept: in memory where the system has such a folder.
 *
 * pprofx waits until an output is on the disk, which on a busy one takes ten times as long as the report.
 */
import {existsSync} from 'node:fs';
import {tmpdir} from 'node:os';

const SHARED_MEMORY = '/dev/shm';

export function memoryFolder(): string {
  return existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir();
}
