/**
 * Rounds of `pprofx watch` as fast as they go, over a clock that does not wait: what a round costs, and whether memory stays.
 *
 * usage: node bench/reach/watch-rounds.mjs ROUNDS GOROUTINE HEAP; prints {cpuMillis, alarms, rss: {ROUND: bytes}} as JSON
 *        node bench/reach/watch-rounds.mjs ROUNDS HOST:PORT…      watches what runs already
 *
 * It is the command as users run it, a round a minute. A server in another process answers with the two profiles, the same
 * in each round: what differed between rounds would differ in memory, too. Reads /proc.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const [rounds, ...inputs] = process.argv.slice(2);
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const isRunning = inputs.every((input) => /:\d+$/.test(input));
const stdio = ['ignore', 'pipe', 'inherit'];
const server = isRunning ? undefined : spawn(process.execPath, [path('pprof-server.mjs'), '1', ...inputs], {stdio});
const targets = isRunning ? inputs : [`127.0.0.1:${JSON.parse(String((await once(server.stdout, 'data'))[0]))[0]}`];

const folder = mkdtempSync(join(tmpdir(), 'pprofx-bench-'));
const clock = ['--require', path('simulated-clock.cjs')];
// The last round comes a minute before the end.
const args = ['watch', ...targets, '--every', '60s', '--for', `${Number(rounds) * 60 - 30}s`, '-o', join(folder, 'w')];
const watch = spawn(process.execPath, [...clock, path('../../dist/cli/bin.js'), ...args], {
  stdio: ['ignore', 'pipe', 'pipe'],
});
const ended = once(watch, 'close');
let alarms = 0;
createInterface({input: watch.stdout}).on('line', (line) => {
  if (!line.startsWith('ALARM')) return;
  alarms++;
  process.stderr.write(`${line}\n`);
});

/** Bytes in memory, and milliseconds of CPU: the 22nd, 12th and 13th field behind the name of the program. */
function usage() {
  const stat = readFileSync(`/proc/${watch.pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {rss: Number(fields[21]) * 4096, cpuMillis: (Number(fields[11]) + Number(fields[12])) * 10};
}

const WARM_UP = 100;
const rss = {};
let round = 0;
let begun = usage();
let last = begun;
for await (const line of createInterface({input: watch.stderr})) {
  if (!/^\d\d:\d\d:\d\d {2}\d+ process/.test(line)) {
    process.stderr.write(`${line}\n`);
    continue;
  }
  round++;
  const isShown = round === 200 || round % 1000 === 0;
  if (!isShown && round !== WARM_UP && round !== Number(rounds)) continue;
  last = usage();
  if (round === WARM_UP) begun = last;
  if (isShown) {
    rss[round] = last.rss;
    process.stderr.write(`round ${round}: ${Math.round(last.rss / 2 ** 20)} MiB\n`);
  }
}
await ended;
server?.kill();
rmSync(folder, {recursive: true});
const cpuMillis = (last.cpuMillis - begun.cpuMillis) / (round - WARM_UP);
process.stdout.write(`${JSON.stringify({rounds: round, cpuMillis, alarms, rss})}\n`);
