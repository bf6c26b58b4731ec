/**
 * Finds the source files that a profile names.
 */
import {existsSync, readFileSync} from 'node:fs';
import {dirname, isAbsolute, join, resolve} from 'node:path';
import {splitList, trimSourcePath} from '../../base/file-path.ts';

/** Larger files are no source that a person wrote. */
const LARGEST_BYTES = 8 * 2 ** 20;

/**
 * Lines of a source file, undefined when it is not found.
 *
 * @param sourcePath  colon-separated directories; each is tried with its parents; '' for the current one
 */
export function readSourceFile(file: string, sourcePath: string, trimPath: string): string[] | undefined {
  if (file === '') return undefined;
  const trimmed = trimSourcePath(file, trimPath, sourcePath === '' ? process.cwd() : sourcePath);
  const path = isAbsolute(trimmed) ? trimmed : searched(trimmed, sourcePath === '' ? ['.'] : splitList(sourcePath));
  if (path === undefined) return undefined;
  try {
    const bytes = readFileSync(path);
    return bytes.length > LARGEST_BYTES ? undefined : bytes.toString('utf8').split(/\r?\n/);
  } catch {
    return undefined;
  }
}

function searched(file: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    for (let at = resolve(folder); ; at = dirname(at)) {
      if (existsSync(join(at, file))) return join(at, file);
      if (at === dirname(at)) break;
    }
  }
  return undefined;
}
