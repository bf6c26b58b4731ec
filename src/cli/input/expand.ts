/**
 * Shell patterns in input names, for shells that do not expand them and for patterns in quotes: `*`, `?`, `[a-z]`
 * within a folder.
 */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {compileWholePattern, type Pattern} from '../../analysis/names/pattern.ts';
import {failure} from '../../base/errors.ts';
import {quotePattern} from '../../base/quote-pattern.ts';
import {isUrl} from './mask-url.ts';

/**
 * The inputs with every pattern replaced by the files it matches, sorted; names of existing files are taken as they
 * are.
 *
 * @throws READ_FAILED when a pattern matches nothing
 */
export function expandInputs(inputs: readonly string[]): string[] {
  return inputs.flatMap((input) => {
    if (!/[*?[]/.test(input) || isUrl(input) || existsSync(input)) return [input];
    const found = matches(input);
    if (found.length === 0) throw failure('READ_FAILED', 'no file matches this pattern', {input});
    return found;
  });
}

function matches(pattern: string): string[] {
  const parts = pattern.split('/');
  let folders = [parts[0] === '' ? '/' : ''];
  for (const part of parts[0] === '' ? parts.slice(1) : parts) {
    folders = folders.flatMap((folder) => matchesIn(folder, part));
  }
  return folders.sort();
}

/** Entries of a folder that match one element of a pattern, as paths. */
function matchesIn(folder: string, part: string): string[] {
  const path = (name: string): string => (folder === '' ? name : join(folder, name));
  if (!/[*?[]/.test(part)) return existsSync(path(part)) ? [path(part)] : [];
  const shape = elementPattern(part);
  try {
    return readdirSync(folder === '' ? '.' : folder)
      .filter((name) => shape.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .map(path);
  } catch {
    // Not a folder, or not ours to read: nothing in it matches.
    return [];
  }
}

/** @throws INVALID_PATTERN for a range such as [z-a] */
function elementPattern(part: string): Pattern {
  const source = part.replace(/\[!?[^\]]{1,100}\]|[\s\S]/g, (piece) => {
    if (piece === '*') return '[^/]*';
    if (piece === '?') return '[^/]';
    if (piece.length > 1) return piece.replace('[!', '[^').replaceAll('\\', '\\\\');
    return quotePattern(piece);
  });
  return compileWholePattern(source, `the file pattern ${part}`);
}
