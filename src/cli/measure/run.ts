/**
 * Runs a command that writes a profile, without a shell, and says what went wrong when it wrote none.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {failure} from '../../base/errors.ts';
import {makeFolder} from '../collect/folder.ts';
import {noteChild} from '../system/children.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';

export type Side = 'after' | 'before';

/** A folder for profiles: one that stays, or a temporary one. */
export function makeRunFolder(kept: string | undefined): {readonly path: string; readonly close: () => void} {
  if (kept !== undefined) {
    makeFolder(kept);
    return {path: resolve(kept), close: () => undefined};
  }
  const path = mkdtempSync(join(tmpdir(), 'pprofx-runs-'));
  noteTemporary(path);
  return {
    path,
    close: () => {
      rmSync(path, {force: true, recursive: true});
      forgetTemporary(path);
    },
  };
}

export interface Place {
  readonly cwd: string;
  readonly side: Side;
  /** Which run of its side, from 1. */
  readonly count: number;
}

/**
 * The profile that one run wrote.
 *
 * @param line  the command; `{}` in it becomes the path, `{side}` the side
 * @throws READ_FAILED when it cannot be started, fails or writes nothing
 */
export async function runInto(folder: string, line: readonly string[], {count, cwd, side}: Place): Promise<string> {
  const path = join(folder, `${side}-${count}.pb.gz`);
  const [command, ...args] = line.map((word) => word.replaceAll('{}', path).replaceAll('{side}', side));
  const child = spawn(command, args, {cwd, stdio: ['ignore', 'pipe', 'pipe']});
  noteChild(child);
  let last = '';
  const keepEnd = (chunk: Buffer): void => {
    last = (last + String(chunk)).slice(-LAST_CHARACTERS);
  };
  child.stdout.on('data', keepEnd);
  child.stderr.on('data', keepEnd);
  const end = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const [code, signal] = await end.catch((error: NodeJS.ErrnoException) => {
    throw failure('READ_FAILED', `${command} cannot be started in ${cwd}: ${error.code}`);
  });
  if (code !== 0) {
    const said = last.trim() === '' ? '' : `, and said: ${last.trim()}`;
    throw failure('READ_FAILED', `${command} ended with ${signal ?? code} for ${side}${said}`);
  }
  if ((statSync(path, {throwIfNoEntry: false})?.size ?? 0) > 0) return path;
  throw failure(
    'READ_FAILED',
    `${command} wrote no profile for ${side}`,
    {},
    'it must write one to the file that {} stands for',
  );
}

/** Of what a failed command said. */
const LAST_CHARACTERS = 500;
