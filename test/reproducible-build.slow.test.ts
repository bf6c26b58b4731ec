/**
 * Two builds of one source in two places are the same files, byte for byte: what is published can be checked by anybody.
 *
 * Slow: builds the project in a second place.
 */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-build-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** The bundle lists what Node's own modules export, so only builds by one version of Node are compared. */
const IS_BUILT_BY_THIS_NODE = existsSync(`dist/cli/pprofx-${process.version}-${process.arch}.bin`);

/** Builds a copy of the source below `place`, which must not show in any file. */
function buildAt(place: string): string {
  mkdirSync(place, {recursive: true});
  for (const name of [
    'src',
    'viewer',
    'scripts',
    'schema',
    'proto',
    'docs',
    'languages',
    'package.json',
    'tsconfig.base.json',
  ]) {
    cpSync(name, join(place, name), {recursive: true});
  }
  for (const name of ['node_modules', 'samples']) symlinkSync(resolve(name), join(place, name));
  const node = (...args: string[]): void => {
    execFileSync(process.execPath, args, {cwd: place, stdio: ['ignore', 'ignore', 'inherit']});
  };
  // The types are checked where the build is made; what it emits does not depend on that.
  node('node_modules/typescript/bin/tsc', '-b', '--noCheck', 'src/cli', 'viewer');
  node('scripts/build-viewer.mjs');
  node('scripts/languages.mjs');
  node('scripts/bundle.mjs');
  node('scripts/library.mjs');
  node('scripts/man-page.mjs');
  return join(place, 'dist');
}

/**
 * `hash  path` of everything but what the compiler notes for itself, the code that V8 compiled, and the commit that packing
 * notes.
 */
function hashes(dist: string): string[] {
  return readdirSync(dist, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map(({name, parentPath}) => join(parentPath, name))
    .filter((path) => !/\.tsbuildinfo|\.bin$|\.compiled|commit\.txt$/.test(path))
    .map((path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path.slice(dist.length + 1)}`)
    .sort();
}

describe('the build', () => {
  it('gives the same files in another place', () => {
    const other = hashes(buildAt(join(folder, 'elsewhere', 'deeper')));
    expect(other.length).toBeGreaterThan(100);
    expect(other.filter((line) => line.endsWith('cli/pprofx.cjs') || line.endsWith('viewer/app.js'))).toHaveLength(2);
    expect(other).toEqual(hashes(IS_BUILT_BY_THIS_NODE ? 'dist' : buildAt(join(folder, 'third'))));
  });
});
