/**
 * Inputs from URLs: time, size, redirects and secrets, against servers of our own.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync} from 'node:zlib';
import {afterAll, afterEach, describe, expect, it, vi} from 'vitest';
import {DEFAULT_FETCH_OPTIONS, type FetchOptions, fetchInput} from '../../../src/cli/input/fetch-input.ts';
import {readHeaderFile} from '../../../src/cli/input/header-file.ts';
import {readInput} from '../../../src/cli/input/input.ts';
import {inputName, maskUrls} from '../../../src/cli/input/mask-url.ts';
import {pprofxBeside, pprofxProcess} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';

const HEAP = readFileSync(samplePath('misc/etcd-heap.pb.gz'));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Address of a server that answers so. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function fetched(url: string, options: Partial<FetchOptions> = {}): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of fetchInput(url, {...DEFAULT_FETCH_OPTIONS, ...options})) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a URL', () => {
  it('is read like a file', async () => {
    const url = await serve((_, response) => response.end(HEAP));
    const profile = await readInput(`${url}/debug/pprof/heap?token=s3cret`);
    expect(profile.samples.length).toBe(161);
    expect(profile.name).toBe(`${url}/debug/pprof/heap?token=***`);
  });

  it.each([
    ['an answer other than 2xx', 404, '', 'the server answered 404 Not Found'],
    ['a server error', 500, 'out of cheese\n', 'the server answered 500 Internal Server Error: out of cheese'],
    ['an error of binary data', 502, '\0\x01', 'the server answered 502 Bad Gateway'],
    ['an error page', 503, '<html>\n', 'the server answered 503 Service Unavailable: a web page, not a profile'],
  ])('%s is a failure of the network, with what the server said', async (_, status, body, message) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body));
    await expect(fetched(url)).rejects.toMatchObject({code: 'NETWORK', message});
  });

  it.each([
    [
      500,
      'Could not enable CPU profiling: cpu profiling already in use\n',
      'Could not enable CPU profiling: cpu profiling already in use',
      /wait until it is done/,
    ],
    [404, 'Unknown profile\n', 'Unknown profile', /goroutine, heap/],
    [404, '404 page not found\n', '404 page not found', /net\/http\/pprof/],
    [405, 'Debug endpoints are disabled.\n', 'Debug endpoints are disabled.', /enableDebuggingHandlers/],
    [
      403,
      '{"kind":"Status","status":"Failure","message":"forbidden: User \\"eve\\" cannot get path","code":403}',
      'the refusal of an API server: forbidden: User "eve" cannot get path',
      /nonResourceURLs: \["\/debug\/pprof\/\*"\]/,
    ],
  ])('whose server answers %i %j says what to do', async (status, body, said, hint) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body));
    await expect(fetched(url)).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^the server answered ${status} [A-Za-z ]+: `)),
      hint: expect.stringMatching(hint),
    });
    await expect(fetched(url)).rejects.toThrow(said);
  });

  it('whose server sends a line end behind gzip data is read like a file', async () => {
    const url = await serve((_, response) => response.end(Buffer.concat([HEAP, Buffer.from('\n')])));
    expect((await readInput(url)).warnings.map(({code}) => code)).toEqual(['GZIP_PADDING']);
  });

  it.each([
    ['gzip', gzipSync(HEAP)],
    ['gzip', HEAP],
    ['x-gzip', gzipSync(HEAP)],
    ['gzip', gunzipSync(HEAP)],
    ['deflate', deflateSync(HEAP)],
    ['deflate', deflateRawSync(HEAP)],
    ['br', brotliCompressSync(HEAP)],
    ['BR, identity', brotliCompressSync(HEAP)],
    ['deflate, gzip', gzipSync(deflateSync(HEAP))],
  ])('whose answer is compressed for the way (%s) is read like a file', async (encoding, body) => {
    const url = await serve((_, response) => response.writeHead(200, {'content-encoding': encoding}).end(body));
    expect((await readInput(url)).samples.length).toBe(161);
  });

  it.each([
    ['gzip', gzipSync(HEAP).subarray(0, 3000), 'Content-Encoding (gzip) is damaged'],
    ['br', brotliCompressSync(HEAP).subarray(0, 3000), 'Content-Encoding (br) is damaged'],
    ['br', HEAP, 'Content-Encoding (br) is damaged'],
    ['zstd', HEAP, 'the server compressed its answer with zstd'],
    ['gzip, gzip, gzip, gzip, gzip', HEAP, '5 layers of Content-Encoding'],
  ])('whose answer is not what its Content-Encoding (%s) says is a failure', async (encoding, body, message) => {
    const url = await serve((_, response) => response.writeHead(200, {'content-encoding': encoding}).end(body));
    await expect(readInput(url)).rejects.toMatchObject({code: 'NETWORK', message: expect.stringContaining(message)});
  });

  it('whose answer unpacks to more than the limit is refused', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(2 ** 22));
    const url = await serve((_, response) => response.writeHead(200, {'content-encoding': 'br'}).end(bomb));
    await expect(fetched(url, {maxDecodedBytes: 2 ** 20})).rejects.toMatchObject({code: 'LIMIT_EXCEEDED'});
  });

  it('whose server repeats secrets in its error gives none of them away', async () => {
    const url = await serve((request, response) =>
      response.writeHead(400).end(`no ${request.url} ${request.headers['authorization']} at http://u:pw@h/?k=v`),
    );
    const headers = [{name: 'authorization', value: 'Bearer t0p-s3cret'}];
    const failed = await fetched(`${url}/x?token=hunter2`, {headers}).catch((error: Error) => error.message);
    expect(failed).toBe('the server answered 400 Bad Request: no /x?token=*** *** at http://***@h/?k=***');
  });

  it('whose server never ends its error is not waited for', async () => {
    const url = await serve((_, response) => response.writeHead(500).write('stuck\n'));
    await expect(fetched(url)).rejects.toThrow('the server answered 500 Internal Server Error: stuck');
  });

  it('that answers 200 with nothing is an empty input', async () => {
    const url = await serve((_, response) => response.end());
    await expect(readInput(url)).rejects.toMatchObject({code: 'EMPTY_INPUT'});
  });

  it.each([
    ['/debug/pprof/profile', undefined, 75],
    ['/debug/pprof/profile?seconds=60', undefined, 120],
    ['/debug/pprof/profile', 10, 45],
    ['/debug/pprof/profile?seconds=60', 10, 45],
    ['/debug/pprof/heap', undefined, 30],
    ['/debug/pprof/heap', 20, 60],
  ])('%s, asked for %j seconds, has %i s', async (path, seconds, limit) => {
    const asked: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      response.end();
    });
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await fetched(`${url}${path}`, {seconds});
    expect(timers.mock.calls.map(([, millis]) => millis)).toContain(limit * 1000);
    expect(asked).toEqual([seconds === undefined ? path : `${path.split('?')[0]}?seconds=${seconds}`]);
    timers.mockRestore();
  });

  it('that nothing listens at is a failure with a hint', async () => {
    const url = await serve(() => undefined);
    servers.splice(0).map((server) => server.close());
    await expect(fetched(url)).rejects.toMatchObject({code: 'NETWORK', message: 'cannot fetch (ECONNREFUSED)'});
  });

  it('whose server drips is given up at the deadline', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(fetched(url, {totalMillis: 200})).rejects.toThrow('not finished within 0.2 s');
  });

  it('whose server never answers is given up at the deadline', async () => {
    const url = await serve(() => undefined);
    await expect(fetched(url, {totalMillis: 100})).rejects.toThrow('not finished within 0.1 s');
  });

  it('whose server falls silent within the body is given up', async () => {
    const url = await serve((_, response) => response.write('x'));
    await expect(fetched(url, {idleMillis: 100})).rejects.toThrow('the server sent nothing for 0.1 s');
  });

  it('whose body is endless hits the limit', async () => {
    const url = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) {}
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(fetched(url, {maxBodyBytes: 1 << 20})).rejects.toMatchObject({code: 'LIMIT_EXCEEDED'});
  });

  it.each([
    ['is cut off', (body: Buffer) => body.subarray(0, 1000)],
    ['is shorter than promised', (body: Buffer) => body.subarray(0, body.length - 1)],
  ])('whose body %s is a failure', async (_, part) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, {'Content-Length': HEAP.length});
      response.write(part(HEAP), () => response.socket?.destroy());
    });
    await expect(readInput(url)).rejects.toMatchObject({code: 'NETWORK'});
  });
});

describe('redirects', () => {
  it('within an origin are followed, three at most', async () => {
    const hops = async (count: number): Promise<Buffer> => {
      const url = await serve((request, response) => {
        const left = Number(request.url?.slice(1));
        if (left === 0) response.end('there');
        else response.writeHead(302, {Location: `/${left - 1}`}).end();
      });
      return fetched(`${url}/${count}`);
    };
    expect(String(await hops(3))).toBe('there');
    await expect(hops(4)).rejects.toThrow('more than 3 redirects');
  });

  it('to another origin need --follow, and lose the headers of the user', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers['x-api-key'] as string | undefined, request.headers.authorization);
      response.end('there');
    });
    const url = await serve((_, response) => response.writeHead(302, {Location: `${other}/?token=s3cret`}).end());
    const headers = [
      {name: 'X-API-Key', value: 's3cret'},
      {name: 'Authorization', value: 'Bearer s3cret'},
    ];
    await expect(fetched(url, {headers})).rejects.toThrow(`a redirect to another host: ${other}/?token=***`);
    expect(String(await fetched(url, {headers, followsAnywhere: true}))).toBe('there');
    expect(seen).toEqual([undefined, undefined]);
  });

  it.each(['file:///etc/passwd', 'data:text/plain,x', 'javascript:alert(1)'])('to %s are refused', async (Location) => {
    const url = await serve((_, response) => response.writeHead(302, {Location}).end());
    await expect(fetched(url, {followsAnywhere: true})).rejects.toThrow('a redirect to the scheme');
  });
});

describe('secrets', () => {
  it.each([
    ['http://user:s3cret@host/x?token=s3cret&debug=2#s3cret', 'http://***@host/x?token=***&debug=2&***'],
    ['https://s3cret@host', 'https://***@host'],
    ['http://user:s3/cret@host/', 'http://***@host/'],
    ['http://host/debug/pprof/heap', 'http://host/debug/pprof/heap'],
    ['HTTP://host?s3cret', 'HTTP://host?***'],
    ['heap@2x.pb.gz?x=1', 'heap@2x.pb.gz?x=1'],
  ])('%s is shown as %s', (url, shown) => {
    expect(inputName(url)).toBe(shown);
  });

  it('in a URL within a text are masked', () => {
    expect(maskUrls("unknown command 'http://u:s3cret@h/?t=s3cret'")).toBe("unknown command 'http://***@h/?t=***'");
  });

  it('reach neither standard output nor standard error', async () => {
    const url = (await serve((_, response) => response.writeHead(401).end())).replace('//', '//user:canary1@');
    const address = `${url}/canary-path?token=canary2&x=canary3`;
    for (const args of [
      ['top', address],
      ['analyze', '--format', 'json', address],
      [address],
      ['top', '--no', address],
    ]) {
      const {stderr, stdout} = await pprofxBeside(args);
      expect(stdout + stderr).not.toMatch(/canary\d/);
    }
  });

  it('in headers come from a file, never from the arguments', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pprofx-header-'));
    afterAll(() => rmSync(folder, {recursive: true}));
    const path = join(folder, 'headers');
    writeFileSync(path, '# ours\nAuthorization: Bearer s3cret\n\nX-Key:1\n');
    expect(readHeaderFile(`@${path}`)).toEqual([
      {name: 'Authorization', value: 'Bearer s3cret'},
      {name: 'X-Key', value: '1'},
    ]);
    expect(() => readHeaderFile('Authorization: Bearer s3cret')).toThrow('--header expects @file');
    writeFileSync(path, 's3cret without a colon');
    expect(() => readHeaderFile(`@${path}`)).toThrow(/^not a header of the form Name: value$/);
  });
});

describe('a name with a colon that is no URL', () => {
  it('makes no call to the network', () => {
    const watch = `import net from 'node:net'; import dns from 'node:dns';
      const tell = () => { process.stderr.write('NETWORK CALL'); };
      net.Socket.prototype.connect = tell; dns.lookup = tell; globalThis.fetch = tell;`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(watch)}`;
    for (const name of ['host:6060', 'localhost:6060/debug/pprof/heap', 'http:/host/x', 'ftp://host/x']) {
      const {code, stderr} = pprofxProcess(['top', name], {env: {...process.env, NODE_OPTIONS}});
      expect(stderr).toBe(`${name}: no such file (READ_FAILED)\n`);
      expect(code).toBe(5);
    }
    const control = pprofxProcess(['top', '--timeout', '1', 'http://127.0.0.1:9/'], {
      env: {...process.env, NODE_OPTIONS},
    });
    expect(control.stderr).toContain('NETWORK CALL');
  });
});
