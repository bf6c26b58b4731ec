#!/usr/bin/env node
/**
 * Coverage-guided fuzzing of everything that reads:
 * `npm run fuzz -- [--minutes N] [--inputs N] [--target NAME] [--seed N] [--jobs N]`.
 *
 * Instruments the build, then runs each target in a thread of its own, so that one that hangs can be ended, and `jobs`
 * of them at a time. Prints one line of JSON per target; ends with 1 when an input crashed, hung or broke an invariant,
 * and saves such inputs. Says on standard error every minute how far each is, so that a run that is stopped counts.
 */
import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {Worker} from 'node:worker_threads';
import {instrumentBuild} from './instrument.mjs';
import {seedsOfFiles} from './seeds.mjs';
import {loadTargets} from './targets.mjs';

const {values} = parseArgs({
  options: {
    minutes: {type: 'string'},
    inputs: {type: 'string'},
    target: {type: 'string', multiple: true},
    seed: {type: 'string', default: '1'},
    jobs: {type: 'string', default: '1'},
    crashes: {type: 'string', default: 'coverage/crashes'},
    build: {type: 'string', default: 'coverage/fuzz-build'},
  },
});
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(ROOT);
const MAX_INPUT_BYTES = 1 << 16;
const HANG_MILLIS = 10_000;
/** Beside what each byte may cost. */
const SLOW_MILLIS = 250;
const PROGRESS_MILLIS = 60_000;

const build = join(ROOT, values.build);
const counterCount = instrumentBuild(join(ROOT, 'dist'), build);
globalThis.fuzzCounters = new Uint8Array(counterCount);
const ofFiles = seedsOfFiles();
const names = [...(await loadTargets(build)).keys()];
const wanted = values.target ?? names;
const maxInputs = values.inputs === undefined ? Number.POSITIVE_INFINITY : Number(values.inputs);
const minutes = Number(values.minutes ?? (values.inputs === undefined ? 10 : 1e6));

for (const name of wanted) {
  if (!names.includes(name)) throw new Error(`no target ${name}; there are: ${names.join(', ')}`);
}
const waiting = [...wanted];
await Promise.all(Array.from({length: Number(values.jobs)}, runWaiting));

async function runWaiting() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await runAndReport(name);
}

async function runAndReport(name) {
  const start = performance.now();
  const result = await runTarget(name, (minutes * 60_000 * Number(values.jobs)) / wanted.length);
  const seconds = (performance.now() - start) / 1000;
  const {crashes, ...figures} = result;
  for (const crash of crashes) save(name, crash);
  const perSecond = Math.round(figures.inputs / seconds);
  console.log(JSON.stringify({...figures, seconds: Math.round(seconds), perSecond, crashes: crashes.length}));
  for (const {stack} of crashes) console.error(stack);
  if (crashes.length > 0) process.exitCode = 1;
}

function runTarget(targetName, millis) {
  const heartbeat = new SharedArrayBuffer(4);
  const hung = new SharedArrayBuffer(MAX_INPUT_BYTES + 4);
  const settings = {
    build,
    counterCount,
    heartbeat,
    hung,
    maxInputs,
    millis,
    seed: Number(values.seed),
    seedsOfFiles: ofFiles,
    slowMillis: SLOW_MILLIS,
    targetName,
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), {workerData: settings});
    const watch = watchFor(heartbeat, () => {
      worker.terminate();
      const input = Buffer.from(hung).subarray(4, 4 + Buffer.from(hung).readUInt32BE(0));
      const crash = {stack: `an input hung for ${HANG_MILLIS} ms`, input: input.toString('base64')};
      resolve({target: targetName, inputs: new Int32Array(heartbeat)[0], crashes: [crash]});
    });
    const progress = setInterval(
      () => console.error(`${targetName}: ${new Int32Array(heartbeat)[0]} inputs`),
      PROGRESS_MILLIS,
    );
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => {
      clearInterval(watch);
      clearInterval(progress);
    });
  });
}

/**
 * Calls back when no input ends while this process works: time is CPU time of all its threads, since on a busy machine
 * anything may stand still for seconds.
 */
function watchFor(heartbeat, onHang) {
  const beats = new Int32Array(heartbeat);
  let last = 0;
  let since = cpuMillis();
  return setInterval(() => {
    if (beats[0] === 0 || beats[0] !== last) since = cpuMillis();
    last = beats[0];
    if (cpuMillis() - since > HANG_MILLIS * Number(values.jobs)) onHang();
  }, 1000);
}

function cpuMillis() {
  const {system, user} = process.cpuUsage();
  return (system + user) / 1000;
}

function save(name, crash) {
  const bytes = Buffer.from(crash.input, 'base64');
  const path = join(values.crashes, `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, bytes);
  console.error(`saved ${path}`);
}
