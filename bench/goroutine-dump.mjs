/**
 * Reads a big generated goroutine dump from standard input, against `wc -l` on the same file.
 *
 * usage: node bench/goroutine-dump.mjs [COUNT]     (after a build; 1 000 000 goroutines are 1.2 GB in the temp folder)
 *
 * Prints wall time and peak memory, and both as the bounds name them: times of wc, MB. The file is generated once.
 */
import {spawnSync} from 'node:child_process';
import {closeSync, existsSync, openSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gnuTimePath} from '../scripts/programs.mjs';

const count = Number(process.argv[2] ?? 1_000_000);
const path = join(tmpdir(), `pprofx-bench-${count}.txt`);
const local = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a command with the dump as standard input; the best of `runs`. */
function measure(command, args, runs) {
  let best = {seconds: Infinity, megabytes: Infinity};
  for (let run = 0; run < runs; run++) {
    const input = openSync(path, 'r');
    const result = spawnSync(gnuTimePath(), ['-f', '%e %M', command, ...args], {stdio: [input, 'ignore', 'pipe']});
    closeSync(input);
    const [seconds, kilobytes] = result.stderr.toString().trim().split('\n').at(-1).split(' ').map(Number);
    if (seconds < best.seconds) best = {seconds, megabytes: kilobytes / 1024};
  }
  return best;
}

if (!existsSync(path)) {
  const output = openSync(path, 'w');
  spawnSync(process.execPath, [local('inputs/goroutine-dump.mjs'), String(count)], {
    stdio: ['ignore', output, 'inherit'],
  });
  closeSync(output);
}
const lines = measure('wc', ['-l'], 5);
const read = measure(process.execPath, [local('../dist/cli/bin.js'), 'goroutines', '-', '--limit', '5'], 3);
console.log(`${count} goroutines, ${(statSync(path).size / 1e6).toFixed(0)} MB`);
console.log(`wc -l              ${lines.seconds.toFixed(2)} s`);
console.log(
  `pprofx goroutines  ${read.seconds.toFixed(2)} s, ${(read.seconds / lines.seconds).toFixed(1)} times wc, ${read.megabytes.toFixed(0)} MB`,
);
