/**
 * Results leave here: to standard output, or to a file that is whole or not there.
 */
import {randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {access, open, rename, rm} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {failure} from '../../base/errors.ts';
import type {CommonOptions} from '../common-options.ts';

/** Writes the result of a command where its options say. */
export async function writeResult(result: string | Uint8Array, options: CommonOptions): Promise<void> {
  if (options.output === undefined || options.output === '-') await writeStdout(result);
  else await writeFileAtomically(options.output, result, options.force === true);
}

async function writeStdout(result: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.once('error', reject);
    process.stdout.write(result, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Writes a temporary file beside the target and renames it: readers see the old file or the new one. A symbolic link
 * at the target is replaced, never followed.
 *
 * @throws FILE_EXISTS without `force`, WRITE_FAILED
 */
export async function writeFileAtomically(target: string, content: string | Uint8Array, force: boolean): Promise<void> {
  if (!force && (await exists(target))) {
    throw failure('FILE_EXISTS', 'the file exists already', {input: target});
  }
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.chmod(0o666 & ~process.umask());
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, {force: true});
    throw failure('WRITE_FAILED', `cannot write: ${(error as Error).message}`, {input: target});
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path, constants.F_OK);
    return true;
  } catch {
    return false;
  }
}
