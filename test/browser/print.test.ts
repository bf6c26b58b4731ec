/**
 * On paper: the findings with their evidence, every row of a table, dark ink whatever the screen's theme.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');
const HEAP = samplePath('deletecollection-leak/heap-before.pb.gz');

let lab: Lab;
let view: RunningView;

beforeAll(async () => {
  lab = await Lab.open('users');
  view = await lab.view([HEAP, DUMP]);
});

afterAll(() => lab.close());

/** A page in the dark theme, as it goes to the printer. */
async function printed(hash: string): Promise<Page> {
  const {page} = await openPage(lab.browser, `${view.url}#${hash}`, {colorScheme: 'dark'});
  await settled(page);
  return page;
}

describe('on paper', () => {
  it('findings stand with all their evidence, and no buttons', async () => {
    const page = await printed('screen=findings');
    await page.locator('.card.critical').first().waitFor();
    await page.emulateMedia({media: 'print'});
    await expect.poll(() => page.locator('main details:not([open])').count()).toBe(0);
    const text = await page.locator('.card.critical').first().innerText();
    const {findings} = JSON.parse(pprofx(['analyze', '--format', 'json', HEAP, DUMP]).stdout);
    for (const {label} of findings[0].evidence) expect(text).toContain(label);
    expect(text).not.toContain('Show in flame');
    expect(await page.locator('header').isVisible()).toBe(false);
    const ink = await page.evaluate(() => [
      getComputedStyle(document.body).color,
      document.documentElement.dataset['theme'],
    ]);
    expect(ink).toEqual(['rgb(22, 25, 29)', 'light']);
    await page.emulateMedia({media: 'screen'});
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await expect.poll(() => page.locator('main details[open]').count()).toBe(0);
  });

  it('a table has every function, one below the other', async () => {
    const page = await printed('screen=table');
    await page.locator('.rows .grid-row').first().waitFor();
    const {rows} = JSON.parse(pprofx(['top', '--format', 'json', '--nodecount', '0', HEAP]).stdout);
    const shown = page.locator('.rows .grid-row');
    expect(await shown.count()).toBeLessThan(100);
    await page.emulateMedia({media: 'print'});
    await expect.poll(() => shown.count()).toBeGreaterThanOrEqual(rows.length);
    const tops = await shown.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top));
    expect(tops.every((top, i) => i === 0 || top > tops[i - 1])).toBe(true);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBeGreaterThan(rows.length * 20);
  });

  it('a long table becomes as many pages as it needs', async () => {
    const page = await printed('screen=table');
    await page.locator('.rows .grid-row').first().waitFor();
    const pdf = (await page.pdf({format: 'A4'})).toString('latin1');
    const pages = Math.max(...[...pdf.matchAll(/\/Count (\d+)/g)].map(([, count]) => Number(count)));
    expect(pages).toBeGreaterThan(10);
  });

  it('the flamegraph is drawn for white paper', async () => {
    const page = await printed('screen=flame');
    await page.locator('.details dl').waitFor();
    const ground = (): Promise<number[]> =>
      page.locator('.flame-canvas').evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        return [...context.getImageData(canvas.width - 2, canvas.height - 2, 1, 1).data];
      });
    expect((await ground())[0]).toBeLessThan(60);
    await page.emulateMedia({media: 'print'});
    await expect.poll(async () => (await ground())[0]).toBe(255);
  });
});
