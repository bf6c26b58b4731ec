/**
 * `collect` in a cluster that is stopped at any moment: no kubectl is left, and every file is whole.
 *
 * Each of the kills at moments that nobody chose costs the start of a process; PPROFX_KILLS=200 makes as many of them.
 */
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Collection} from '../../../src/model/collection.ts';
import {fakeCluster, isRunning} from '../../support/fake-cluster.ts';
import {type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

const KILLS = Number(process.env['PPROFX_KILLS'] ?? 4);

let host: PprofHost;
/** CPU profiles that are being taken. */
let profiling = 0;
beforeAll(async () => {
  host = await startPprofHost({
    profile: (_, response) => {
      profiling++;
      response.on('close', () => profiling--);
    },
  });
});
afterAll(() => host.close());

const CLUSTER = {
  '/apis/apps/v1/namespaces/shop/deployments/web': {spec: {selector: {matchLabels: {app: 'web'}}}},
  '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb': {
    items: ['web-1', 'web-2'].map((name) => ({metadata: {name, namespace: 'shop'}, status: {phase: 'Running'}})),
  },
  '/api/v1/nodes/n1/proxy/debug/pprof/goroutine': {hangs: true},
};

interface Collecting {
  readonly root: string;
  /** Calls of kubectl so far. */
  readonly count: () => number;
  /** Sends the signal, and waits until nothing that was started is left. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
}

function collecting(): Collecting {
  const {calls, kubectl} = fakeCluster({
    paths: CLUSTER,
    ports: {'shop/web-1:6060': host.port, 'shop/web-2:6060': host.port},
  });
  const root = join(mkdtempSync(join(tmpdir(), 'interrupted-')), 'out');
  const args = ['collect', 'deploy/web:6060', 'node/n1', '-n', 'shop', '--kubectl', kubectl, '-o', root];
  const child = spawn(process.execPath, ['dist/cli/bin.js', ...args], {stdio: 'ignore', detached: true});
  const ended = once(child, 'close');
  return {
    root,
    count: () => calls().length,
    end: async (signal) => {
      child.kill(signal);
      await ended;
      // One that was just started writes its line a moment later.
      for (let quiet = 0; quiet < 5; ) {
        await pause(20);
        quiet = profiling > 0 || calls().some(({pid}) => isRunning(pid)) ? 0 : quiet + 1;
      }
    },
  };
}

/** Files that are not what they should be; nobody removes a temporary file where nobody is left to. */
function brokenFiles(root: string, isKilled: boolean): string[] {
  if (!existsSync(root)) return [];
  const names = readdirSync(root, {recursive: true, encoding: 'utf8'});
  const manifest = join(root, 'manifest.json');
  const {processes = []} = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as Collection) : {};
  const hashes = new Map<string, string | undefined>(
    processes.flatMap(({id, profiles}) => profiles.map(({file, sha256}) => [`${id}/${file}`, sha256] as const)),
  );
  return names.filter((name) => {
    if (name.endsWith('.tmp')) return !isKilled;
    if (!/\.(?:pb\.gz|txt)$/.test(name)) return false;
    const bytes = readFileSync(join(root, name));
    if (name.endsWith('.gz')) gunzipSync(bytes);
    const known = hashes.get(name);
    return known !== undefined && known !== createHash('sha256').update(bytes).digest('hex');
  });
}

/** The signal comes to pprofx alone, as from a supervisor; a terminal would send it to kubectl, too. */
describe('collect that is stopped', () => {
  it.each([
    ['the workload is looked up', 1, 'SIGINT'],
    ['its pods are listed', 2, 'SIGTERM'],
    ['the first port is forwarded', 3, 'SIGINT'],
    ['all is under way', 6, 'SIGTERM'],
    ['all is under way', 6, 'SIGHUP'],
    ['the first port is forwarded', 3, 'SIGKILL'],
    ['all is under way', 6, 'SIGKILL'],
  ] as const)('while %s (call %d, %s)', async (_, count, signal) => {
    const run = collecting();
    while (run.count() < count) await pause(10);
    await run.end(signal);
    expect(brokenFiles(run.root, signal === 'SIGKILL')).toEqual([]);
  });

  it.each(Array.from({length: KILLS}, (_, kill) => kill))('at a moment that nobody chose (%d)', async (kill) => {
    const signal = (['SIGINT', 'SIGKILL', 'SIGTERM', 'SIGHUP'] as const)[kill % 4];
    const run = collecting();
    // From before the first call to long after the last, in steps that have no common measure.
    await pause((kill * 617) % 1500);
    await run.end(signal);
    expect(brokenFiles(run.root, signal === 'SIGKILL')).toEqual([]);
  });
});
