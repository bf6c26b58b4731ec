/**
 * Everything by keyboard alone.
 *
 * Slow: some hundred keys, and the page draws after each.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {allCommands} from '../../viewer/shell/keys.ts';
import {goToRoot, Lab, type RunningView, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

let lab: Lab;
let view: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view([
    samplePath('replicaset-flood/heap-before.pb.gz'),
    samplePath('replicaset-flood/heap-after.pb.gz'),
    samplePath('replicaset-flood/goroutine-after.pb.gz'),
  ]);
});

afterAll(() => lab.close());

/** Presses keys one after the other; nothing here ever touches a mouse. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

function current(page: Page): Promise<string> {
  return page.locator('.tab[aria-current]').innerText();
}

function focusedFrame(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
    return document.getElementById(id)?.textContent ?? null;
  });
}

/** Tabs on until the focused element, told as its tag and text, is the wanted one. */
async function tabTo(page: Page, isThere: (focused: string) => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      () => `${document.activeElement?.tagName} ${document.activeElement?.textContent?.trim().slice(0, 40)}`,
    );
    if (await isThere(focused)) return;
  }
  throw new Error('Tab does not lead there');
}

describe('by keyboard alone', () => {
  it('digits lead to all five screens', async () => {
    const page = await lab.at(view, 'screen=findings');
    const seen: string[] = [];
    for (const key of ['2', '3', '4', '5', '1']) {
      await press(page, key);
      seen.push(await current(page));
    }
    expect(seen).toEqual(['Flame', 'Table', 'Goroutines', 'Compare', 'Findings']);
  });

  it('arrows walk frames, Enter zooms, Backspace and u lead back', async () => {
    const page = await lab.at(view, 'screen=findings');
    await press(page, '2');
    await goToRoot(page);
    await press(page, 'ArrowDown', 'ArrowRight');
    expect(await focusedFrame(page)).toMatch(/^stacks cut at 32 frames, total 177\.\d+MB, 26\.17%, depth 1$/);
    await press(page, 'ArrowLeft', 'ArrowDown', 'Enter');
    const crumb = page.locator('.crumbs [aria-current]');
    await crumb.waitFor();
    expect(await crumb.innerText()).toBe('pager.(*ListPager).List');
    await press(page, 'Backspace');
    expect(await crumb.innerText()).toBe('cache.(*Reflector).ListAndWatch.func1.1');
    await press(page, 'u');
    await page.locator('.crumbs [aria-current]', {hasText: 'ListPager'}).waitFor();
    await press(page, 'Home');
    await crumb.waitFor({state: 'hidden'});
  });

  it('/ searches, n and N go from match to match', async () => {
    const page = await lab.at(view, 'screen=flame');
    await press(page, '/');
    await page.keyboard.type('(?i)container');
    const result = page.locator('.search-result');
    await page.waitForFunction(() => document.querySelector('.search-result')?.textContent?.includes('matches'));
    await press(page, 'Escape', '/');
    await page.keyboard.type('appendListItem$');
    await page.waitForFunction(() => document.querySelector('.search-result')?.textContent?.includes('match'));
    await press(page, 'Enter');
    await page.waitForFunction(() => document.querySelector('.search-result')?.textContent?.startsWith('1 of'));
    expect(await page.locator('.details h2').innerText()).toBe('etcd3.appendListItem');
    expect(await result.innerText()).toContain('53.37%');
  });

  it('f, h, x and i change what is shown, X takes all filters away', async () => {
    const page = await lab.at(view, 'screen=flame');
    await goToRoot(page);
    await press(page, 'ArrowDown', 'ArrowDown', 'f');
    await page.locator('.chip', {hasText: 'focus: pager.(*ListPager).List'}).waitFor();
    await press(page, 'X');
    await page.locator('.filter-chips').waitFor({state: 'hidden'});
    await press(page, 'i');
    await page.locator('.notes', {hasText: 'Bottom-up'}).waitFor();
    await press(page, 'i', 'e');
    await page.locator('[data-tool="unfold"][aria-pressed="true"]').waitFor();
  });

  it('s opens the sandwich, arrows choose rows of the table', async () => {
    const page = await lab.at(view, 'screen=flame');
    await goToRoot(page);
    await press(page, 'ArrowDown', 's');
    await page.locator('.sandwich h2', {hasText: 'ListAndWatch.func1.1'}).waitFor();
    await press(page, '1', '3', 'Home', 'ArrowDown');
    await page.locator('.sandwich h2', {hasText: 'v1.(*FieldsV1).Unmarshal'}).waitFor();
    expect(await current(page)).toBe('Table');
  });

  it('t changes the sample type, T the theme, b swaps the sides of a comparison', async () => {
    const page = await lab.at(view, 'screen=compare');
    const head = page.locator('.compare h1');
    await head.waitFor();
    expect(await head.innerText()).toBe('679.40MB → 123.11MB -556.29MB (-82%)');
    await press(page, 'b');
    await page.locator('.compare h1', {hasText: '+556.29MB'}).waitFor();
    const before = await page.evaluate(() => document.documentElement.dataset['theme']);
    await press(page, 'T');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).not.toBe(before);
    await press(page, 't');
    await page.locator('.verdict', {hasText: 'objects allocated'}).waitFor();
  });

  it('single letters can be switched off, for those who speak to their machine', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    await goToRoot(page);
    await press(page, '?');
    await page.locator('dialog').waitFor();
    await tabTo(page, () => page.evaluate(() => document.activeElement?.id === 'letter-keys'));
    await press(page, 'Space', 'Escape');
    await page.locator('dialog').waitFor({state: 'detached'});
    await press(page, 'i', 'ArrowDown');
    await page.locator('.details h2', {hasText: 'ListAndWatch'}).waitFor();
    expect(page.url()).not.toContain('mode=up');
    await page.reload();
    await settled(page);
    await press(page, 'i', '3');
    expect(await current(page)).toBe('Table');
    expect(page.url()).not.toContain('mode=up');
  });

  it('? lists every key, and Escape closes the list', async () => {
    const page = await lab.at(view, 'screen=flame');
    await press(page, '?');
    await page.locator('dialog').waitFor();
    const listed = await page.locator('dialog dt').count();
    expect(listed).toBe(allCommands().length);
    await press(page, 'Escape');
    await page.locator('dialog').waitFor({state: 'detached'});
  });

  it('a whole search for a cause: findings, flame, table, goroutines, compare, each used', async () => {
    const page = await lab.at(view, 'screen=compare');
    // Findings: open the evidence of the first card and follow it into the flamegraph.
    await press(page, '1');
    await page.locator('.card').first().waitFor();
    await tabTo(page, (focused) => /^SUMMARY \d+ pieces of evidence$/.test(focused));
    await press(page, 'Enter');
    await page.locator('.card details[open] .evidence').first().waitFor();
    await tabTo(page, (focused) => focused === 'BUTTON Show in flame');
    await press(page, 'Enter');
    await page.waitForFunction(() => document.querySelector('.search-result')?.textContent?.includes('match'));
    // Flame: the match, its stack on the clipboard's doorstep, zoom, and a filter by dialog.
    await press(page, '2', 'n', 'Enter');
    await page.locator('.crumbs [aria-current]').waitFor();
    await press(page, 'l');
    await page.locator('dialog #filter-text').waitFor();
    await page.keyboard.type('bytes=^4096$');
    await press(page, 'Enter');
    await page.locator('.chip', {hasText: 'tag: bytes'}).waitFor();
    await press(page, 'X');
    await page.locator('.filter-chips').waitFor({state: 'hidden'});
    // Table: sort by total, choose a row, go on to its first callee.
    await press(page, '3');
    await tabTo(page, (focused) => focused === 'BUTTON total');
    await press(page, 'Enter');
    await page.locator('[aria-sort="descending"]:has-text("total")').waitFor();
    await tabTo(page, (focused) => focused.startsWith('DIV'));
    await press(page, 'Home', 'ArrowDown', 'ArrowDown');
    const title = page.locator('.sandwich h2');
    await title.waitFor();
    const first = await title.innerText();
    await tabTo(page, () => page.evaluate(() => document.activeElement?.closest('.neighbours') != null));
    await press(page, 'Enter');
    await page.waitForFunction((name) => document.querySelector('.sandwich h2')?.textContent !== name, first);
    // Goroutines: by state, then the stack of the first group.
    await press(page, '/', 'Backspace', 'Escape', '4');
    await page.locator('.group').first().waitFor();
    await tabTo(page, () => page.evaluate(() => document.activeElement?.closest('.group') != null));
    await press(page, 'Enter');
    await page.locator('.group details[open] pre').first().waitFor();
    // Compare: two panes by button, relative and swap by key, the list of changes by arrows.
    await press(page, '5');
    await page.locator('.verdict').waitFor();
    await tabTo(page, (focused) => focused === 'BUTTON Two panes');
    await press(page, 'Enter');
    await page.locator('.panes canvas').first().waitFor();
    await press(page, 'r', 'b');
    await page.locator('.compare h1', {hasText: '+556.29MB'}).waitFor();
    expect(page.url()).toMatch(/relative=1/);
    await tabTo(page, () => page.evaluate(() => document.activeElement?.classList.contains('rows-scroller') === true));
    await press(page, 'Home', 'ArrowDown');
    await page.locator('.compare .grid-row[aria-selected="true"]').waitFor();
  });

  it('Tab reaches every control of the header and the tabs', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    const reached = new Set<string>();
    for (let i = 0; i < 24; i++) {
      await press(page, 'Tab');
      reached.add(
        await page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        ),
      );
    }
    for (const name of [
      'Skip to the content',
      'Input',
      'Sample type',
      'Search by regular expression',
      'Open…',
      'Export',
      'Dark or light',
      'Help: all keys',
      'Findings',
      'Compare',
      'Filter…',
    ]) {
      expect(reached).toContain(name);
    }
  });
});
