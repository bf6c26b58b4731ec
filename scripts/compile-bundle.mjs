/**
 * Runs the usual commands from the bundle and keeps what V8 compiled for them, for this version of Node.
 *
 * Text and flags must be those of src/cli/bin.ts, to the letter: V8 takes compiled code for the same text and flags only.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {Script} from 'node:vm';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUNDLE = join(ROOT, 'dist', 'cli', 'pprofx.cjs');
const SAMPLES = join(ROOT, 'samples');

const RUNS = [
  ['top', join(SAMPLES, 'replicaset-flood', 'heap-before.pb.gz')],
  ['analyze', join(SAMPLES, 'replicaset-flood', 'heap-before.pb.gz')],
  ['analyze', join(SAMPLES, 'deletecollection-leak', 'goroutine-before.pb.gz')],
  ['analyze', join(SAMPLES, 'nodeips-hot', 'cpu-before.pb.gz')],
];

const [line] = process.version.slice(1).split('.').map(Number);
if (line === 20) setFlagsFromString('--interrupt-budget=300000');
if (line >= 24) setFlagsFromString('--invocation-count-for-maglev=4000 --invocation-count-for-turbofan=30000');
const source = `(function (exports, require, module, __filename) {${readFileSync(BUNDLE, 'latin1')}\n})`;
const script = new Script(source, {filename: BUNDLE});
const module = {exports: {}};
script.runInThisContext()(module.exports, createRequire(BUNDLE), module, BUNDLE);
for (const args of RUNS) {
  const code = await module.exports.run(args);
  if (code > 1) throw new Error(`pprofx ${args.join(' ')} ended with ${code}`);
}
writeFileSync(join(ROOT, 'dist', 'cli', `pprofx-${process.version}-${process.arch}.bin`), script.createCachedData());
