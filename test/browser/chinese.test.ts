/**
 * The page in Chinese: no sentence of it is English, its numbers are those of the English page, and it fits.
 *
 * Slow: walks every screen of three incidents, and axe looks at each of one.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {SCREENS, type Screen} from '../../viewer/state.ts';
import {violations} from '../support/axe.ts';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';
import {leakingWatch} from '../support/watch-folder.ts';

const INCIDENTS: readonly (readonly string[])[] = [
  ['deletecollection-leak/goroutine-debug2-before.txt.gz', 'deletecollection-leak/goroutine-debug2-after.txt.gz'],
  ['replicaset-flood/heap-before.pb.gz', 'replicaset-flood/heap-after.pb.gz'],
  ['nodeips-hot/cpu-before.pb.gz', 'nodeips-hot/cpu-after.pb.gz'],
];

/** All but that of a series, which is there for a folder of `watch` only. */
const WALKED: readonly Screen[] = SCREENS.filter((screen) => screen !== 'series');

/** English that stays: what the runtime prints, what one types, names of files, and the heading that `go tool pprof` writes over its graphs. */
const KEPT =
  /chan (?:receive|send) \(nil chan\)|go tool pprof|\S+\.gz|Dropped \d+ (?:node|edge)s? \(cum|Showing top \d+ nodes? out of \d+|Showing .* total/g;

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.open();
});

afterAll(() => lab.close());

async function chinesePage(view: RunningView): Promise<Page> {
  const {page} = await openPage(lab.browser, view.url.replace(/#.*|$/, '?lang=zh#screen=findings'));
  await settled(page);
  return page;
}

async function show(page: Page, screen: Screen): Promise<void> {
  await page.keyboard.press(String(SCREENS.indexOf(screen) + 1));
  await settled(page);
}

/** Texts, titles and labels with three English words in a row; code and stacks are as they were recorded. */
async function englishOf(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const isCode = (element: Element | null): boolean => element?.closest('code, pre, kbd, script, style') != null;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (!isCode(node.parentElement)) found.push(node.textContent ?? '');
    for (const element of document.body.querySelectorAll('[title], [aria-label], [placeholder]'))
      for (const name of ['title', 'aria-label', 'placeholder']) found.push(element.getAttribute(name) ?? '');
    return found;
  });
  const sentence = /\b[A-Za-z][a-z'’]+(?:[ ,]+[A-Za-z][a-z'’]+){2,}/;
  return [...new Set(texts)].filter((text) => sentence.test(text.replace(KEPT, '')));
}

/** Pixels that the page is wider than its window. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** All numbers of the shown screen, sorted: languages put them in another order. */
function numbersOf(page: Page): Promise<string[]> {
  return page.evaluate(() => (document.querySelector('main')?.innerText.match(/\d+(?:\.\d+)?/g) ?? []).sort());
}

describe.each(INCIDENTS)('%s and %s in Chinese', (...inputs) => {
  let view: RunningView;
  let page: Page;

  beforeAll(async () => {
    view = await lab.view(inputs.map(samplePath));
    page = await chinesePage(view);
  });

  it.each(WALKED)('%s has no English sentence, and axe finds nothing', async (screen) => {
    await show(page, screen);
    expect(await englishOf(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  it('help, filters and the menu of a frame have none', async () => {
    await show(page, 'flame');
    await page.keyboard.press('?');
    await page.locator('dialog.help').waitFor();
    expect(await englishOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.tree-mirror').dispatchEvent('contextmenu');
    await page.getByRole('menu').waitFor();
    expect(await englishOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-tool=filter]').click();
    await page.locator('dialog').waitFor();
    expect(await englishOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('has the numbers of the English page', async () => {
    const {page: english} = await openPage(lab.browser, `${view.url}?lang=en#screen=findings`);
    await settled(english);
    for (const screen of ['findings', 'table', 'goroutines', 'compare'] as const) {
      await show(page, screen);
      await show(english, screen);
      // Pictures of growth come after the findings.
      const areSame = async (): Promise<boolean> => `${await numbersOf(page)}` === `${await numbersOf(english)}`;
      await expect.poll(areSame, {message: screen, timeout: 10_000}).toBe(true);
    }
  });

  it('fits a narrow screen and a wide one', async () => {
    for (const width of [380, 1280]) {
      await page.setViewportSize({width, height: 800});
      for (const screen of WALKED) {
        await show(page, screen);
        expect(await overflowOf(page), `${screen} at ${width}`).toBeLessThanOrEqual(0);
      }
    }
  });
});

it('the screen of a series has no English sentence, fits, and axe finds nothing', async () => {
  const page = await chinesePage(await lab.view([await leakingWatch(30)]));
  await show(page, 'series');
  await page.locator('.series-table').waitFor();
  for (const width of [380, 1280]) {
    await page.setViewportSize({width, height: 800});
    await settled(page);
    expect(await englishOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  }
});

it('a browser that prefers Chinese gets it without being asked', async () => {
  const view = await lab.view(INCIDENTS[0].map(samplePath));
  const {page} = await openPage(lab.browser, view.url, {locale: 'zh-CN'});
  await settled(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await show(page, 'findings');
  expect(await page.locator('.card h2').first().textContent()).toMatch(/[\u3400-\u9fff]/);
});
