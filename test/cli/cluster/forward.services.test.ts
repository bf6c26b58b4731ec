/**
 * `kubectl port-forward` by the real kubectl: when pprofx is killed, it ends by itself, also while the API server keeps it
 * waiting.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, expect, it} from 'vitest';
import {isRunning} from '../../support/fake-cluster.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const POD = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {name: 'web-1', namespace: 'shop'},
  spec: {nodeName: 'n1', containers: [{name: 'main', image: 'web:1', ports: [{containerPort: 6060}]}]},
  status: {phase: 'Running'},
};

/** What kubectl wants to know before it forwards a port. */
const ANSWERS: Readonly<Record<string, object>> = {
  '/api': {kind: 'APIVersions', versions: ['v1']},
  '/apis': {kind: 'APIGroupList', apiVersion: 'v1', groups: []},
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [{name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get', 'list']}],
  },
  '/api/v1/namespaces/shop/pods/web-1': POD,
};

it.each(['SIGTERM', 'SIGKILL'] as const)('is gone after %s to pprofx', async (signal) => {
  const upgrades: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    if (path.endsWith('/portforward')) {
      upgrades.push(path);
      return;
    }
    response.writeHead(path in ANSWERS ? 200 : 404, {'content-type': 'application/json'});
    response.end(JSON.stringify(ANSWERS[path] ?? {kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404}));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  // It asks to speak another protocol, and is kept waiting.
  server.on('upgrade', ({url = ''}, socket) => {
    upgrades.push(url);
    socket.on('error', () => undefined);
  });
  await once(server, 'listening');
  const folder = mkdtempSync(join(tmpdir(), 'forward-'));
  const [calls, kubeconfig, kubectl] = ['calls', 'config', 'kubectl'].map((name) => join(folder, name));
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{name: 'c', cluster: {server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`}}],
    contexts: [{name: 'c', context: {cluster: 'c', user: 'u'}}],
    users: [{name: 'u', user: {}}],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  writeFileSync(kubectl, `#!/bin/sh\necho $$ "$@" >>'${calls}'\nexec kubectl "$@"\n`);
  chmodSync(kubectl, 0o755);
  const env = {...process.env, HOME: folder};
  const where = ['--kubectl', kubectl, '--kubeconfig', kubeconfig, '-n', 'shop', '-o', join(folder, 'out')];
  const words = ['dist/cli/bin.js', 'collect', 'pod/web-1:6060', ...where];
  const child = spawn(process.execPath, words, {stdio: 'ignore', env});
  const ended = once(child, 'close');
  const pids = (): number[] =>
    existsSync(calls)
      ? readFileSync(calls, 'utf8')
          .split('\n')
          .filter((line) => line.includes('port-forward'))
          .map((line) => Number.parseInt(line, 10))
      : [];
  while (upgrades.length === 0) await pause(10);
  expect(upgrades[0]).toMatch(/^\/api\/v1\/namespaces\/shop\/pods\/web-1\/portforward/);
  expect(pids().filter(isRunning)).toHaveLength(1);
  child.kill(signal);
  await ended;
  while (pids().some(isRunning)) await pause(10);
});
