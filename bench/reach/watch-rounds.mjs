/**
 * Rounds of `watch` as fast as they go, over a clock that is handed in: what a round costs, and whether memory stays.
 *
 * usage: node bench/reach/watch-rounds.mjs ROUNDS GOROUTINE HEAP; prints {cpuMillis, rss: {ROUND: bytes}} as JSON
 *
 * A server in another process answers with the two profiles, so each round is asked for, stored, read and diagnosed as
 * a real one. The goroutine profile is the same in each round: what differs between rounds would differ in memory, too.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseKinds} from '../../dist/cli/collect/kinds.js';
import {resolveOptions} from '../../dist/cli/collect/options.js';
import {resolveTargets} from '../../dist/cli/collect/resolve.js';
import {parseTarget} from '../../dist/cli/collect/target.js';
import {processSource} from '../../dist/cli/watch/sources.js';
import {Watcher} from '../../dist/cli/watch/watcher.js';

const [rounds, ...profiles] = process.argv.slice(2);
const server = spawn(
  process.execPath,
  [fileURLToPath(new URL('pprof-server.mjs', import.meta.url)), '1', ...profiles],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const [ports] = await once(server.stdout, 'data');
const folder = mkdtempSync(join(tmpdir(), 'pprofx-bench-'));
const choices = {parallel: '8', maxBytes: '256MiB', maxGoroutines: '10000', timeout: '15', kubectl: 'kubectl'};
const targets = [parseTarget(`127.0.0.1:${JSON.parse(String(ports))[0]}`)];
const watcher = new Watcher({
  folder,
  source: processSource({
    plans: () => resolveTargets(targets, resolveOptions(choices)),
    kinds: parseKinds('metrics,goroutine,heap'),
    alarmKinds: parseKinds('heap'),
    parallel: 8,
    take: {seconds: 1, twiceSeconds: undefined, maxGoroutines: 10_000},
  }),
  analysis: {},
  keepBytes: 2 ** 31,
  cooldown: 3600,
  report: async () => undefined,
  complain: (line) => process.stderr.write(`${line}\n`),
});
const rss = {};
const WARM_UP = 100;
let begun = process.cpuUsage();
for (let round = 1; round <= Number(rounds); round++) {
  await watcher.round(new Date(1.79e12 + round * 60_000));
  if (round === WARM_UP) begun = process.cpuUsage();
  if (round === 200 || round % 1000 === 0 || round === Number(rounds)) {
    rss[round] = process.memoryUsage.rss();
    process.stderr.write(`round ${round}: ${Math.round(rss[round] / 2 ** 20)} MiB\n`);
  }
}
const {system, user} = process.cpuUsage(begun);
server.kill();
rmSync(folder, {recursive: true});
process.stdout.write(`${JSON.stringify({cpuMillis: (user + system) / 1000 / (Number(rounds) - WARM_UP), rss})}\n`);
