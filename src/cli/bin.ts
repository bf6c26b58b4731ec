#!/usr/bin/env node
/**
 * The executable: runs the bundle beside it, or the modules where there is no bundle or an older one.
 *
 * The bundle is the same code in one file, with what V8 compiled when it was built: half the time to start. A Node
 * it was not built with compiles it again, and keeps the result beside the bundle if it can (Node 22 and later).
 */
import {existsSync, readFileSync, statSync} from 'node:fs';
import * as nodeModule from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {Script} from 'node:vm';

interface Runner {
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** What Node wraps a CommonJS module into. */
type Wrapper = (exports: object, require: NodeJS.Require, module: {exports: object}, file: string) => void;

const FOLDER = dirname(fileURLToPath(import.meta.url));
const BUNDLE = join(FOLDER, 'pprofx.cjs');
const COMPILED = join(FOLDER, `pprofx-${process.version}-${process.arch}.bin`);
/** Written by the compiler whenever it writes modules; not part of the package. */
const BUILD_STATES: readonly string[] = ['core.json', 'cli.json'].map((name) => join(FOLDER, '../.tsbuildinfo', name));

// V8 optimizes early, which a run of 100 ms never earns back: 320 → 220 ms of CPU for a profile of 60 kB. Loops that are
// hot for longer reach this budget within milliseconds. V8 takes compiled code only under the flags it was compiled
// with, so scripts/compile-bundle.mjs sets the same.
// Later lines of Node do not know the flag, and would say so.
if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=300000');

const {run} = isBundleFresh() ? loadBundle() : await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));

function isBundleFresh(): boolean {
  const built = statSync(BUNDLE, {throwIfNoEntry: false})?.mtimeMs;
  if (built === undefined) return false;
  return BUILD_STATES.every((path) => (statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0) <= built);
}

function loadBundle(): Runner {
  const require = nodeModule.createRequire(import.meta.url);
  if (existsSync(COMPILED)) {
    const source = `(function (exports, require, module, __filename) {${readFileSync(BUNDLE, 'latin1')}\n})`;
    const script = new Script(source, {filename: BUNDLE, cachedData: readFileSync(COMPILED)});
    const module = {exports: {}};
    (script.runInThisContext() as Wrapper)(module.exports, require, module, BUNDLE);
    return module.exports as Runner;
  }
  const {enableCompileCache} = nodeModule as {readonly enableCompileCache?: (folder: string) => unknown};
  enableCompileCache?.(join(FOLDER, '.compiled'));
  return require(BUNDLE) as Runner;
}
