/**
 * The example for browsers runs on the build of this checkout.
 */
import {copyFileSync, mkdtempSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {build} from 'esbuild';
import {afterAll, describe, expect, it} from 'vitest';
import {Lab} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

const DUMP = samplePath('deletecollection-leak/goroutine-before.pb.gz');
const FINDING = 'registry.(*Store).DeleteCollection';
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

describe('the example for browsers', () => {
  it('shows the finding of a dropped file, its flamegraph, and what is wrong with another', async () => {
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
    const lab = await Lab.open();
    closing.push(
      () => lab.close(),
      () => server.close(),
    );
    const page = await lab.browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.setInputFiles('#file', DUMP);
    await page.waitForFunction((text) => document.querySelector('#findings')?.textContent?.includes(text), FINDING);
    expect(await page.getAttribute('#picture', 'srcdoc')).toMatch(/^<svg|^<\?xml/);
    await page.setInputFiles('#file', samplePath('README.md'));
    await page.waitForFunction(() => document.querySelector('#findings')?.textContent?.includes('no format'));
  });
});
