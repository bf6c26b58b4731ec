#!/usr/bin/env node
/**
 * The executable: runs the bundle beside it, or the modules where there is no bundle or an older one.
 *
 * The bundle is the same code in one file, with what V8 compiled when it was built: half the time to start. A package does
 * not hold that, because each version of Node has its own; there the first run of a command keeps it beside the bundle.
 */
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {Script} from 'node:vm';
import {crc32} from 'node:zlib';

interface Runner {
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** What Node wraps a CommonJS module into. */
type Wrapper = (exports: object, require: NodeJS.Require, module: {exports: object}, file: string) => void;

const FOLDER = dirname(fileURLToPath(import.meta.url));
const BUNDLE = join(FOLDER, 'pprofx.cjs');
const COMPILED = join(FOLDER, `pprofx-${process.version}-${process.arch}.bin`);
/** Code is kept nowhere but beside the code itself: where others can write, they could let us run theirs. */
const KEPT = join(FOLDER, '.compiled');
/** Commands that keep what was compiled for them; the others share most of it with the first. */
const KEEPING: readonly string[] = ['analyze', 'diff', 'goroutines', 'top'];
/** What a run may change for itself, as V8 has it: what was compiled under other flags is never taken. */
const USUAL_FLAGS = '--semi-space-growth-factor=2';
/** Written by the compiler whenever it writes modules; not part of the package. */
const BUILD_STATES: readonly string[] = ['core.json', 'cli.json'].map((name) => join(FOLDER, '../.tsbuildinfo', name));

// V8 optimizes early, which a run of 100 ms never earns back: 320 → 220 ms of CPU for a profile of 60 kB on Node 20, 275 →
// 236 ms on Node 24. Loops that are hot for longer reach these limits within milliseconds. V8 takes compiled code only
// under the flags it was compiled with, so scripts/compile-bundle.mjs sets the same. Node 22 has neither.
const [line] = process.version.slice(1).split('.').map(Number);
if (line === 20) setFlagsFromString('--interrupt-budget=300000');
if (line >= 24) setFlagsFromString('--invocation-count-for-maglev=4000 --invocation-count-for-turbofan=30000');

const args = process.argv.slice(2);
process.exitCode = isBundleFresh() ? await runBundle() : await (await import('./run.ts')).run(args);

function isBundleFresh(): boolean {
  const built = statSync(BUNDLE, {throwIfNoEntry: false})?.mtimeMs;
  if (built === undefined) return false;
  return BUILD_STATES.every((path) => (statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0) <= built);
}

async function runBundle(): Promise<number> {
  const bundle = readFileSync(BUNDLE);
  const compiled = existsSync(COMPILED) ? COMPILED : keptFor(bundle);
  const isKept = existsSync(compiled);
  const source = `(function (exports, require, module, __filename) {${bundle.toString('latin1')}\n})`;
  const script = new Script(source, {filename: BUNDLE, ...(isKept ? {cachedData: readFileSync(compiled)} : {})});
  const module = {exports: {}};
  (script.runInThisContext() as Wrapper)(module.exports, createRequire(import.meta.url), module, BUNDLE);
  const code = await (module.exports as Runner).run(args);
  if (!isKept && code === 0) keep(script, compiled);
  return code;
}

/** V8 itself looks only at the length of what was compiled. */
function keptFor(bundle: Buffer): string {
  const command = KEEPING.includes(args[0]) ? args[0] : KEEPING[0];
  return join(KEPT, `${process.version}-${process.arch}-${crc32(bundle).toString(16)}-${command}.bin`);
}

/** At the end, when the functions that a run needs are compiled. Where nothing can be written, each run compiles them. */
function keep(script: Script, path: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  setFlagsFromString(USUAL_FLAGS);
  try {
    mkdirSync(KEPT, {recursive: true});
    writeFileSync(temporary, script.createCachedData(), {flag: 'wx'});
    renameSync(temporary, path);
  } catch {
    if (existsSync(temporary)) rmSync(temporary);
  }
}
