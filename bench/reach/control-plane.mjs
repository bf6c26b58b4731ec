/**
 * `collect` from five kubelets through the real kubectl, two seconds of CPU: what it takes beyond sampling.
 *
 * usage: node bench/reach/control-plane.mjs GOROUTINE HEAP
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {measure} from '../measure.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const server = spawn(process.execPath, [here('pprof-server.mjs'), '1', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [ports] = await once(server.stdout, 'data');
const folder = mkdtempSync(join(tmpdir(), 'pprofx-bench-'));
const kubeconfig = join(folder, 'config');
const cluster = {server: `http://127.0.0.1:${JSON.parse(String(ports))[0]}`};
writeFileSync(
  kubeconfig,
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{name: 'c', cluster}],
    contexts: [{name: 'c', context: {cluster: 'c', user: 'u'}}],
    users: [{name: 'u', user: {}}],
  }),
);
const targets = ['node/n1', 'node/n2', 'node/n3', 'node/n4', 'node/n5'];
const SECONDS = 2;
const limits = ['--seconds', String(SECONDS), '--kubeconfig', kubeconfig, '-q', '-o', join(folder, 'out')];
const {cpu, rss, wall} = measure({
  args: [process.execPath, here('../../dist/cli/bin.js'), 'collect', ...targets, ...limits],
});
server.kill();
rmSync(folder, {recursive: true});
console.log(
  `beyond sampling ${(wall - SECONDS).toFixed(1)} s, CPU ${cpu.toFixed(1)} s with kubectl, peak ${Math.round(rss / 2 ** 20)} MiB`,
);
