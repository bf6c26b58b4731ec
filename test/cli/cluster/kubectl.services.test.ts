/**
 * What the real kubectl says when it cannot reach a cluster, does not trust it, or is not let in: each has its hint.
 */
import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer as createHttpServer} from 'node:http';
import {createServer as createHttpsServer} from 'node:https';
import {type AddressInfo, createServer as createTcpServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import type {PprofxError} from '../../../src/base/errors.ts';
import {Kubectl} from '../../../src/cli/cluster/kubectl.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'kubectl-'));

async function listening(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function kubeconfig(server: string): string {
  const path = join(newFolder(), 'config');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{name: 'c', cluster: {server}}],
    contexts: [{name: 'c', context: {cluster: 'c', user: 'u'}}],
    users: [{name: 'u', user: {token: 'canary-8'}}],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

async function refusal(options: {readonly kubeconfig?: string; readonly context?: string}): Promise<PprofxError> {
  const kubectl = new Kubectl({kubectl: 'kubectl', context: undefined, kubeconfig: undefined, ...options});
  try {
    await kubectl.getJson('/api/v1/nodes');
  } catch (error) {
    return error as PprofxError;
  }
  throw new Error('kubectl has answered');
}

function certificate(): {key: Buffer; cert: Buffer} {
  const [key, cert] = ['key', 'cert'].map((name) => join(newFolder(), name));
  const subject = ['-subj', '/CN=elsewhere', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject];
  execFileSync('openssl', made, {stdio: 'ignore'});
  return {key: readFileSync(key), cert: readFileSync(cert)};
}

describe('kubectl', () => {
  it('that reaches nothing: is the cluster reachable', async () => {
    const free = createTcpServer();
    const port = await listening(free);
    free.close();
    expect(await refusal({kubeconfig: kubeconfig(`http://127.0.0.1:${port}`)})).toMatchObject({
      code: 'NETWORK',
      message: expect.stringMatching(/kubectl: The connection to the server 127\.0\.0\.1:\d+ was refused/),
      hint: expect.stringMatching(/^is the cluster reachable\? kubectl get --raw \/version/),
    });
  });

  it('that does not trust the certificate: the kubeconfig does not', async () => {
    const port = await listening(createHttpsServer(certificate(), (_, response) => response.end('{}')));
    expect(await refusal({kubeconfig: kubeconfig(`https://127.0.0.1:${port}`)})).toMatchObject({
      message: expect.stringMatching(/x509: certificate signed by unknown authority|failed to verify certificate/),
      hint: expect.stringMatching(/^the kubeconfig does not trust this API server/),
    });
  });

  it('that is not logged in: log in, and no token is printed', async () => {
    const status = {kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Unauthorized', code: 401};
    const api = createHttpServer((_, response) => {
      response.writeHead(401, {'content-type': 'application/json'});
      response.end(JSON.stringify({...status, message: 'Unauthorized'}));
    });
    const error = await refusal({kubeconfig: kubeconfig(`http://127.0.0.1:${await listening(api)}`)});
    expect(error).toMatchObject({
      message: expect.stringMatching(/Unauthorized|must be logged in/),
      hint: 'log in as you do for kubectl',
    });
    expect(error.message).not.toContain('canary-8');
  });

  it('without such a context, or such a file: choose one', async () => {
    const hint = expect.stringMatching(/^choose a cluster with --context NAME or --kubeconfig FILE/);
    expect(await refusal({kubeconfig: kubeconfig('http://127.0.0.1:1'), context: 'other'})).toMatchObject({hint});
    expect(await refusal({kubeconfig: join(newFolder(), 'none')})).toMatchObject({hint});
  });
});
