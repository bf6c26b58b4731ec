/**
 * The first screen of a small input: all it needs comes inside the page, and nothing is fetched for it.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, type Misdeeds, openPage, settled} from '../support/browser.ts';
import {hostileNames} from '../support/hostile-names.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');
const folder = mkdtempSync(join(tmpdir(), 'pprofx-first-paint-'));
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

interface Seen {
  readonly page: Page;
  readonly misdeeds: Misdeeds;
  /** Paths below the page, in the order they were asked for. */
  readonly asked: string[];
}

/** A page whose worker never comes. */
async function withoutWorker(url: string): Promise<Seen> {
  const {page, misdeeds} = await openPage(lab.browser, 'about:blank');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').slice(2).join('/')));
  await page.route('**/worker.js', () => undefined);
  await page.goto(url, {waitUntil: 'commit'});
  await settled(page);
  return {page, misdeeds, asked};
}

describe('the first screen of a small input', () => {
  it('holds names that look like markup as text', async () => {
    const path = join(folder, 'hostile.pb');
    writeFileSync(path, hostileNames());
    const {url} = await lab.view([path]);
    for (const fragment of ['', '#screen=flame']) {
      const {page, misdeeds} = await withoutWorker(url + fragment);
      expect(await page.evaluate(() => [Reflect.get(window, 'pwned'), document.querySelector('#pprofx img')])).toEqual([
        undefined,
        null,
      ]);
      expect(misdeeds.errors).toEqual([]);
    }
    const {page} = await withoutWorker(`${url}#screen=flame`);
    expect(await page.textContent('#pprofx')).toContain('<img');
  });

  it('needs nothing but the page; the worker starts after it', async () => {
    const {url} = await lab.view([HEAP]);
    const {asked, page} = await withoutWorker(`${url}#screen=flame`);
    await expect.poll(() => asked).toEqual(['', 'worker.js']);
    expect(await page.locator('.flame-canvas').count()).toBe(1);
  });
});

describe('after it', () => {
  it('the page works, and so does one whose first screen needs other answers', async () => {
    const {url} = await lab.view([HEAP]);
    for (const fragment of ['', '#screen=flame', '#screen=table', '#screen=flame&mode=up']) {
      const {page} = await openPage(lab.browser, url + fragment);
      await settled(page);
      await page.keyboard.press('3');
      await page.locator('.rows .grid-row').first().waitFor();
    }
  });

  it('no page that it links to can reach back', async () => {
    const {url} = await lab.view([samplePath('deletecollection-leak/goroutine-before.pb.gz')]);
    const {page} = await openPage(lab.browser, url);
    await settled(page);
    const links = await page
      .locator('a[target="_blank"]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('rel')));
    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links)).toEqual(new Set(['noreferrer']));
  });
});
