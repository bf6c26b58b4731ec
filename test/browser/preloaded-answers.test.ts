/**
 * Answers that come with the page: the first screen needs no worker, all else asks it, and where the server has no
 * answers the page makes its own.
 *
 * Slow: each input in two pages of its own, and one that takes long to read.
 */
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage, settled} from '../support/browser.ts';
import {bytesField} from '../support/proto.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');
const GOROUTINES = samplePath('deletecollection-leak/goroutine-before.pb.gz');

const folder = mkdtempSync(join(tmpdir(), 'pprofx-preloaded-'));
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

/** A page whose worker never comes. */
async function withoutWorker(url: string): Promise<Page> {
  const {page} = await openPage(lab.browser, 'about:blank');
  await page.route('**/worker.js', (route) => route.abort());
  await page.goto(url);
  await settled(page);
  return page;
}

describe('before the worker is there', () => {
  it.each([
    ['a heap profile', HEAP],
    ['a goroutine profile', GOROUTINES],
    ['a CPU profile', samplePath('nodeips-hot/cpu-before.pb.gz')],
    ['a goroutine dump', samplePath('modern-go/esbuild-sigquit.txt')],
    ['an empty profile', samplePath('misc/mutex-empty.pb.gz')],
  ])('findings and flamegraph of %s are what they are with it', async (_, path) => {
    const {url} = await lab.view([path]);
    const {page: whole} = await openPage(lab.browser, url);
    await settled(whole);
    const page = await withoutWorker(url);
    expect(await page.innerText('main')).toBe(await whole.innerText('main'));
    for (const each of [page, whole]) {
      await each.keyboard.press('2');
      await each.waitForSelector('.flame-canvas', {state: 'attached'});
      await settled(each);
    }
    const picture = (each: Page): Promise<string> =>
      each.locator('.flame-canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await expect.poll(() => picture(page)).toBe(await picture(whole));
  });

  it('a comparison has its verdict and both sides', async () => {
    const {url} = await lab.view([HEAP, samplePath('replicaset-flood/heap-after.pb.gz')]);
    const {page: whole} = await openPage(lab.browser, url);
    await settled(whole);
    const page = await withoutWorker(url);
    expect(await page.textContent('.verdict')).toContain('fixed');
    expect(await page.innerText('main')).toBe(await whole.innerText('main'));
  });

  it('what needs it says that it is not there', async () => {
    const page = await withoutWorker((await lab.view([HEAP])).url);
    await page.keyboard.press('3');
    await page.getByText('the server of this page does not answer').waitFor();
  });
});

describe('once other inputs are open', () => {
  it('answers about those before are not given any more', async () => {
    const {url} = await lab.view([HEAP]);
    const {page} = await openPage(lab.browser, `${url}#screen=flame`);
    await settled(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', {name: 'Open…'}).click();
    await (await chooser).setFiles(GOROUTINES);
    await page.waitForFunction(() => document.querySelectorAll('header select option').length > 4);
    await settled(page);
    await page.keyboard.press('1');
    await settled(page);
    expect(await page.innerText('main')).toContain('DeleteCollection');
  });
});

describe('a page without answers', () => {
  it('comes where the input is broken, and tells why', async () => {
    const path = join(folder, 'broken.pb.gz');
    writeFileSync(path, gzipSync(Buffer.from([0x0a, 0x7f, 1])));
    const {url} = await lab.view([path]);
    expect(await (await fetch(url)).text()).toContain('<script src="boot.js" async>');
    const {page} = await openPage(lab.browser, url);
    expect(await page.textContent('.card h1')).toContain('broken.pb.gz');
  });

  it('comes where reading takes long', async () => {
    const path = join(folder, 'long.pb.gz');
    // A profile, and 600 MB of a field that no profile has, in 600 kB.
    const packed = gzipSync(bytesField(2047, Buffer.alloc(1 << 20)));
    writeFileSync(path, Buffer.concat([readFileSync(HEAP), ...Array.from({length: 600}, () => packed)]));
    const {url} = await lab.view([path]);
    expect(await (await fetch(url)).text()).toContain('<script src="boot.js" async>');
    const {page} = await openPage(lab.browser, url);
    page.setDefaultTimeout(150_000);
    await settled(page);
    expect(await page.textContent('main')).toContain('ReplicaSet');
  });

  it('says when the server is gone', async () => {
    const view = await lab.view([HEAP]);
    const {page} = await openPage(lab.browser, 'about:blank');
    await page.route('**/input/0', (route) => route.abort());
    await page.goto(view.url);
    await settled(page);
    await page.keyboard.press('3');
    await page.getByText('is pprofx view still running?').waitFor();
  });
});
