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

// The dark theme has the elements of the light one in other colours.
describe.each([
  ['light', 'all'],
  ['dark', 'colour'],
] as const)('axe in the %s theme', (colorScheme, rules) => {
  let page: Page;

  beforeAll(async () => {
    ({page} = await openPage(lab.browser, view.url, {colorScheme}));
    await settled(page);
  });

  afterAll(() => page.context().close());

  it.each(PLAIN_SCREENS)('finds nothing on %s', async (screen) => {
    await page.keyboard.press(String(SCREENS.indexOf(screen) + 1));
    await page.waitForSelector(READY[screen]);
    expect(await violations(page, rules)).toEqual([]);
  });

  it('finds nothing in the menu of a frame', async () => {
    await page.keyboard.press('2');
    await page.waitForSelector(READY.flame);
    await page.locator('.flame-canvas').click({button: 'right', position: {x: 100, y: 60}});
    await page.getByRole('menu').waitFor();
    expect(await violations(page, rules)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('finds nothing where goroutines share a thing, with their raw text', async () => {
    await page.keyboard.press('4');
    await page.locator('.facets .chip').first().click();
    await page.locator('.sharing .ids button').first().click();
    await page.locator('.group details summary').first().click();
    await page.locator('.raw-text').first().waitFor();
    expect(await violations(page, rules)).toEqual([]);
    await page.locator('.facets .chip').first().click();
  });

  it('finds nothing in a flamegraph by wait and in two panes', async () => {
    await page.getByLabel('Input').selectOption({index: 2});
    await page.keyboard.press('2');
    await page.keyboard.press('c');
    await page.locator('.legend .key').first().waitFor();
    expect(await violations(page, rules)).toEqual([]);
    await page.getByLabel('Input').selectOption({index: 0});
    await page.keyboard.press('5');
    await page.getByRole('button', {name: 'Two panes'}).click();
    await page.locator('.panes canvas').first().waitFor();
    expect(await violations(page, rules)).toEqual([]);
  });

  it('finds nothing in the help', async () => {
    await page.keyboard.press('?');
    expect(await violations(page, rules)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('finds nothing on the empty page', async () => {
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
