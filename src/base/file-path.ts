/**
 * File names from profiles, cut and cleaned as Go's path/filepath does it on Unix: names in a profile belong to the
 * machine that wrote it, not to the one we run on.
 */

import {withoutTrailing} from './without-trailing.ts';

/** The shortest equal path: no `//`, `/./` or `x/..`. */
export function cleanPath(path: string): string {
  if (!/\/\/|\/$|(^|\/)\.{1,2}(\/|$)/.test(path) && path !== '') return path;
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push(part);
  }
  const joined = (isRooted ? '/' : '') + kept.join('/');
  return joined === '' ? '.' : joined;
}

/** The last element of a path; trailing slashes do not count. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const bare = withoutTrailing(path, '/');
  if (bare === '') return '/';
  return bare.slice(bare.lastIndexOf('/') + 1);
}

/** What the machine that built the program put in front of paths, and nobody wants to see. */
const SANDBOX_PREFIXES = ['/proc/self/cwd/./', '/proc/self/cwd/'];

/**
 * Strips the part of a source path that belongs to the machine of the build.
 *
 * @param trimPath    colon-separated prefixes to cut; when '', the base name of a search directory found inside the
 *                    path shows where to cut
 * @param searchPath  colon-separated directories of sources
 */
export function trimSourcePath(path: string, trimPath: string, searchPath: string): string {
  if (trimPath === '') {
    for (const directory of splitList(searchPath)) {
      const wanted = `/${baseName(directory)}/`;
      const found = path.indexOf(wanted);
      if (found >= 0) return path.slice(found + wanted.length);
    }
  }
  for (const prefix of [...splitList(trimPath), ...SANDBOX_PREFIXES]) {
    const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (path.startsWith(folder)) return path.slice(folder.length);
  }
  return path;
}

/** The elements of a colon-separated list; none for ''. */
export function splitList(list: string): string[] {
  return list === '' ? [] : list.split(':');
}
