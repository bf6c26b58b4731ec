/**
 * The loop of one target: pick an input, damage it, run it, keep it if it reached something new.
 *
 * The input at work lies in shared memory, so that whoever started this thread can save it when it hangs.
 */
import {parentPort, workerData} from 'node:worker_threads';
import {grow, mutate} from './mutate.mjs';
import {Random} from './random.mjs';
import {seedsFor} from './seeds.mjs';
import {loadTargets} from './targets.mjs';

const {build, counterCount, heartbeat, hung, maxInputs, millis, seed, seedsOfFiles, slowMillis, targetName} =
  workerData;
/** Of so many inputs one is long; such ones are not kept, or all would be. */
const GROWN_EVERY = 64;
const MILLIS_PER_BYTE = 1 / 64;
const WORDS = Math.ceil(counterCount / 4);
globalThis.fuzzCounters = new Uint8Array(WORDS * 4);
const counters = globalThis.fuzzCounters;
const counterWords = new Uint32Array(counters.buffer);
/** Per counter, the magnitudes seen so far, one bit each. */
const seen = new Uint8Array(counters.length);
const BUCKET = Uint8Array.from({length: 256}, (_, count) => {
  if (count <= 3) return count === 0 ? 0 : 1 << (count - 1);
  return 8 << [8, 16, 32, 128].filter((edge) => count >= edge).length;
});

const target = (await loadTargets(build)).get(targetName);
await target.load?.();
const random = new Random(seed);
const corpus =
  typeof target.seeds === 'function' ? await target.seeds(seed) : seedsFor(target.seeds, seed, seedsOfFiles);
if (corpus.length === 0) corpus.push(new Uint8Array(0));
const beats = new Int32Array(heartbeat);
const shared = new Uint8Array(hung);
const crashes = new Map();
let inputs = 0;
let slowest = 0;
let reached = 0;

// Most inputs end in an error; their stacks cost more than the reading. A crash is run again to get its stack.
Error.stackTraceLimit = 0;
const end = performance.now() + millis;
for (const input of corpus.slice(0, maxInputs / 2)) await run(input);
while (inputs < maxInputs && ((inputs & 63) !== 0 || performance.now() < end)) {
  if (random.below(GROWN_EVERY) === 0) await run(grow(pick(), random));
  const input = mutate(pick(), random.pick(corpus), random);
  if (await run(input)) corpus.push(input);
}
parentPort.postMessage({
  target: targetName,
  inputs,
  corpus: corpus.length,
  reached,
  slowestMillis: Math.round(slowest),
  rssMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  crashes: [...crashes.values()],
});

/** Of two inputs mostly the shorter: it runs faster, and a change in it says more. */
function pick() {
  const a = random.pick(corpus);
  const b = corpus[corpus.length - 1 - random.below(Math.min(corpus.length, 64))];
  return a.length < b.length || random.below(4) === 0 ? a : b;
}

async function run(input) {
  shared.set(input.subarray(0, shared.length - 4), 4);
  new DataView(hung).setUint32(0, input.length);
  counters.fill(0);
  const start = performance.now();
  try {
    await target.run(input, random);
  } catch (error) {
    report(await withStack(error, input), input);
  }
  const spent = performance.now() - start;
  slowest = Math.max(slowest, spent);
  // A busy machine makes anything slow once; only what stays slow is.
  if (spent > limitOf(input) && (await isSlow(input)))
    report(new Error(`an input took ${Math.round(spent)} ms`), input);
  inputs++;
  beats[0] = inputs;
  return noteReached();
}

function noteReached() {
  let isNew = false;
  for (let word = 0; word < WORDS; word++) {
    if (counterWords[word] === 0) continue;
    for (let at = word * 4; at < word * 4 + 4; at++) {
      const bit = BUCKET[counters[at]];
      if ((seen[at] & bit) === bit) continue;
      if (seen[at] === 0) reached++;
      seen[at] |= bit;
      isNew = true;
    }
  }
  return isNew;
}

/** What an input may cost: a start, and CPU time for each of its bytes, which nothing quadratic keeps to. */
function limitOf(input) {
  return slowMillis + input.length * MILLIS_PER_BYTE;
}

/** Whether it stays slow in CPU time, which is that of all threads and so at least its own. */
async function isSlow(input) {
  for (let attempt = 0; attempt < 3; attempt++) {
    const start = process.cpuUsage();
    try {
      await target.run(input, random);
    } catch {
      // Reported before.
    }
    const {system, user} = process.cpuUsage(start);
    if ((system + user) / 1000 <= limitOf(input)) return false;
  }
  return true;
}

async function withStack(error, input) {
  Error.stackTraceLimit = 10;
  try {
    for (let attempt = 0; attempt < 50; attempt++) await target.run(input, random);
  } catch (again) {
    return again;
  } finally {
    Error.stackTraceLimit = 0;
  }
  return error;
}

/** One crash per place in the code. */
function report(error, input) {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  const place = stack.split('\n').slice(0, 2).join(' ').replace(/\d+/g, 'N');
  if (crashes.has(place) || crashes.size >= 50) return;
  crashes.set(place, {stack: stack.split('\n').slice(0, 8).join('\n'), input: Buffer.from(input).toString('base64')});
}
