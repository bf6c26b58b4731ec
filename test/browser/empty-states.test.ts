/**
 * What a screen says where there is nothing to show: broken and greedy filters, empty profiles, inputs that failed.
 *
 * Slow: each empty state has inputs of its own, so a server and a page of its own.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {bytesField, join as joinBytes, message, numberField, packedField} from '../support/proto.ts';
import {samplePath} from '../support/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-empty-'));
const HEAPS = ['before', 'after'].map((side) => samplePath(`replicaset-flood/heap-${side}.pb.gz`));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** One sample of `main.run`, worth nothing of the default type and 7 of the other; its location has a name or not. */
function profile(hasNames: boolean): Uint8Array {
  const line = hasNames ? [message(4, numberField(1, 1))] : [];
  return joinBytes(
    message(1, numberField(1, 1), numberField(2, 2)),
    message(1, numberField(1, 3), numberField(2, 2)),
    message(2, packedField(1, [1]), packedField(2, [7, 0])),
    message(4, numberField(1, 1), numberField(3, 4096), ...line),
    ...(hasNames ? [message(5, numberField(1, 1), numberField(2, 4))] : []),
    ...['', 'made', 'count', 'kept', 'main.run'].map((text) => bytesField(6, text)),
  );
}

const ZERO = file('zero.pb', profile(true));
const NAMELESS = file('nameless.pb', profile(false));
const NOTES = file('notes.txt', 'no profile at all');

let lab: Lab;
let heaps: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  heaps = await lab.view(HEAPS);
});

afterAll(() => lab.close());

async function shown(inputs: readonly string[], hash: string): Promise<Page> {
  return lab.at(await lab.view(inputs), hash);
}

function drop(page: Page, name: string, content: string): Promise<void> {
  return page.evaluate(
    ([fileName, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], fileName));
      window.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer}));
    },
    [name, content],
  );
}

describe('a filter that is no pattern', () => {
  it.each(['flame', 'table', 'compare'])('is told on %s, and one press takes it away', async (screen) => {
    const page = await lab.at(heaps, `screen=${screen}&focus=(`);
    await page.locator('main', {hasText: 'focus is not a regular expression'}).waitFor();
    expect(await page.locator('main canvas:visible, main .grid:visible').count()).toBe(0);
    await page.getByRole('button', {name: 'Remove all filters'}).click();
    await page.locator('main canvas:visible, main .grid:visible').first().waitFor();
    expect(page.url()).not.toContain('focus');
  });

  it('is refused where it is typed', async () => {
    const page = await lab.at(heaps, 'screen=flame');
    await page.getByRole('button', {name: 'Filter…'}).click();
    await page.fill('#filter-text', '*Store');
    await page.keyboard.press('Enter');
    await page.locator('dialog [role=alert]', {hasText: 'not a regular expression'}).waitFor();
    await page.fill('#filter-text', 'Store');
    await page.keyboard.press('Enter');
    await page.locator('.chip', {hasText: 'focus: Store'}).waitFor();
    expect(await page.locator('dialog').count()).toBe(0);
  });
});

describe('filters that leave nothing', () => {
  it.each(['flame', 'table', 'compare'])('are named as the cause on %s', async (screen) => {
    const page = await lab.at(heaps, `screen=${screen}&focus=nosuchfunction`);
    await page.locator('main', {hasText: 'The filters exclude everything'}).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('unchanged');
    await page.getByRole('button', {name: 'Remove all filters'}).click();
    await page.locator('main canvas:visible, main .grid:visible').first().waitFor();
  });

  it('have no chips where they do not act', async () => {
    const page = await lab.at(heaps, 'screen=findings&focus=Unmarshal');
    expect(await page.locator('.filter-chips').isVisible()).toBe(false);
    await page.keyboard.press('2');
    await page.locator('.filter-chips .chip').waitFor();
  });
});

describe('a search', () => {
  it('that matches no function of the table says so and can be taken back', async () => {
    const page = await lab.at(heaps, 'screen=table&query=nosuchfunction');
    await page.locator('main', {hasText: 'No function matches the search'}).waitFor();
    await page.getByRole('button', {name: 'Clear the search'}).click();
    await page.locator('.rows .grid-row').first().waitFor();
    expect(await page.inputValue('#search')).toBe('');
  });

  it('from the findings goes on in the flamegraph', async () => {
    const page = await lab.at(heaps, 'screen=findings');
    await page.keyboard.press('/');
    await page.keyboard.type('appendListItem$');
    await page.keyboard.press('Enter');
    await page.locator('.search-result', {hasText: /^1 match · .* · 53\.37%$/}).waitFor();
    expect(await page.title()).toContain('Flame');
  });
});

describe('a profile', () => {
  it('whose sample type holds nothing offers the one that does', async () => {
    const page = await shown([ZERO], 'screen=flame&type=kept');
    await page.locator('.notes', {hasText: 'This sample type has no values'}).waitFor();
    await page.locator('.notes').getByRole('button', {name: 'made'}).click();
    await page.locator('.details dl', {hasText: '7 · 100%'}).waitFor();
  });

  it('without a sample is not called healthy', async () => {
    const page = await shown([samplePath('misc/mutex-empty.pb.gz')], 'screen=findings');
    await page.locator('h1', {hasText: 'No samples to analyze'}).waitFor();
    expect(await page.locator('main').innerText()).toContain('SetMutexProfileFraction');
    expect(await page.locator('main').innerText()).not.toContain('No trouble');
  });

  it('without names says how to get them', async () => {
    const page = await shown([NAMELESS], 'screen=findings');
    const banner = page.locator('.banner', {hasText: 'no function names'});
    await banner.waitFor();
    expect(await banner.innerText()).toContain('go tool pprof -proto -symbolize=local');
  });
});

describe('inputs that cannot be read', () => {
  it('all of them: the first is told in full', async () => {
    const view = await lab.view([NOTES, file('notes2.txt', 'nor this')]);
    const {page} = await openPage(lab.browser, view.url);
    const card = page.locator('[role="alert"]');
    await card.waitFor();
    expect(await card.innerText()).toContain('UNRECOGNIZED_FORMAT');
    expect(await card.innerText()).toContain('notes.txt');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', {name: 'Copy details'}).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/"code": "UNRECOGNIZED_FORMAT"/);
  });

  it('one dropped onto a flamegraph leaves the flamegraph and is told', async () => {
    const page = await shown([HEAPS[0]], 'screen=flame');
    await drop(page, 'holiday.txt', 'no profile at all');
    await page.locator('.toast.shown', {hasText: 'Not read: holiday.txt'}).waitFor();
    await settled(page);
    await page.waitForFunction(() => document.title.includes('Flame · heap-before.pb.gz'));
    await page.keyboard.press('1');
    await page.locator('.banner.bad', {hasText: 'UNRECOGNIZED_FORMAT'}).waitFor();
  });
});
