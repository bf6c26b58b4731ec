/**
 * One state, one address: what is seen is in the link, Back and undo lead through it, and nothing needs a reload. Pivots
 * and the histogram of waits among it.
 *
 * Slow: a link is opened in a page of its own.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('deletecollection-leak/heap-before.pb.gz');
const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');
const STORE = 'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection';

let lab: Lab;
let view: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view([HEAP, DUMP]);
});

afterAll(() => lab.close());

/** Everything that is to be seen but what follows the pointer. */
async function seen(page: Page): Promise<unknown> {
  await settled(page);
  return page.evaluate(() => ({
    title: document.title,
    type: document.querySelector<HTMLSelectElement>('.type-choice')?.value,
    query: document.querySelector<HTMLInputElement>('#search')?.value,
    chips: Array.from(document.querySelectorAll('.filter-chips .chip'), (chip) => chip.textContent),
    crumbs: document.querySelector('.crumbs')?.textContent,
    pressed: Array.from(document.querySelectorAll('[data-tool][aria-pressed="true"]'), (tool) => tool.textContent),
    details: document.querySelector('.details h2')?.textContent,
    total: document.querySelector('.details dl')?.textContent,
  }));
}

describe('a link', () => {
  it('made by hand and key leads another reader to the same', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    await page.getByLabel('Sample type').selectOption('alloc_space');
    await page.locator('.details dl', {hasText: '4.97GB'}).waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('e');
    await page.locator('[data-tool="unfold"][aria-pressed="true"]').waitFor();
    await settled(page);
    await page.locator('#search').fill('DeleteCollection$');
    await page.locator('.search-result', {hasText: 'match'}).waitFor();
    await page.locator('#search').press('Enter');
    await page.locator('.details h2', {hasText: 'registry.(*Store).DeleteCollection'}).waitFor();
    await page.getByRole('button', {name: 'Focus', exact: true}).click();
    await page.locator('.filter-chips .chip').waitFor();
    await settled(page);
    await page.locator('.search-result', {hasText: 'match'}).waitFor();
    await page.locator('#search').press('Enter');
    await page.getByRole('button', {name: 'Zoom', exact: true}).click();
    await page.locator('.crumbs [aria-current]', {hasText: 'DeleteCollection'}).waitFor();
    const mine = await seen(page);
    const {page: other} = await openPage(lab.browser, page.url());
    await other.locator('.search-result', {hasText: 'match'}).waitFor();
    expect(await seen(other)).toEqual(mine);
  });

  it('that makes no sense shows the findings', async () => {
    const page = await lab.fresh(view, 'screen=nonsense&zoom=-4&input=x&mode=sideways&scale=7');
    expect(await page.title()).toContain('Findings');
    await page.locator('.card.critical').waitFor();
  });

  it('to a frame and an input that are not there shows what is', async () => {
    const page = await lab.fresh(view, 'screen=flame&zoom=9999999&input=17&type=nosuch');
    await page.locator('.details h2').waitFor();
    expect(await page.title()).toContain('Flame · goroutine-debug2-before.txt.gz');
  });
});

describe('Back and undo', () => {
  it('lead through screens, filters and zooms in the order they came', async () => {
    const page = await lab.fresh(view, 'screen=findings');
    const at = async (): Promise<string> => page.evaluate(() => location.hash.slice(1));
    await page.locator('.card').first().waitFor();
    const steps = [await at()];
    await page.getByRole('button', {name: 'Show in table'}).first().click();
    await page.locator('.sandwich h2').waitFor();
    steps.push(await at());
    await page.keyboard.press('2');
    await page.locator('.details h2').waitFor();
    await settled(page);
    steps.push(await at());
    await page.locator('.flame-canvas').click({position: {x: 100, y: 33}});
    await page.locator('.crumbs [aria-current]').waitFor();
    steps.push(await at());
    await page.keyboard.press('f');
    await page.locator('.filter-chips .chip').waitFor();
    for (const [i, step] of steps.reverse().entries()) {
      if (i % 2 === 0) await page.keyboard.press('u');
      else await page.goBack();
      await expect.poll(at).toBe(step);
    }
    await page.locator('.card.critical').waitFor();
    await page.goForward();
    await page.locator('.sandwich h2').waitFor();
  });
});

describe('filters', () => {
  it('of several kinds leave what top leaves, and all go with one press', async () => {
    const page = await lab.fresh(view, 'screen=table&show-from=DeleteCollection&hide=protobuf&sort=total');
    const options = ['--show-from', 'DeleteCollection', '--hide', 'protobuf', '--cum', '--nodecount', '0'];
    const {rows} = JSON.parse(pprofx(['top', '--format', 'json', ...options, HEAP]).stdout);
    await page.locator('.rows .grid-row').first().waitFor();
    const names = await page
      .locator('.rows .grid-row .name')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')?.split('\n')[0]));
    const expected = rows.map((row: {function: string}) => row.function);
    expect(names.slice(0, 12).sort()).toEqual(expected.slice(0, 12).sort());
    expect(await page.locator('.grid').getAttribute('aria-rowcount')).toBe(String(expected.length + 1));
    await page.getByRole('button', {name: 'Reset all'}).click();
    await page.locator('.filter-chips').waitFor({state: 'hidden'});
    expect(page.url()).not.toContain('hide=');
  });
});

describe('a pivot', () => {
  it('shows callers and callees of a function, and its chip leads back', async () => {
    const page = await lab.fresh(view, `screen=flame&mode=callees&pivot=${encodeURIComponent(STORE)}`);
    await page.locator('.notes', {hasText: 'Everything the chosen function calls'}).waitFor();
    const {rows} = JSON.parse(pprofx(['top', '--cum', '--format', 'json', '--nodecount', '0', HEAP]).stdout);
    const {cum} = rows.find((row: {function: string}) => row.function === STORE);
    expect(await page.locator('.details dl').innerText()).toContain(`${(cum / 2 ** 20).toFixed(2)}MB`);
    await page.getByRole('button', {name: /^callees of registry/}).click();
    await page.locator('.details dl', {hasText: '1.07GB'}).waitFor();
  });
});

describe('the histogram of waits', () => {
  it('has the number of goroutines on each bar, and a bar leaves only the groups with such waits', async () => {
    const page = await lab.fresh(view, 'screen=goroutines');
    await page.locator('.group').first().waitFor();
    const all = await page.locator('.group').count();
    const {groups} = JSON.parse(pprofx(['goroutines', '--format', 'json', DUMP]).stdout);
    const total = groups.reduce((sum: number, {count}: {count: number}) => sum + count, 0);
    const counts = await page.locator('.wait-count').allTextContents();
    const numbers = counts.map((text) => Number(text.replace(/\s/g, '')));
    expect(Math.max(...numbers)).toBeLessThanOrEqual(total);
    await page.locator('.wait-bar').last().click();
    await expect.poll(() => page.locator('.group').count()).toBeLessThan(all);
    expect(page.url()).toContain('waits=10-');
    const longest = await page.locator('.group-head').allInnerTexts();
    for (const head of longest) expect(head).toMatch(/\b([1-9]\d) min/);
    await page.locator('.wait-bar.chosen').click();
    await expect.poll(() => page.locator('.group').count()).toBe(all);
  });
});
