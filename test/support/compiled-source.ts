/**
 * Lets tests import what the compiler made of src, loaded by Node itself: modules that pass through the test runner run
 * at a third of the speed, since each use of an import becomes a property of an object.
 */
import {execFileSync} from 'node:child_process';
import {dirname, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = `${ROOT}src${sep}`;
/** test/mutation has a build of its own. */
const BUILD = process.env['PPROFX_MUTATION_BUILD'] ?? `${ROOT}dist`;

/** Compiles what has changed, once before any test runs. */
export function setup(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'src', 'src/cli'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}

/** A plugin of Vite: `../src/read.ts` is `dist/read.js`, wherever it is imported from. */
export const compiledSource = {
  name: 'compiled-source',
  enforce: 'pre' as const,
  resolveId(source: string, importer: string | undefined): {id: string; external: true} | undefined {
    if (importer === undefined || !/^\.\.?\//.test(source)) return undefined;
    const path = resolve(dirname(importer), source);
    if (!path.startsWith(SOURCE) || !path.endsWith('.ts')) return undefined;
    return {id: `${BUILD}${sep}${path.slice(SOURCE.length, -'.ts'.length)}.js`, external: true};
  },
};
