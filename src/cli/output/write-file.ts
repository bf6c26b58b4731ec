/**
 * Files that are whole or not there: readers see the old file or the new one, whatever happens to us.
 */
import {randomBytes} from 'node:crypto';
import type {Stats} from 'node:fs';
import {type FileHandle, link, lstat, open, rename, rm, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {failure, PprofxError} from '../../base/errors.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';

/**
 * Writes a temporary file beside the target and moves it there. A symbolic link at the target is replaced, never
 * followed; a device or a named pipe is written to, as it cannot be replaced.
 *
 * @param force  replace what exists
 * @throws FILE_EXISTS without `force`, WRITE_FAILED
 */
export async function writeFileAtomically(target: string, content: string | Uint8Array, force: boolean): Promise<void> {
  try {
    const old = await about(target, lstat);
    if (old !== undefined && (await isStream(target, old))) return await writeInto(target, content);
    if (old?.isDirectory() === true) throw failure('WRITE_FAILED', 'this is a directory', {input: target});
    if (old !== undefined && !force) throw fileExists(target);
    const mode = old?.isFile() === true ? old.mode & 0o777 : 0o666 & ~process.umask();
    await writeBeside(target, content, {mode, force});
  } catch (error) {
    throw error instanceof PprofxError ? error : writeFailure(error, target);
  }
}

async function writeBeside(
  target: string,
  content: string | Uint8Array,
  options: {readonly mode: number; readonly force: boolean},
): Promise<void> {
  const temporary = join(dirname(target), `.pprofx-${randomBytes(6).toString('hex')}.tmp`);
  noteTemporary(temporary);
  try {
    await fill(await open(temporary, 'wx', 0o600), content, options.mode);
    await (options.force ? rename(temporary, target) : moveToFreeName(temporary, target));
  } finally {
    await rm(temporary, {force: true}).catch(() => undefined);
    forgetTemporary(temporary);
  }
}

async function fill(file: FileHandle, content: string | Uint8Array, mode: number): Promise<void> {
  try {
    await file.writeFile(content);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Moves without replacing what appeared meanwhile: a hard link, unlike a rename, fails when the name is taken. */
async function moveToFreeName(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw fileExists(target);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    // The file system knows no hard links.
    await rename(temporary, target);
  }
}

async function writeInto(target: string, content: string | Uint8Array): Promise<void> {
  const file = await open(target, 'w');
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

/** Whether the target, or what a link there leads to, takes bytes but is no file; /dev and /proc hold only such. */
async function isStream(target: string, at: Stats): Promise<boolean> {
  if (/^\/(dev|proc)\//.test(target) && at.isSymbolicLink()) return true;
  const end = at.isSymbolicLink() ? await about(target, stat) : at;
  return end !== undefined && (end.isCharacterDevice() || end.isFIFO() || end.isBlockDevice() || end.isSocket());
}

async function about(path: string, look: (path: string) => Promise<Stats>): Promise<Stats | undefined> {
  try {
    return await look(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function fileExists(target: string): PprofxError {
  return failure('FILE_EXISTS', 'the file exists already', {input: target});
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EISDIR', 'this is a directory'],
  ['ENOENT', 'no such folder'],
  ['ENOSPC', 'no space left on the device'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EROFS', 'the file system is read-only'],
]);

/** The failure for an error of the system while writing. */
export function writeFailure(error: unknown, target: string): PprofxError {
  const {code, message} = error as NodeJS.ErrnoException;
  const reason = REASONS.get(code ?? '') ?? message;
  return failure('WRITE_FAILED', `cannot write: ${reason}`, {input: target});
}
