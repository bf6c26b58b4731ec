/**
 * `kubectl proxy` by the real kubectl: one for a whole collection, for this user and for profiles alone, gone in the end.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {createServer, type IncomingMessage, request, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, describe, expect, it} from 'vitest';
import {Kubectl} from '../../../src/cli/cluster/kubectl.ts';
import {isRunning} from '../../support/fake-cluster.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const HEAP = readFileSync('samples/replicaset-flood/heap-before.pb.gz');

/** An API server whose nodes have a heap profile, and nothing else but a CPU profile that takes for ever. */
async function apiServer(): Promise<string> {
  const answer = ({url = ''}: IncomingMessage, response: ServerResponse): void => {
    if (url.endsWith('/debug/pprof/heap')) response.end(HEAP);
    else if (!url.includes('/debug/pprof/profile')) response.writeHead(404).end('Unknown profile');
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Machine {
  readonly folder: string;
  /** Where programs put temporary files. */
  readonly temporary: string;
  readonly kubeconfig: string;
  /** Notes what it is started with, and becomes kubectl. */
  readonly kubectl: string;
  readonly calls: () => readonly {readonly pid: number; readonly command: string}[];
}

async function machine(): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  const path = (name: string): string => join(folder, name);
  mkdirSync(path('tmp'));
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{name: 'c', cluster: {server: await apiServer()}}],
    contexts: [{name: 'c', context: {cluster: 'c', user: 'u'}}],
    users: [{name: 'u', user: {token: 'canary-9'}}],
  };
  writeFileSync(path('config'), JSON.stringify(config));
  writeFileSync(path('kubectl'), `#!/bin/sh\necho $$ "$@" >>'${path('calls')}'\nexec kubectl "$@"\n`);
  chmodSync(path('kubectl'), 0o755);
  const lines = (): string[] =>
    existsSync(path('calls')) ? readFileSync(path('calls'), 'utf8').trim().split('\n') : [];
  return {
    folder,
    temporary: path('tmp'),
    kubeconfig: path('config'),
    kubectl: path('kubectl'),
    calls: () =>
      lines().map((line) => {
        const [pid, , command = ''] = line.split(' ');
        return {pid: Number(pid), command};
      }),
  };
}

function collect({folder, kubeconfig, kubectl, temporary}: Machine, ...args: readonly string[]): ChildProcess {
  const words = [
    'dist/cli/bin.js',
    'collect',
    '--kubectl',
    kubectl,
    '--kubeconfig',
    kubeconfig,
    '-o',
    join(folder, 'out'),
  ];
  return spawn(process.execPath, [...words, ...args], {stdio: 'ignore', env: {...process.env, TMPDIR: temporary}});
}

describe('kubectl proxy', () => {
  it('one for all requests to all nodes, and nothing of it stays', async () => {
    const here = await machine();
    const child = collect(here, 'node/n1', 'node/n2', '--kinds', 'goroutineleak,goroutine,heap,mutex');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(here.calls().map(({command}) => command)).toEqual(['proxy']);
    for (const node of ['n1', 'n2']) {
      expect(readFileSync(join(here.folder, 'out/nodes', node, 'kubelet/heap.pb.gz'))).toEqual(HEAP);
    }
    expect(readFileSync(join(here.folder, 'out/manifest.json'), 'utf8')).not.toContain('canary-9');
    expect(here.calls().filter(({pid}) => isRunning(pid))).toEqual([]);
    expect(readdirSync(here.temporary)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with %s while a CPU profile is taken', async (signal) => {
    const here = await machine();
    const child = collect(here, 'node/n1', '--kinds', 'heap,cpu');
    const ended = once(child, 'close');
    const heap = join(here.folder, 'out/nodes/n1/kubelet/heap.pb.gz');
    while (!existsSync(heap)) await pause(10);
    child.kill(signal);
    await ended;
    while (here.calls().some(({pid}) => isRunning(pid))) await pause(10);
    expect(readdirSync(here.temporary)).toEqual([]);
  });

  it('ends by itself when nobody is left to end it', async () => {
    const here = await machine();
    const child = collect(here, 'node/n1', '--kinds', 'heap,cpu');
    const ended = once(child, 'close');
    while (!existsSync(join(here.folder, 'out/nodes/n1/kubelet/heap.pb.gz'))) await pause(10);
    expect(here.calls().filter(({pid}) => isRunning(pid))).toHaveLength(1);
    child.kill('SIGKILL');
    await ended;
    while (here.calls().some(({pid}) => isRunning(pid))) await pause(10);
  });

  it('is open to this user alone, for reading profiles and metrics', async () => {
    const {kubeconfig, kubectl} = await machine();
    const {release, socketPath} = new Kubectl({kubectl, kubeconfig, context: undefined}).proxy([]);
    const socket = (await socketPath) ?? '';
    const status = async (method: string, path: string): Promise<number | undefined> => {
      const [response] = (await once(request({socketPath: socket, method, path}).end(), 'response')) as [
        IncomingMessage,
      ];
      response.resume();
      return response.statusCode;
    };
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
    expect(await status('GET', '/api/v1/nodes/n1/proxy/debug/pprof/heap')).toBe(200);
    expect(await status('GET', '/api/v1/nodes/n1/proxy/metrics')).toBe(404);
    expect(await status('GET', '/api/v1/namespaces/default/secrets')).toBe(403);
    expect(await status('GET', '/api/v1/nodes/n1/proxy/run/default/web/main')).toBe(403);
    expect(await status('GET', '/debug/pprof/../../api/v1/secrets')).not.toBe(200);
    expect(await status('POST', '/api/v1/nodes/n1/proxy/debug/pprof/heap')).toBe(403);
    release();
    expect(existsSync(socket)).toBe(false);
  });
});

it('where kubectl has no proxy for us, each request is a call of its own', async () => {
  const here = await machine();
  const refusing = `#!/bin/sh\necho $$ "$@" >>'${join(here.folder, 'calls')}'\n[ "$2" != proxy ] || exit 1\nexec kubectl "$@"\n`;
  writeFileSync(here.kubectl, refusing);
  const [code] = await once(collect(here, 'node/n1', '--kinds', 'heap,mutex'), 'close');
  expect(code).toBe(0);
  expect(here.calls().map(({command}) => command)).toEqual(['proxy', 'get', 'get']);
  expect(readFileSync(join(here.folder, 'out/nodes/n1/kubelet/heap.pb.gz'))).toEqual(HEAP);
});

it('a cluster out of reach is said in the words of kubectl', async () => {
  const here = await machine();
  for (const server of servers.splice(0)) server.close();
  const child = spawn(
    process.execPath,
    [
      'dist/cli/bin.js',
      'collect',
      'node/n1',
      '--kinds',
      'heap',
      '--kubeconfig',
      here.kubeconfig,
      '-o',
      join(here.folder, 'out'),
    ],
    {stdio: ['ignore', 'ignore', 'pipe']},
  );
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(6);
  expect(said).toMatch(/kubectl: The connection to the server 127\.0\.0\.1:\d+ was refused/);
});
