/**
 * What axe finds on every screen, in both themes, and at which widths a screen fits.
 *
 * Slow: axe looks at twelve states of the page in each theme.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {SCREENS, type Screen} from '../../viewer/state.ts';
import {violations} from '../support/axe.ts';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

/** What shows that a screen has its data. */
const READY: Readonly<Record<Exclude<Screen, 'series'>, string>> = {
  findings: '.summary',
  flame: '.details dl',
  table: '.rows .grid-row',
  goroutines: '.group',
  graph: '.graph-box',
  compare: '.verdict',
};

/** All but that of a series, which series.test.ts looks at. */
const PLAIN_SCREENS = SCREENS.filter((screen) => screen !== 'series');

let lab: Lab;
let view: RunningView;
let empty: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  [view, empty] = await Promise.all([
    lab.view([
      samplePath('replicaset-flood/heap-before.pb.gz'),
      samplePath('replicaset-flood/heap-after.pb.gz'),
      samplePath('deletecollection-freed/goroutine-debug2.txt.gz'),
    ]),
    lab.view([]),
  ]);
});

afterAll(() => lab.close());

/** In the light theme, and in the colours of the dark one, which has the same elements. */
async function violationsInBothThemes(page: Page): Promise<string[]> {
  const light = await violations(page);
  const count = await page.locator('*').count();
  await use(page, 'dark');
  const dark = await violations(page, 'colour');
  expect(await page.locator('*').count()).toBe(count);
  await use(page, 'light');
  return [...light, ...dark.map((line) => `dark: ${line}`)];
}

/** By the button of the page, as if what lies above it were not there. */
async function use(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.getByLabel('Dark or light').dispatchEvent('click');
  await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme);
}

describe('axe in both themes', () => {
  let page: Page;

  beforeAll(async () => {
    ({page} = await openPage(lab.browser, view.url));
    await settled(page);
  });

  afterAll(() => page.context().close());

  it.each(PLAIN_SCREENS)('finds nothing on %s', async (screen) => {
    await page.keyboard.press(String(SCREENS.indexOf(screen) + 1));
    await page.waitForSelector(READY[screen]);
    expect(await violationsInBothThemes(page)).toEqual([]);
  });

  it('finds nothing in the menu of a frame', async () => {
    await page.keyboard.press('2');
    await page.waitForSelector(READY.flame);
    await page.locator('.flame-canvas').click({button: 'right', position: {x: 100, y: 60}});
    await page.getByRole('menu').waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('finds nothing where goroutines share a thing, with their raw text', async () => {
    await page.keyboard.press('4');
    await page.locator('.facets .chip').first().click();
    await page.locator('.sharing .ids button').first().click();
    await page.locator('.group details summary').first().click();
    await page.locator('.raw-text').first().waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.locator('.facets .chip').first().click();
  });

  it('finds nothing in a flamegraph by wait and in two panes', async () => {
    await page.getByLabel('Input').selectOption({index: 2});
    await page.keyboard.press('2');
    await page.keyboard.press('c');
    await page.locator('.legend .key').first().waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.getByLabel('Input').selectOption({index: 0});
    await page.keyboard.press('5');
    await page.getByRole('button', {name: 'Two panes'}).click();
    await page.locator('.panes canvas').first().waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
  });

  it('finds nothing in the help', async () => {
    await page.keyboard.press('?');
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it.each([
    ['light', 'all'],
    ['dark', 'colour'],
  ] as const)('finds nothing on the empty page in the %s theme', async (colorScheme, rules) => {
    const {page: bare} = await openPage(lab.browser, empty.url, {colorScheme});
    await bare.waitForSelector('.start');
    expect(await violations(bare, rules)).toEqual([]);
    await bare.context().close();
  });
});

it.each([320, 380, 1280])('at %i pixels no screen needs sideways scrolling', async (width) => {
  const page = await lab.at(view, 'screen=findings');
  await page.setViewportSize({width, height: 700});
  const tooWide: string[] = [];
  for (const screen of PLAIN_SCREENS) {
    await page.keyboard.press(String(SCREENS.indexOf(screen) + 1));
    await page.waitForSelector(READY[screen]);
    const excess = await page.evaluate(() => {
      const main = document.querySelector('main') as HTMLElement;
      return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
    });
    if (excess > 0) tooWide.push(`${screen}: ${excess}`);
  }
  expect(tooWide).toEqual([]);
});
