/**
 * The picture that comes with the page: it is what the page itself shows a moment later, nothing is fetched for it, and
 * it does not pretend to work.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, type Misdeeds, openPage, settled} from '../support/browser.ts';
import {hostileNames} from '../support/hostile-names.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');
const LIGHT: BrowserContextOptions = {viewport: {width: 1280, height: 800}, colorScheme: 'light'};
const DARK: BrowserContextOptions = {viewport: {width: 380, height: 800}, colorScheme: 'dark'};

const folder = mkdtempSync(join(tmpdir(), 'pprofx-picture-'));
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

/** A page of which one file never comes, so that it stays as it is before. */
async function without(file: string, url: string, options: BrowserContextOptions): Promise<Seen> {
  const {page, misdeeds} = await openPage(lab.browser, 'about:blank', options);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').slice(2).join('/')));
  await page.route(`**/${file}`, () => undefined);
  await page.goto(url, {waitUntil: 'commit'});
  await page.waitForSelector('main > .screen');
  return {page, misdeeds, asked};
}

/** What is to be seen: the text, what is hidden of it, and the flamegraph pixel by pixel. */
function sight(page: Page): Promise<{text: string | undefined; hidden: string[]; picture: string | undefined}> {
  return page.evaluate(() => ({
    text: document.querySelector('#pprofx')?.textContent ?? undefined,
    hidden: [...document.querySelectorAll('#pprofx [hidden]')].map((element) => element.className),
    picture: document.querySelector<HTMLCanvasElement>('.flame-canvas')?.toDataURL(),
  }));
}

/** What comes with the page is what the page then shows. */
async function expectSameSight(url: string, options: BrowserContextOptions): Promise<void> {
  const early = await without('page.js', url, options);
  expect(await early.page.locator('#pprofx').getAttribute('inert')).toBe('');
  const whole = await without('worker.js', url, options);
  await settled(whole.page);
  await expect.poll(() => sight(whole.page)).toEqual(await sight(early.page));
  expect(early.misdeeds.errors).toEqual([]);
  await early.page.context().close();
  await whole.page.context().close();
}

describe('the picture before the page', () => {
  it.each([
    ['a CPU profile', samplePath('nodeips-hot/cpu-before.pb.gz')],
    ['a goroutine profile', samplePath('deletecollection-leak/goroutine-before.pb.gz')],
    ['a goroutine dump', samplePath('modern-go/esbuild-sigquit.txt')],
    ['an empty profile', samplePath('misc/mutex-empty.pb.gz')],
  ])('of %s is what the page shows', async (_, path) => {
    const {url} = await lab.answeredView([path]);
    await expectSameSight(url, DARK);
    await expectSameSight(`${url}#screen=flame`, LIGHT);
  });

  it('is the same in light and dark, wide and narrow', async () => {
    const {url} = await lab.answeredView([HEAP]);
    for (const options of [LIGHT, DARK]) {
      await expectSameSight(url, options);
      await expectSameSight(`${url}#screen=flame`, options);
    }
  });

  it('of a comparison has its verdict', async () => {
    const {url} = await lab.answeredView([HEAP, samplePath('replicaset-flood/heap-after.pb.gz')]);
    const {page} = await without('page.js', url, LIGHT);
    expect(await page.innerText('.verdict')).toContain('fixed');
  });

  it('holds names that look like markup as text', async () => {
    const path = join(folder, 'hostile.pb');
    writeFileSync(path, hostileNames());
    const {url} = await lab.answeredView([path]);
    for (const fragment of ['', '#screen=flame']) {
      const {page, misdeeds} = await without('page.js', url + fragment, LIGHT);
      expect(await page.evaluate(() => [Reflect.get(window, 'pwned'), document.querySelector('#pprofx img')])).toEqual([
        undefined,
        null,
      ]);
      expect(misdeeds.errors).toEqual([]);
    }
    const {page} = await without('page.js', `${url}#screen=flame`, LIGHT);
    expect(await page.textContent('#pprofx')).toContain('<img');
  });

  it('needs nothing but the page; the rest is asked for after it', async () => {
    const {url} = await lab.answeredView([HEAP]);
    const {asked, page} = await without('page.js', `${url}#screen=flame`, LIGHT);
    await expect.poll(() => asked).toEqual(['', 'answers', 'page.js']);
    expect(await page.locator('.flame-canvas').count()).toBe(1);
  });
});

describe('after it', () => {
  it('the page works, and comes where there is no picture', async () => {
    const {url} = await lab.answeredView([HEAP]);
    for (const fragment of ['', '#screen=flame', '#screen=table', '#screen=flame&mode=up']) {
      const {page} = await openPage(lab.browser, url + fragment);
      await settled(page);
      await page.keyboard.press('3');
      await page.locator('.rows .grid-row').first().waitFor();
    }
  });

  it('no page that it links to can reach back', async () => {
    const {url} = await lab.answeredView([samplePath('deletecollection-leak/goroutine-before.pb.gz')]);
    const {page} = await openPage(lab.browser, url);
    await settled(page);
    const links = await page
      .locator('a[target="_blank"]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('rel')));
    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links)).toEqual(new Set(['noreferrer']));
  });

  it('says so when the rest of the page cannot be fetched', async () => {
    const {url} = await lab.answeredView([HEAP]);
    const {page} = await openPage(lab.browser, 'about:blank');
    await page.route('**/page.js', (route) => route.abort());
    await page.goto(url);
    expect(await page.getByRole('alert').innerText()).toContain('is pprofx view still running?');
  });

  it('does without answers that cannot be fetched', async () => {
    const {url} = await lab.answeredView([HEAP]);
    const {page} = await openPage(lab.browser, 'about:blank');
    await page.route('**/answers', (route) => route.abort());
    await page.goto(url);
    await settled(page);
    expect(await page.innerText('main')).toContain('ReplicaSet');
  });
});
