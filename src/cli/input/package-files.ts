/**
 * Finds files of the installed package, whatever folder the running code was built into.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {brotliDecompressSync} from 'node:zlib';

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
  return packageBytes(path).toString('utf8');
}

/** The same of a file that is packed with brotli. */
export function packedText(path: string): string {
  return brotliDecompressSync(packageBytes(path)).toString('utf8');
}

function packageBytes(path: string): Buffer {
  return readFileSync(new URL(path, packageRoot()));
}

export function version(): string {
  return (JSON.parse(packageText('package.json')) as {version: string}).version;
}

/** The commit that the code is of, shortened; '' when unknown. */
export function commit(): string {
  const root = packageRoot();
  const git = ['-C', fileURLToPath(root), 'rev-parse', '--short=12', 'HEAD'];
  const checkout = existsSync(new URL('.git', root)) ? spawnSync('git', git, {encoding: 'utf8'}).stdout : undefined;
  const packed = new URL('dist/commit.txt', root);
  return (checkout ?? (existsSync(packed) ? readFileSync(packed, 'utf8') : '')).trim();
}

/**
 * The script of a thread: bundled, or the module where nothing is bundled.
 *
 * @param path  of the module below src/cli, without its ending
 */
export function threadScript(path: 'reading/read-worker' | 'server/preload-thread'): URL {
  const folder = new URL('dist/cli/', packageRoot());
  const bundled = new URL(`${path.slice(path.indexOf('/') + 1)}.mjs`, folder);
  return existsSync(bundled) ? bundled : new URL(`${path}.js`, folder);
}
