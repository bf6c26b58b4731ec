/**
 * `collect` against the real things: kubectl over a small API server, etcd, Prometheus, and HTTPS with a private authority
 * and a token.
 */
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer as createHttpServer} from 'node:http';
import {createServer} from 'node:https';
import {type AddressInfo, connect, createServer as createTcpServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {type CliResult, pprofxBeside} from '../../support/cli.ts';
import {fakeCluster} from '../../support/fake-cluster.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'real-'));

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await portOf(server);
  server.close();
  return port;
}

/** Starts a program and waits until its port takes connections. */
async function start(command: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(command, args, {stdio: 'ignore'});
  cleanups.push(() => child.kill('SIGKILL'));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function collect(
  ...args: readonly string[]
): Promise<CliResult & {readonly root: string; readonly files: readonly string[]}> {
  const root = join(newFolder(), 'out');
  const result = await pprofxBeside(['collect', ...args, '--seconds', '1', '-o', root]);
  const files = readdirSync(root, {recursive: true, encoding: 'utf8'})
    .sort()
    .filter((name) => name.includes('.pb.gz') || name.endsWith('.txt'));
  return {...result, root, files};
}

describe('collect from real programs', () => {
  it('etcd: everything it has, and no trouble in it', async () => {
    const [client, peer] = [await freePort(), await freePort()];
    const url = (port: number): string => `http://127.0.0.1:${port}`;
    await start(
      'etcd',
      [
        '--enable-pprof',
        '--data-dir',
        newFolder(),
        '--listen-client-urls',
        url(client),
        '--advertise-client-urls',
        url(client),
        '--listen-peer-urls',
        url(peer),
        '--initial-advertise-peer-urls',
        url(peer),
        '--initial-cluster',
        `default=${url(peer)}`,
      ],
      client,
    );
    const {code, files, root} = await collect(`127.0.0.1:${client}`);
    expect({code, count: files.length}).toEqual({code: 0, count: 11});
    expect((await pprofxBeside(['analyze', root])).stdout).toMatch(/No trouble found/);
  });

  it('etcd that asks for certificates: with those of --cert and --key, by its address and through a forwarded port', async () => {
    const folder = newFolder();
    const file = (name: string): string => join(folder, name);
    const openssl = (...args: readonly string[]): Buffer => execFileSync('openssl', args, {cwd: folder, stdio: 'pipe'});
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-subj',
      '/CN=etcd-ca',
    );
    writeFileSync(file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    for (const name of ['server', 'client']) {
      openssl(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
      );
      const signed = [
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-extfile',
        'names',
        '-out',
        `${name}.crt`,
      ];
      openssl('x509', '-req', '-in', `${name}.csr`, ...signed);
    }
    const [client, peer] = [await freePort(), await freePort()];
    const peerUrl = `http://127.0.0.1:${peer}`;
    const flags = {
      'data-dir': newFolder(),
      'listen-client-urls': `https://127.0.0.1:${client}`,
      'advertise-client-urls': `https://127.0.0.1:${client}`,
      'listen-peer-urls': peerUrl,
      'initial-advertise-peer-urls': peerUrl,
      'initial-cluster': `default=${peerUrl}`,
      'trusted-ca-file': file('ca.crt'),
      'cert-file': file('server.crt'),
      'key-file': file('server.key'),
    };
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    await start('etcd', ['--enable-pprof', '--client-cert-auth', ...args], client);
    const trust = ['--ca', file('ca.crt'), '--kinds', 'goroutine,heap'];
    const identity = ['--cert', file('client.crt'), '--key', file('client.key')];
    const target = `https://127.0.0.1:${client}`;
    expect(await collect(target, ...trust, ...identity)).toMatchObject({code: 0});
    const anonymous = await collect(target, ...trust);
    expect(anonymous).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/asks for a client certificate; give one with --cert FILE and --key FILE/),
    });

    const pod = {
      metadata: {name: 'etcd-m1', namespace: 'kube-system'},
      spec: {nodeName: 'm1', containers: [{name: 'etcd', image: 'etcd'}]},
      status: {phase: 'Running'},
    };
    const paths = {'/api/v1/namespaces/kube-system/pods?labelSelector=component%3Detcd': {items: [pod]}};
    const ports = {'kube-system/etcd-m1:2379': client};
    const {kubectl} = fakeCluster({paths, ports});
    const forwarded = await collect('component/etcd', '--kubectl', kubectl, ...trust, ...identity);
    expect(forwarded).toMatchObject({
      code: 0,
      files: ['kube-system/etcd-m1/goroutine.pb.gz', 'kube-system/etcd-m1/heap.pb.gz'],
    });
  });

  it('Prometheus: everything it has, and no trouble in it', async () => {
    const port = await freePort();
    const folder = newFolder();
    writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
    await start(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${folder}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      port,
    );
    const {code, files, root} = await collect(`127.0.0.1:${port}`);
    expect({code, count: files.length}).toEqual({code: 0, count: 11});
    expect((await pprofxBeside(['analyze', root])).stdout).toMatch(/No trouble found/);
  });

  it('kubectl: bytes arrive unchanged through get --raw, and its words become reason and remedy', async () => {
    const heap = readFileSync('samples/replicaset-flood/heap-before.pb.gz');
    const api = createHttpServer((request, response) => {
      if (request.url?.startsWith('/api/v1/nodes/n1/proxy/debug/pprof/heap')) response.end(heap);
      else {
        response.writeHead(403, {'content-type': 'application/json'});
        response.end(
          JSON.stringify({
            kind: 'Status',
            apiVersion: 'v1',
            status: 'Failure',
            reason: 'Forbidden',
            message: `forbidden: User "eve" cannot get path "${request.url}"`,
            code: 403,
          }),
        );
      }
    });
    const port = await portOf(api);
    cleanups.push(() => api.close());
    const kubeconfig = join(newFolder(), 'config');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'c',
        clusters: [{name: 'c', cluster: {server: `http://127.0.0.1:${port}`}}],
        contexts: [{name: 'c', context: {cluster: 'c', user: 'u'}}],
        users: [{name: 'u', user: {token: 'canary-7'}}],
      }),
    );
    const taken = await collect('node/n1', '--kinds', 'heap', '--kubeconfig', kubeconfig);
    expect(taken.code).toBe(0);
    expect(readFileSync(join(taken.root, 'nodes/n1/kubelet/heap.pb.gz'))).toEqual(heap);
    const refused = await collect('node/n2', '--kinds', 'heap', '--kubeconfig', kubeconfig);
    expect(refused.code).toBe(6);
    expect(refused.stderr).toMatch(/eve may not get \/debug\/pprof\/heap; allow get on nonResourceURLs/);
    expect(readFileSync(join(taken.root, 'manifest.json'), 'utf8')).not.toContain('canary-7');
  });

  it('HTTPS with a private authority and a token from a file', async () => {
    const folder = newFolder();
    const [key, cert, header] = ['key.pem', 'cert.pem', 'header'].map((name) => join(folder, name));
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        key,
        '-out',
        cert,
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
      ],
      {stdio: 'ignore'},
    );
    writeFileSync(header, 'Authorization: Bearer canary-8\n');
    const heap = readFileSync('samples/replicaset-flood/heap-before.pb.gz');
    const server = createServer({key: readFileSync(key), cert: readFileSync(cert)}, (request, response) => {
      if (request.headers.authorization === 'Bearer canary-8') response.end(heap);
      else response.writeHead(401).end('Unauthorized');
    });
    const port = await portOf(server);
    cleanups.push(() => server.close());
    const target = `https://localhost:${port}`;
    const taken = await collect(target, '--kinds', 'heap', '--ca', cert, '--header', `@${header}`);
    expect(taken.code).toBe(0);
    expect(readFileSync(join(taken.root, 'manifest.json'), 'utf8')).not.toContain('canary-8');
    const anonymous = await collect(target, '--kinds', 'heap', '--ca', cert);
    expect(anonymous.stderr).toMatch(/the process requires authentication; for a URL --header @FILE/);
    const unknown = await collect(target, '--kinds', 'heap');
    expect(unknown.stderr).toMatch(/give its authority with --ca FILE/);
  });
});
