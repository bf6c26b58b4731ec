import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {KEYS} from '../../viewer/shell/keys.ts';
import {Lab, type RunningView} from '../support/browser.ts';
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

describe('by keyboard alone', () => {
  it('digits lead to all five screens', async () => {
    const page = await lab.fresh(view, 'screen=findings');
    const seen: string[] = [];
    for (const key of ['2', '3', '4', '5', '1']) {
      await press(page, key);
      seen.push(await current(page));
    }
    expect(seen).toEqual(['Flame', 'Table', 'Goroutines', 'Compare', 'Findings']);
  });

  it('arrows walk frames, Enter zooms, Backspace and u lead back', async () => {
    const page = await lab.fresh(view, 'screen=findings');
    await press(page, '2');
    await page.locator('.details h2', {hasText: 'root'}).waitFor();
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
    const page = await lab.fresh(view, 'screen=flame');
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
    const page = await lab.fresh(view, 'screen=flame');
    await press(page, '2', 'ArrowDown', 'ArrowDown', 'f');
    await page.locator('.chip', {hasText: 'focus: pager.(*ListPager).List'}).waitFor();
    await press(page, 'X');
    await page.locator('.filter-chips').waitFor({state: 'hidden'});
    await press(page, 'i');
    await page.locator('.notes', {hasText: 'Bottom-up'}).waitFor();
    await press(page, 'i', 'e');
    await page.locator('[data-tool="unfold"][aria-pressed="true"]').waitFor();
  });

  it('s opens the sandwich, arrows choose rows of the table', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    await press(page, '2', 'ArrowDown', 's');
    await page.locator('.sandwich h2', {hasText: 'ListAndWatch.func1.1'}).waitFor();
    await press(page, '1', '3', 'Home', 'ArrowDown');
    await page.locator('.sandwich h2', {hasText: 'v1.(*FieldsV1).Unmarshal'}).waitFor();
    expect(await current(page)).toBe('Table');
  });

  it('t changes the sample type, T the theme, b swaps the sides of a comparison', async () => {
    const page = await lab.fresh(view, 'screen=compare');
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

  it('? lists every key, and Escape closes the list', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    await press(page, '?');
    const listed = await page.locator('dialog dt').count();
    expect(listed).toBe(KEYS.length);
    await press(page, 'Escape');
    await page.locator('dialog').waitFor({state: 'detached'});
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
