/**
 * `collect` from a hundred URL targets at once, eight profiles and two seconds of CPU each: wall, CPU and peak memory.
 *
 * usage: node bench/reach/hundred-targets.mjs GOROUTINE HEAP
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {measure} from '../measure.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const server = spawn(process.execPath, [here('pprof-server.mjs'), '100', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [ports] = await once(server.stdout, 'data');
const targets = JSON.parse(String(ports)).map((port) => `127.0.0.1:${port}`);
const folder = mkdtempSync(join(tmpdir(), 'pprofx-bench-'));
const limits = ['--seconds', '2', '--parallel', '100', '-q', '-o', join(folder, 'out')];
const {cpu, rss, wall} = measure({
  args: [process.execPath, here('../../dist/cli/bin.js'), 'collect', ...targets, ...limits],
});
server.kill();
rmSync(folder, {recursive: true});
console.log(`wall ${wall.toFixed(1)} s, CPU ${cpu.toFixed(1)} s, peak ${Math.round(rss / 2 ** 20)} MiB`);
