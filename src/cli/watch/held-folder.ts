/**
 * One watcher a folder: two would each overwrite what the other remembers.
 *
 * The file names a process. One that is gone holds nothing, so a watcher that was killed leaves no work to do.
 */
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {writeFailure} from '../output/write-file.ts';
import {readRegularFile} from '../system/bounded-file.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';

const NAME = 'watch.pid';
const MAX_LOCK_BYTES = 100;

/** @throws FILE_EXISTS where another process watches, WRITE_FAILED */
export function holdFolder(folder: string): void {
  const path = join(folder, NAME);
  const holder = holderOf(path);
  if (holder !== undefined && holder !== process.pid && isRunning(holder)) {
    const hint = `choose another folder with -o DIR; if that process is not a watch, remove ${path}`;
    throw failure('FILE_EXISTS', `process ${holder} watches into this folder already`, {input: folder}, hint);
  }
  noteTemporary(path);
  try {
    // A file of its own: what lies there may be a link to something else, or a pipe.
    rmSync(path, {force: true});
    writeFileSync(path, `${process.pid}\n`, {mode: 0o600, flag: 'wx'});
  } catch (error) {
    throw writeFailure(error, path);
  }
}

export function releaseFolder(folder: string): void {
  const path = join(folder, NAME);
  if (holderOf(path) === process.pid) rmSync(path, {force: true});
  forgetTemporary(path);
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readRegularFile(path, MAX_LOCK_BYTES));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process runs, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
