/**
 * Every example runs, on the build of this checkout.
 */
import {spawn, spawnSync} from 'node:child_process';
import {copyFileSync, mkdtempSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {build} from 'esbuild';
import {afterAll, describe, expect, it} from 'vitest';
import {launchChromium} from './support/browser.ts';
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

  it('browser: shows the finding of a dropped file, its flamegraph, and what is wrong with another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pprofx-example-'));
    copyFileSync('examples/browser/index.html', join(folder, 'index.html'));
    await build({
      entryPoints: [resolve('examples/browser/main.js')],
      outfile: join(folder, 'main.js'),
      bundle: true,
      format: 'esm',
      logLevel: 'error',
    });
    const server = createServer((request, response) => {
      const isScript = request.url === '/main.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(readFileSync(join(folder, isScript ? 'main.js' : 'index.html')));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const browser = await launchChromium();
    closing.push(
      () => browser.close(),
      () => server.close(),
    );
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.setInputFiles('#file', DUMP);
    await page.waitForFunction((text) => document.querySelector('#findings')?.textContent?.includes(text), FINDING);
    expect(await page.getAttribute('#picture', 'srcdoc')).toMatch(/^<svg|^<\?xml/);
    await page.setInputFiles('#file', samplePath('README.md'));
    await page.waitForFunction(() => document.querySelector('#findings')?.textContent?.includes('no format'));
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
