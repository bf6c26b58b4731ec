/**
 * Finds the source files that a profile names.
 *
 * The names are a stranger's words: what is read and printed must be a regular file of moderate size below a folder
 * that the user stands in or names, wherever links lead.
 */
import {existsSync, realpathSync} from 'node:fs';
import {dirname, isAbsolute, join, resolve, sep} from 'node:path';
import {splitList, trimSourcePath} from '../../base/file-path.ts';
import {readRegularFile} from '../system/bounded-file.ts';

/** Larger files are no source that a person wrote. */
const LARGEST_BYTES = 8 * 2 ** 20;
/** Files in them are what the kernel says, not what anybody wrote. */
const SYSTEM_FOLDERS = ['/proc', '/sys', '/dev'];
/** What the topmost folder of a project holds. */
const PROJECT_MARKS = ['go.mod', '.git'];

/**
 * Lines of a source file, undefined when it is not found or may not be shown.
 *
 * @param sourcePath  colon-separated directories; each is tried with its parents up to the project's topmost; '' for
 *                    the current one
 */
export function readSourceFile(file: string, sourcePath: string, trimPath: string): string[] | undefined {
  if (file === '') return undefined;
  const trimmed = trimSourcePath(file, trimPath, sourcePath === '' ? process.cwd() : sourcePath);
  const named = splitList(sourcePath).map((folder) => resolve(folder));
  const folders = (named.length === 0 ? [process.cwd()] : named).flatMap(projectFolders);
  const path = isAbsolute(trimmed) ? trimmed : folders.map((folder) => join(folder, trimmed)).find(existsSync);
  // A working folder of `/` is chance, one that is named is meant.
  const roots = [...named, ...[...projectFolders(process.cwd()), ...folders].filter((folder) => folder !== sep)];
  const real = path === undefined ? undefined : realPath(path);
  if (real === undefined || !isOpenTo(real, roots)) return undefined;
  return readRegularFile(real, LARGEST_BYTES)?.toString('utf8').split(/\r?\n/);
}

/** The folder and its parents up to the topmost of its project; the folder alone where there is no project. */
function projectFolders(folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    folders.push(at);
    if (PROJECT_MARKS.some((mark) => existsSync(join(at, mark)))) return folders;
    if (at === dirname(at)) return [folder];
  }
}

function isOpenTo(path: string, roots: readonly string[]): boolean {
  if (SYSTEM_FOLDERS.some((folder) => isBelow(path, folder))) return false;
  return roots.some((root) => isBelow(path, realPath(root) ?? root));
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Where the path leads when links are followed, undefined when nowhere. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
