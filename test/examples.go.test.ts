/**
 * The examples run on the build of this checkout; the one for browsers is in test/browser/example.test.ts.
 */
import {spawn, spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {resolve} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {samplePath} from './support/samples.ts';

const DUMP = samplePath('deletecollection-leak/goroutine-before.pb.gz');
const FINDING = 'registry.(*Store).DeleteCollection';
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** Address of a server that has the leaking process's profile at one path, and nothing else. */
async function neighbour(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/debug/pprof/goroutine') response.end(readFileSync(DUMP));
    else response.writeHead(404).end('404 page not found\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('examples', () => {
  it('node: prints the finding and ends with 1', () => {
    const {status, stdout} = spawnSync(process.execPath, ['examples/node/analyze.mjs', DUMP], {encoding: 'utf8'});
    expect(status).toBe(1);
    expect(stdout).toContain(FINDING);
  });

  it('express: analyzes its neighbour, and says what went wrong with it', async () => {
    const env = {...process.env, NEIGHBOUR: await neighbour(), PORT: '0'};
    const child = spawn(process.execPath, ['examples/express/server.mjs'], {env, stdio: ['ignore', 'pipe', 'inherit']});
    closing.push(() => child.kill());
    const address = await new Promise<string>((done) => child.stdout.once('data', (text) => done(String(text).trim())));
    const answers = await Promise.all(
      ['goroutine', 'heap', 'nosuch'].map(async (kind) => {
        const response = await fetch(`${address}/diagnosis/${kind}`);
        return {status: response.status, text: await response.text()};
      }),
    );
    expect(answers.map(({status}) => status)).toEqual([200, 502, 404]);
    expect(answers[0].text).toContain(FINDING);
    expect(answers[1].text).toMatch(/the server answered 404 Not Found: 404 page not found\n.*net\/http\/pprof/);
  });

  it.each([
    ['a service that leaks goroutines fails', ['-leak'], 1],
    ['a service in order passes', [], 0],
  ])('ci: %s', (_, args, code) => {
    const env = {...process.env, PPROFX: `${process.execPath} ${resolve('dist/cli/bin.js')}`, no_proxy: '127.0.0.1'};
    const {status, stdout} = spawnSync('sh', ['examples/ci/check.sh', ...args], {env, encoding: 'utf8'});
    expect(status).toBe(code);
    if (code === 1) expect(stdout).toContain('main.main.func1.1');
  });
});
