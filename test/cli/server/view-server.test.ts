import {request} from 'node:http';
import {connect} from 'node:net';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type RunningView, startView} from '../../support/browser.ts';
import {samplePath} from '../../support/samples.ts';

let view: RunningView;
let base: URL;

beforeAll(async () => {
  view = await startView([samplePath('misc/etcd-heap.pb.gz')]);
  base = new URL(view.url);
});

afterAll(() => view.stop());

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({host: '127.0.0.1', port: base.port, path, method, headers}, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const ROUTES = ['', 'app.js', 'app.css', 'worker.js', 'page/flame.js', 'report/page.js', 'report/worker.js', 'input/0'];

describe('the local server', () => {
  it.each(ROUTES)('gives %j to its own page', async (route) => {
    expect(await ask(base.pathname + route)).toBe(200);
  });

  it.each([
    ['a foreign host (DNS rebinding)', {host: 'evil.example'}],
    ['a foreign host with our port', {host: 'evil.example:8080'}],
    ['no port in the host', {host: '127.0.0.1'}],
    ['a name that begins like ours', {host: 'localhost.evil.example'}],
    ['a foreign origin', {origin: 'https://evil.example'}],
    ['the null origin', {origin: 'null'}],
    ['a request from another site', {'sec-fetch-site': 'cross-site'}],
    ['a request from another port of this host', {'sec-fetch-site': 'same-site'}],
  ])('refuses %s on every route', async (_, headers) => {
    const answers = await Promise.all(ROUTES.map((route) => ask(base.pathname + route, headers)));
    expect(answers).toEqual(ROUTES.map(() => 403));
  });

  it('refuses to be told anything', async () => {
    const methods = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
    expect(await Promise.all(methods.map((method) => ask(base.pathname, {}, method)))).toEqual(methods.map(() => 405));
  });

  it('knows no path but its own', async () => {
    const paths = [
      '/',
      '/app.js',
      '/input/0',
      `${base.pathname}input/1`,
      `${base.pathname}../package.json`,
      `${base.pathname}..%2f..%2fpackage.json`,
      `${base.pathname}%00`,
      `${base.pathname}input/0/`,
      `/${base.pathname}`,
      `${base.pathname}?x=1`,
      '/AAAAAAAAAAAAAAAAAAAAAA/',
    ];
    expect(await Promise.all(paths.map((path) => ask(path)))).toEqual(paths.map(() => 404));
  });

  it('lets nothing be framed, sniffed, kept or sent on', async () => {
    const response = await fetch(view.url);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('listens on this machine only', async () => {
    const {networkInterfaces} = await import('node:os');
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((address) => address !== undefined && !address.internal && address.family === 'IPv4');
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({host: outer?.address ?? '127.0.0.2', port: Number(base.port)}, () => resolve(true));
      socket.on('error', () => resolve(false));
    });
    expect(reached).toBe(false);
  });

  it('ends on Ctrl-C though a connection stays open', async () => {
    const other = await startView([samplePath('misc/etcd-heap.pb.gz')]);
    const socket = connect({host: '127.0.0.1', port: Number(new URL(other.url).port)});
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => other.process.once('exit', (_, signal) => resolve(signal)));
    other.process.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    socket.destroy();
  });
});
