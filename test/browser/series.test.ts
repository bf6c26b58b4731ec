/**
 * How a process changed over time: the screen of a folder of `watch`.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {violations} from '../support/axe.ts';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';
import {leakingWatch} from '../support/watch-folder.ts';

let lab: Lab;
let view: RunningView;
beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view([await leakingWatch(30)]);
});
afterAll(() => lab.close());

const at = (hash = ''): Promise<Page> => lab.at({...view, url: view.url.replace(/#.*/, '')}, hash || 'screen=series');

describe('a watch folder', () => {
  it('opens with what rises, its rate, and a table of everything measured', async () => {
    expect(view.url).toMatch(/#screen=series$/);
    const page = await at();
    expect(await page.locator('h1').textContent()).toBe('shop/web-1');
    expect(await page.locator('.series h2').first().textContent()).toBe('main.leakrises by 600 an hour');
    const rows = await page.locator('.series-table tbody tr').allTextContents();
    expect(rows[0]).toBe('all goroutinesrises by 600 an hour14304+290 (×21.7)');
    expect(rows[1]).toMatch(/^heap in use4\d\.?\d*MB5\d\.?\d*MB/);
  });

  it('compares two moments, and a link, Back and a reload show the same again', async () => {
    const page = await at();
    await page.selectOption('#series-after', {index: 20});
    await page.click('#series-compare');
    await page.waitForSelector('.verdict');
    const verdict = await page.locator('.verdict').textContent();
    expect(verdict).toMatch(/main\.leak/);
    await page.reload();
    await page.waitForSelector('.verdict');
    expect(await page.locator('.verdict').textContent()).toBe(verdict);
    await page.goBack();
    await page.waitForSelector('.series-table');
    expect(await page.locator('#series-after').evaluate((list: HTMLSelectElement) => list.selectedIndex)).toBe(20);
  });

  it('compares the heap when the line is the heap', async () => {
    const page = await at('screen=series&line=heap');
    await page.getByRole('button', {name: 'Compare the heap'}).click();
    await page.waitForSelector('.compare h1');
    expect(await page.locator('.compare h1').textContent()).toMatch(/MB/);
  });

  it('opens the findings of one moment', async () => {
    const page = await at();
    await page.click('#series-open');
    await page.waitForSelector('.card');
    expect(await page.locator('.card').first().textContent()).toMatch(/main\.leak/);
    // How it got there is drawn on the card.
    expect(await page.locator('.growth').first().innerText()).toMatch(/^main\.leak: \d+ → \d+, \+\d+/);
  });

  it('stands under the header of every screen, where two moments are chosen and compared by keyboard', async () => {
    const page = await at('screen=flame');
    const strip = page.locator('.series-strip');
    await strip.locator('.sparkline').waitFor();
    const after = strip.getByRole('slider', {name: 'moment after'});
    await after.focus();
    const last = await after.inputValue();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(Number(await after.inputValue())).toBe(Number(last) - 2);
    expect(await after.getAttribute('aria-valuetext')).toBe(await strip.locator('output').nth(1).innerText());
    await strip.getByRole('button', {name: 'Compare'}).click();
    await page.waitForSelector('.verdict');
    expect(await page.locator('.verdict').textContent()).toMatch(/main\.leak/);
    // It stays, and says which moments are open.
    expect(Number(await after.inputValue())).toBe(Number(last) - 2);
    await page.keyboard.press('6');
    await page.waitForSelector('.series-table');
    expect(await strip.isVisible()).toBe(false);
  });

  it('moves the nearer flag to where the time line is pressed', async () => {
    const page = await at();
    const area = page.locator('.timeline-area');
    const {width = 0} = (await area.boundingBox()) ?? {};
    await area.click({position: {x: width * 0.8, y: 60}});
    expect(await page.locator('#series-after').evaluate((list: HTMLSelectElement) => list.selectedIndex)).toBe(24);
  });

  // The dark theme has the elements of the light one in other colours.
  it.each([
    [1280, 'light', 'all'],
    [380, 'light', 'all'],
    [1280, 'dark', 'colour'],
  ] as const)('has nothing for axe to find, and fits, at %i pixels in %s', async (width, colorScheme, rules) => {
    const {page, misdeeds} = await openPage(lab.browser, view.url, {colorScheme, viewport: {width, height: 800}});
    await settled(page);
    expect(await violations(page, rules)).toEqual([]);
    const excess = await page.evaluate(() => {
      const main = document.querySelector('main') as HTMLElement;
      return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
    });
    expect({excess, misdeeds}).toEqual({excess: 0, misdeeds: {errors: [], requests: []}});
    await page.context().close();
  });
});

it('profiles of one moment have no such tab', async () => {
  const page = await lab.at(await lab.view([samplePath('nodeips-hot/cpu-before.pb.gz')]), 'screen=findings');
  expect(await page.getByRole('button', {name: 'Time', exact: true}).isVisible()).toBe(false);
  await page.keyboard.press('6');
  expect(page.url()).toMatch(/#screen=findings$/);
});
