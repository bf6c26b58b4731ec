/**
 * `collect` in a cluster that is stopped at any moment: no kubectl is left, and every file is whole.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {fakeCluster, isRunning} from '../../support/fake-cluster.ts';
import {type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

let host: PprofHost;
beforeAll(async () => {
  host = await startPprofHost({profile: () => undefined});
});
afterAll(() => host.close());

const CLUSTER = {
  '/apis/apps/v1/namespaces/shop/deployments/web': {spec: {selector: {matchLabels: {app: 'web'}}}},
  '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb': {
    items: ['web-1', 'web-2'].map((name) => ({metadata: {name, namespace: 'shop'}, status: {phase: 'Running'}})),
  },
  '/api/v1/nodes/n1/proxy/debug/pprof/goroutine': {hangs: true},
};

/** The signal comes to pprofx alone, as from a supervisor; a terminal would send it to kubectl, too. */
it.each([
  ['the workload is looked up', 1, 'SIGINT'],
  ['its pods are listed', 2, 'SIGTERM'],
  ['the first port is forwarded', 3, 'SIGINT'],
  ['all is under way', 6, 'SIGTERM'],
  ['all is under way', 6, 'SIGHUP'],
] as const)('stopped while %s (call %d, %s)', async (_, count, signal) => {
  const {calls, kubectl} = fakeCluster({
    paths: CLUSTER,
    ports: {'shop/web-1:6060': host.port, 'shop/web-2:6060': host.port},
  });
  const root = join(mkdtempSync(join(tmpdir(), 'interrupted-')), 'out');
  const args = ['collect', 'deploy/web:6060', 'node/n1', '-n', 'shop', '--kubectl', kubectl, '-o', root];
  const child = spawn(process.execPath, ['dist/cli/bin.js', ...args], {stdio: 'ignore', detached: true});
  const ended = once(child, 'close');
  while (calls().length < count) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill(signal);
  await ended;
  // One that was just started writes its line a moment later.
  for (let quiet = 0; quiet < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    quiet = calls().some(({pid}) => isRunning(pid)) ? 0 : quiet + 1;
  }
  if (!existsSync(root)) return;
  expect(readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  if (existsSync(join(root, 'manifest.json'))) JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
});
