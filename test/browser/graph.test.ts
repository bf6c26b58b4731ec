/**
 * The call graph as a screen: the boxes of `pprofx graph`, reachable by keys, with the filters of the other screens.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {violations} from '../support/axe.ts';
import {Lab, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const CPU = samplePath('nodeips-hot/cpu-before.pb.gz');

let lab: Lab;
let view: RunningView;
beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view([CPU]);
});
afterAll(() => lab.close());

const texts = (page: Page): Promise<string[]> => page.locator('.graph-box text').allTextContents();

describe('the call graph', () => {
  it('has the boxes and values of pprofx graph', async () => {
    const page = await lab.fresh(view, 'screen=graph');
    await page.locator('.graph-box').first().waitFor({state: 'attached'});
    const svg = pprofx(['graph', CPU]).stdout;
    const words = [...svg.matchAll(/<g class="box">.*?<\/g>/g)].flatMap(([box]) =>
      [...box.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')),
    );
    expect(words.length).toBeGreaterThan(100);
    expect(await texts(page)).toEqual(words);
    expect(await violations(page)).toEqual([]);
  });

  it('is walked along the heaviest calls, and leads to the flamegraph', async () => {
    const page = await lab.fresh(view, 'screen=graph&query=GetLocalAddresses%24');
    await page.locator('.search-result', {hasText: '1 box'}).waitFor();
    await page.keyboard.press('n');
    const title = page.locator('.graph-screen .details h2');
    expect(await title.textContent()).toMatch(/GetLocalAddresses$/);
    await page.keyboard.press('ArrowDown');
    const callee = (await title.getAttribute('title')) ?? '';
    expect(callee).not.toMatch(/GetLocalAddresses$/);
    await page.keyboard.press('ArrowUp');
    expect(await title.getAttribute('title')).not.toBe(callee);
    await page.keyboard.press('Enter');
    await settled(page);
    expect(new URL(page.url()).hash).toContain('screen=flame');
  });

  it('keeps the filters, and a focus on a box leaves what calls it and what it calls', async () => {
    const page = await lab.fresh(view, 'screen=graph&query=GetLocalAddresses%24');
    await page.locator('.search-result', {hasText: '1 box'}).waitFor();
    const before = (await texts(page)).length;
    await page.keyboard.press('n');
    await page.keyboard.press('f');
    await page.locator('.filter-chips .chip').first().waitFor();
    await expect.poll(async () => (await texts(page)).length).toBeLessThan(before);
    expect(await page.locator('.graph-box.chosen text').first().textContent()).toMatch(/GetLocalAddresses$/);
  });

  it('zooms by key, and shows all of it again', async () => {
    const page = await lab.fresh(view, 'screen=graph');
    const content = page.locator('.graph-picture > g');
    await content.waitFor({state: 'attached'});
    const scale = async (): Promise<number> =>
      Number(/scale\(([\d.]+)\)/.exec((await content.getAttribute('transform')) ?? '')?.[1]);
    const first = await scale();
    await page.keyboard.press('+');
    expect(await scale()).toBeCloseTo(first * 1.5, 2);
    await page.keyboard.press('Escape');
    const [whole, frame] = await Promise.all([content.boundingBox(), page.locator('.graph-frame').boundingBox()]);
    expect(whole?.width ?? 0).toBeLessThanOrEqual(frame?.width ?? 0);
    expect(whole?.height ?? 0).toBeLessThanOrEqual(frame?.height ?? 0);
  });
});

describe('colours of the flamegraph', () => {
  it('have a legend of packages, each of which leaves only stacks through it, and can show what frames cost themselves', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    const first = page.locator('.flame-screen .legend button').first();
    await first.waitFor();
    const {rows, total} = JSON.parse(pprofx(['top', '--format', 'json', '--nodecount', '0', CPU]).stdout);
    const own = (rows as {function: string; flat: number}[]).filter((row) => /^runtime\.[^/]*$/.test(row.function));
    const flat = own.reduce((sum, row) => sum + row.flat, 0);
    expect(await first.innerText()).toMatch(/^runtime /);
    expect(Number.parseFloat((await first.innerText()).split(' ')[1])).toBeCloseTo((100 * flat) / total, 1);
    await page.keyboard.press('c');
    await page.locator('.legend', {hasText: 'self:'}).waitFor();
    expect(new URL(page.url()).hash).toContain('color=self');
    await page.keyboard.press('c');
    await first.click();
    await page.locator('.filter-chips .chip').first().waitFor();
    expect(new URL(page.url()).hash).toContain('focus=');
  });
});
