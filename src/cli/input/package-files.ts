/**
 * Finds files of the installed package, whatever folder the running code was built into.
 */
import {existsSync, readFileSync} from 'node:fs';

/** The package's folder, as a URL that ends in a slash: the nearest one above this code with a package.json. */
export function packageRoot(): URL {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const above = new URL('../', folder);
    if (above.href === folder.href) throw new Error('pprofx is not installed whole: no package.json above its code');
    folder = above;
  }
  return folder;
}

/** Text of a file of the package, by its path inside it. */
export function packageText(path: string): string {
  return readFileSync(new URL(path, packageRoot()), 'utf8');
}

export function version(): string {
  return (JSON.parse(packageText('package.json')) as {version: string}).version;
}
