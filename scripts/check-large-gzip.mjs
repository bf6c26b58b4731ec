#!/usr/bin/env node
/**
 * A gzip stream of one member that unpacks to more than 4 GiB, where its length no longer fits the trailer:
 * `npm run check:large`. Takes a minute and no disk, so it is not part of the tests.
 *
 * Checked: exact sums of samples behind the 4 GiB, offsets beyond 2^32 in failures, the default limit, and memory.
 */
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {fileURLToPath} from 'node:url';
import {createGzip} from 'node:zlib';

const BIN = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));
const MIB = 2 ** 20;
const PADDING_MIB = 4200;
const SAMPLES = 1000;

const varint = (number) => {
  const bytes = [];
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
};
const field = (number, content) =>
  Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);
const sample = field(2, Buffer.from([0x0a, 1, 1, 0x12, 1, 7]));

/** A profile whose samples come after gigabytes of a field that nobody knows. */
function* profile(end) {
  yield field(1, Buffer.from([8, 1, 16, 2]));
  const padding = field(99, Buffer.alloc(MIB));
  for (let i = 0; i < PADDING_MIB; i++) yield padding;
  yield Buffer.concat(Array.from({length: SAMPLES}, () => sample));
  yield field(4, Buffer.from([8, 1, 0x22, 2, 8, 1]));
  yield field(5, Buffer.from([8, 1, 16, 3]));
  for (const text of ['', 'samples', 'count', 'main.f']) yield field(6, Buffer.from(text));
  yield end;
}

async function top(end, ...options) {
  const args = ['--max-old-space-size=64', BIN, 'top', '--format', 'json', ...options, '-'];
  const child = spawn(process.execPath, args, {stdio: ['pipe', 'pipe', 'pipe']});
  const collect = async (stream) => Buffer.concat(await stream.toArray()).toString();
  const ended = new Promise((resolve) => child.on('close', resolve));
  const peak = watchPeak(child.pid);
  const written = pipeline(profile(end), createGzip({level: 1}), child.stdin).catch(() => undefined);
  const [code, stdout, stderr] = await Promise.all([ended, collect(child.stdout), collect(child.stderr), written]);
  return {code, stdout, stderr, peakMiB: peak()};
}

/** The peak of resident memory in MiB, as the kernel counted it a moment before the end; NaN where it is unknown. */
function watchPeak(pid) {
  let peak = Number.NaN;
  const timer = setInterval(() => {
    try {
      peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) / 1024;
    } catch {
      // No such file system, or the process is gone.
    }
  }, 50);
  return () => {
    clearInterval(timer);
    return Math.round(peak);
  };
}

function check(what, isTrue, result) {
  console.log(`${isTrue ? 'ok  ' : 'FAIL'} ${what} (exit ${result.code}, ${result.peakMiB} MiB)`);
  if (isTrue) return;
  console.log(result.stdout.slice(0, 500), result.stderr.slice(0, 500));
  process.exitCode = 1;
}

const whole = await top(Buffer.alloc(0), '--max-bytes', '5GiB');
const isExact = whole.code === 0 && JSON.parse(whole.stdout).total === 7 * SAMPLES;
check('samples behind 4 GiB have exact sums', isExact && !(whole.peakMiB > 192), whole);

const limited = await top(Buffer.alloc(0));
check('the default limit stops it', limited.code === 4 && limited.stderr.includes('(LIMIT_EXCEEDED)'), limited);

const broken = await top(Buffer.from([0x13]), '--max-bytes', '5GiB');
const offset = Number(/at byte (\d+)/.exec(broken.stderr)?.[1]);
check('a failure names an offset beyond 2^32', broken.code === 3 && offset > 2 ** 32, broken);
