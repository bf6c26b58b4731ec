/**
 * The local server from the outside, byte by byte: who may ask, what is there, and that nothing changes.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {RunningServer, startServer} from '../../../src/cli/server/server.ts';

const BIN = fileURLToPath(new URL('../../../dist/cli/bin.js', import.meta.url));
/** In our own process, the page's files are found in the build only; so the server under test is the built one. */
const built = (await import(new URL('../../../dist/cli/server/server.js', import.meta.url).href)) as {
  startServer: typeof startServer;
};

let server: RunningServer;
let port = 0;
let token = '';
let routes: string[] = [];

beforeAll(async () => {
  server = await built.startServer([{name: 'x.pb', bytes: Uint8Array.of(1, 2, 3)}], 0);
  const url = new URL(server.url);
  port = Number(url.port);
  token = url.pathname.split('/')[1];
  routes = ['', 'app.js', 'app.css', 'worker.js', 'page/flame.js', 'input/0'].map((path) => `/${token}/${path}`);
});
afterAll(() => server.close());

/** Sends bytes as they are; the whole answer. */
async function raw(request: string): Promise<{status: number; text: string}> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('error', () => undefined);
  socket.write(request, 'latin1');
  await once(socket, 'close');
  return {status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text};
}

function get(
  path: string,
  headers: readonly string[] = [`Host: 127.0.0.1:${port}`],
  method = 'GET',
): ReturnType<typeof raw> {
  return raw(`${method} ${path} HTTP/1.1\r\n${[...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`);
}

describe('a request', () => {
  it.each([
    ['no Host', () => []],
    ['a foreign Host', () => ['Host: evil.example']],
    ['a foreign Host with our port', () => [`Host: evil.example:${port}`]],
    ['a Host that begins like ours', () => [`Host: 127.0.0.1.evil.example:${port}`]],
    ['our Host without a port', () => ['Host: 127.0.0.1']],
    ['our Host with another port', () => [`Host: 127.0.0.1:${port + 1}`]],
    ['a Host with a user', () => [`Host: evil@127.0.0.1:${port}`]],
    ['a foreign Origin', () => [`Host: 127.0.0.1:${port}`, 'Origin: http://evil.example']],
    ['the Origin null', () => [`Host: 127.0.0.1:${port}`, 'Origin: null']],
    ['our Origin over https', () => [`Host: 127.0.0.1:${port}`, `Origin: https://127.0.0.1:${port}`]],
    ['Sec-Fetch-Site cross-site', () => [`Host: 127.0.0.1:${port}`, 'Sec-Fetch-Site: cross-site']],
    ['Sec-Fetch-Site same-site', () => [`Host: 127.0.0.1:${port}`, 'Sec-Fetch-Site: same-site']],
  ])('with %s gets nothing from any route', async (_, headers) => {
    for (const route of routes) {
      const {status, text} = await get(route, headers());
      expect([400, 403]).toContain(status);
      expect(text).not.toContain(token);
    }
  });

  it('of the page itself is answered on every route, with every safe header', async () => {
    for (const route of routes) {
      const {status, text} = await get(route, [`Host: localhost:${port}`, 'Sec-Fetch-Site: same-origin']);
      expect(status).toBe(200);
      expect(text).toMatch(/^Content-Security-Policy: default-src 'none'/m);
      expect(text).toMatch(/^X-Content-Type-Options: nosniff/m);
      expect(text).not.toMatch(/^Access-Control-/m);
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by %s is refused on every route', async (method) => {
    for (const route of routes) expect((await get(route, undefined, method)).status).toBe(405);
  });

  it('by GET changes nothing: the second answer is the first', async () => {
    const answers = async (): Promise<string[]> =>
      Promise.all(routes.map(async (route) => (await get(route)).text.replace(/^Date: .*$/m, '')));
    expect(await answers()).toEqual(await answers());
  });
});

describe('paths', () => {
  /** Keeps one connection busy with many requests. */
  async function statuses(paths: readonly string[]): Promise<number[]> {
    const socket = connect(port, '127.0.0.1');
    const found: number[] = [];
    let text = '';
    socket.setEncoding('latin1');
    const done = new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
      socket.on('data', (chunk) => {
        text += String(chunk);
      });
    });
    for (const [i, path] of paths.entries()) {
      const last = i === paths.length - 1 ? 'Connection: close\r\n' : '';
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${last}\r\n`, 'latin1');
    }
    await done;
    for (const match of text.matchAll(/HTTP\/1\.1 (\d+) /g)) found.push(Number(match[1]));
    return found;
  }

  it('5 000 made-up ones find nothing', async () => {
    const pieces = [
      '..',
      '..%2f',
      '%2e%2e/',
      '%00',
      '\\',
      '//',
      '%5c',
      'etc/passwd',
      'package.json',
      'input',
      '0',
      '1',
      '-1',
      'app.js',
      'page',
      'worker',
      '?x',
      '#',
      '%',
      '%zz',
      '__proto__',
      'constructor',
      ';',
      '~',
      'A'.repeat(100),
    ];
    let state = 7;
    const next = (limit: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % limit;
    };
    const paths = Array.from({length: 5000}, () => {
      const tail = Array.from({length: 1 + next(5)}, () => pieces[next(pieces.length)]).join(next(2) === 0 ? '/' : '');
      return `/${next(2) === 0 ? `${token}/` : ''}${tail}`;
    }).filter((path) => !routes.includes(path));
    const all: number[] = [];
    for (let at = 0; at < paths.length; at += 250) all.push(...(await statuses(paths.slice(at, at + 250))));
    expect(all).toHaveLength(paths.length);
    expect(all.filter((status) => status !== 404)).toEqual([]);
  });

  it.each([
    ['a header that is too long', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['no HTTP', '\u0000\u0001\u0002\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('%s is cut off, and the server lives', async (_, request) => {
    expect((await raw(request)).status).not.toBe(200);
    expect((await get(routes[0])).status).toBe(200);
  });

  it('an absolute one in a request line is none of ours', async () => {
    expect((await get(`http://evil.example/${token}/`)).status).toBe(404);
  });
});

