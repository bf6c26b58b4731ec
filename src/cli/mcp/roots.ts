/**
 * Which files an assistant may have read: regular files below the roots, by their real paths.
 *
 * A path is resolved before it is compared, so `..` and symbolic links lead nowhere else.
 */
import {readdirSync, realpathSync, statSync} from 'node:fs';
import {isAbsolute, join, relative, sep} from 'node:path';
import {failure} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';
import {isUrl} from '../input/mask-url.ts';

/** Real paths of folders. @throws READ_FAILED for what is no folder */
export function openRoots(folders: readonly string[]): string[] {
  return folders.map((folder) => {
    const path = realPath(folder);
    if (path === undefined || !statSync(path).isDirectory()) {
      throw failure('READ_FAILED', 'this is not a folder', {input: folder}, '--root needs an existing folder');
    }
    return path;
  });
}

/**
 * The real path of a file that may be read.
 *
 * @param path  relative to one of the roots, or absolute
 * @throws USAGE for what is outside or no file, in the same words whether it exists or not
 */
export function fileInRoots(roots: readonly string[], path: string): string {
  if (isUrl(path) || path === '-' || path.includes('\0')) {
    throw failure('USAGE', `${shown(path)} is not a file path`, {}, 'only files below the roots are read');
  }
  const found = roots
    .map((root) => realPath(isAbsolute(path) ? path : join(root, path)))
    .find((real) => real !== undefined && roots.some((root) => isInside(root, real)));
  if (found === undefined) {
    throw failure('USAGE', `${shown(path)}: no such file below ${roots.map(shown).join(', ')}`, {}, folderHint(roots));
  }
  const file = statSync(found);
  if (file.isDirectory()) throw failure('USAGE', `${shown(path)} is a folder`, {}, holdsText(found));
  if (!file.isFile()) throw failure('USAGE', `${shown(path)} is not a regular file`);
  return found;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

function folderHint(roots: readonly string[]): string {
  return roots.length === 1 ? holdsText(roots[0]) : 'ask for "." to see what a root holds';
}

/** Names of a folder that are listed for an assistant that looks for files. */
const MOST_NAMES = 50;

function holdsText(folder: string): string {
  const names = readdirSync(folder, {withFileTypes: true})
    .filter(({name}) => !name.startsWith('.'))
    .map((entry) => `${shown(entry.name)}${entry.isDirectory() ? '/' : ''}`)
    .sort();
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return names.length === 0 ? 'the folder is empty' : `it holds ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}

/** Longest piece of a path that an answer repeats. */
const LONGEST_SHOWN = 200;

function shown(path: string): string {
  return safeText(path.length > LONGEST_SHOWN ? `${path.slice(0, LONGEST_SHOWN)}…` : path);
}