describe('pprofx view', () => {
  it('listens on 127.0.0.1 alone and ends on Ctrl-C although a browser is connected', async () => {
    const child: ChildProcess = spawn(process.execPath, [BIN, 'view', '--no-open'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = await once(child.stdout as NodeJS.ReadableStream, 'data');
    const url = new URL(String(line).trim());
    expect(url.hostname).toBe('127.0.0.1');
    expect(url.pathname).toMatch(/^\/[\w-]{22}\/$/);
    const socket = connect(Number(url.port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    child.kill('SIGINT');
    // The signal itself ends the process; shells report it as 130.
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
  });
});

describe('the entrance', () => {
  it('leads to the page once, from whatever site, and its address does not hold the token', async () => {
    const headers = [`Host: 127.0.0.1:${port}`, 'Sec-Fetch-Site: cross-site'];
    const url = new URL(server.entranceUrl('#screen=<flame>'));
    expect(url.href).not.toContain(token);
    expect((await get(url.pathname, ['Host: evil.example'])).status).toBe(403);
    const {status, text} = await get(url.pathname, headers);
    expect(status).toBe(200);
    expect(text).toContain(`content="0;url=/${token}/#screen=&lt;flame&gt;"`);
    expect((await get(url.pathname, headers)).status).toBe(403);
    expect((await get(url.pathname)).status).toBe(404);
  });

  it('is a file that only this user can read, and that goes away on Ctrl-C', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pprofx-browser-'));
    const browser = join(folder, 'browser');
    writeFileSync(browser, `#!/bin/sh\necho "$1" >${folder}/given.new; mv ${folder}/given.new ${folder}/given\n`, {
      mode: 0o700,
    });
    const env = {...process.env, BROWSER: browser, TMPDIR: folder};
    const child = spawn(process.execPath, [BIN, 'view'], {env, stdio: ['ignore', 'pipe', 'ignore']});
    const [line] = await once(child.stdout, 'data');
    while (!existsSync(join(folder, 'given'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const file = fileURLToPath(readFileSync(join(folder, 'given'), 'utf8').trim());
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(dirname(file)).mode & 0o077).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain(new URL(String(line).trim()).pathname);
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(existsSync(file)).toBe(false);
    rmSync(folder, {recursive: true});
  });
});

describe('the rules of HTTP', () => {
  it('two Host headers are refused', async () => {
    const host = `Host: 127.0.0.1:${port}`;
    expect((await get(routes[0], [host, host])).status).toBe(400);
  });

  it('a method that is refused comes with those that are not', async () => {
    expect((await get(routes[0], undefined, 'POST')).text).toMatch(/^Allow: GET, HEAD\r?$/m);
  });
});

describe('a download in progress', () => {
  it('goes on when 70 more connections come', async () => {
    const size = 64 * 2 ** 20;
    const large = await built.startServer([{name: 'large.pb', bytes: new Uint8Array(size)}], 0);
    const url = new URL(large.url);
    const socket = connect(Number(url.port), '127.0.0.1');
    socket.write(`GET ${url.pathname}input/0 HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`);
    await once(socket, 'readable');
    const others = await Promise.all(
      Array.from({length: 70}, async () => {
        const other = connect(Number(url.port), '127.0.0.1');
        other.on('error', () => undefined);
        await once(other, 'connect');
        return other;
      }),
    );
    let received = 0;
    for await (const chunk of socket) received += (chunk as Uint8Array).length;
    expect(received).toBeGreaterThan(size);
    for (const other of others) other.destroy();
    await large.close();
  });
});
