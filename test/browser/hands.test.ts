/**
 * Traps for hands: what was pressed, typed or pointed at keeps its meaning, and nothing moves meanwhile.
 *
 * Slow: what moves is seen only after the page has drawn, and it draws often here.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {violations} from '../support/axe.ts';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

let lab: Lab;
let view: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view(
    ['heap-before', 'heap-after', 'goroutine-after'].map((name) => samplePath(`replicaset-flood/${name}.pb.gz`)),
  );
});

afterAll(() => lab.close());

const CRUMB = '.crumbs [aria-current]';

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName ?? '');
}

async function top(page: Page, selector: string): Promise<number | undefined> {
  return (await page.locator(selector).boundingBox())?.y;
}

describe('the zoom', () => {
  it('follows its frame to another sample type, and Back leads to it again', async () => {
    const page = await lab.at(view, 'screen=flame');
    await page.locator('.flame-canvas').click({position: {x: 60, y: 80}});
    const frame = await page.locator(CRUMB).innerText();
    await page.keyboard.press('t');
    await settled(page);
    expect(await page.locator(CRUMB).innerText()).toBe(frame);
    await page.keyboard.press('u');
    await settled(page);
    expect(await page.locator(CRUMB).innerText()).toBe(frame);
  });

  it('is left by one Escape, and the picture stays where it is', async () => {
    const page = await lab.at(view, 'screen=flame');
    const before = await top(page, '.flame-canvas');
    await page.locator('.flame-canvas').click({position: {x: 60, y: 120}});
    await page.locator(CRUMB).waitFor();
    expect(await top(page, '.flame-canvas')).toBe(before);
    await page.keyboard.press('Escape');
    await page.locator(CRUMB).waitFor({state: 'detached'});
  });

  it('goes to the culprit, which is chosen', async () => {
    const page = await lab.at(view, 'screen=findings');
    const culprit = await page.locator('.culprit code').first().innerText();
    await page.getByRole('button', {name: 'Show in flame'}).first().click();
    await page.locator(CRUMB, {hasText: culprit}).waitFor();
    await page.locator('.details h2', {hasText: culprit}).waitFor();
    expect(await focused(page)).toBe('tree');
  });
});

describe('the search', () => {
  it('hands the focus to what it found, keeps the pattern, and moves nothing while one types', async () => {
    const page = await lab.at(view, 'screen=flame');
    const width = (await page.locator('#search').boundingBox())?.width;
    const before = await top(page, '.flame-canvas');
    await page.keyboard.press('/');
    await page.keyboard.type('appendListItem|(');
    await page.locator('.search-result.bad').waitFor();
    expect(await top(page, '.flame-canvas')).toBe(before);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.locator('.search-result', {hasText: 'match'}).waitFor();
    expect((await page.locator('#search').boundingBox())?.width).toBe(width);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('tree');
    await page.keyboard.press('n');
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    expect(await page.locator('#search').inputValue()).toBe('appendListItem');
    await page.keyboard.press('3');
    await page.locator('.rows .grid-row').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('rowgroup');
  });
});

describe('the panel', () => {
  it('keeps the frame that the pointer comes from, and its buttons are about it', async () => {
    const page = await lab.at(view, 'screen=flame');
    await page.locator('.flame-canvas').hover({position: {x: 60, y: 80}});
    const title = page.locator('.details h2');
    const frame = await title.innerText();
    await page.locator('.details').getByRole('button', {name: 'Zoom'}).click();
    expect(await page.locator(CRUMB).innerText()).toBe(frame);
  });
});

describe('the focus', () => {
  it('is never lost on the way to another screen, and the help takes it to its Close', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    // It opens on the culprit; at the root nothing is chosen.
    for (let frame = 0; frame < 20; frame++) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('y');
    await page.locator('.toast.shown', {hasText: 'Choose a frame first'}).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('5');
    await page.locator('.verdict').waitFor();
    expect(await focused(page)).not.toBe('BODY');
    await page.keyboard.press('1');
    await page.getByRole('button', {name: 'Show in table'}).first().click();
    await page.locator('.sandwich h2').waitFor();
    expect(await focused(page)).not.toBe('BODY');
    await page.keyboard.press('?');
    await page.locator('dialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Close');
    await page.keyboard.press('Enter');
  });
});

describe('looks', () => {
  it('a table names packages, and its bars lie under the digits', async () => {
    const page = await lab.at(view, 'screen=table');
    const row = page.locator('.rows .grid-row').first();
    expect(await row.locator('.name').innerText()).toMatch(/doEncode\s*k8s\.io\/apimachinery/);
    const bar = await row.locator('.bar').first().boundingBox();
    const digits = await row.locator('.bar + span').first().boundingBox();
    expect(bar?.y).toBeGreaterThan((digits?.y ?? 0) + (digits?.height ?? 0) / 2);
  });

  it('what can be done with a frame stands in groups, with its keys', async () => {
    const page = await lab.at(view, 'screen=flame&zoom=4');
    const groups = page.locator('.details [role="group"]');
    expect(await groups.evaluateAll((all) => all.map((group) => group.getAttribute('aria-label')))).toEqual([
      'Look at it',
      'Filter stacks',
      'Copy',
    ]);
    expect(await groups.nth(1).locator('kbd').allInnerTexts()).toEqual(['f', 'h', 'x']);
  });

  it('paper names the input, and has no buttons', async () => {
    const page = await lab.at(view, 'screen=flame&zoom=4');
    await page.emulateMedia({media: 'print'});
    const title = await page.locator('.page').evaluate((one) => getComputedStyle(one, '::before').content);
    expect(title).toContain('heap-before.pb.gz');
    expect(await page.locator('.details button:visible').count()).toBe(0);
    await page.emulateMedia({media: 'screen'});
  });
});

describe('small windows', () => {
  it.each([
    [380, 700],
    [640, 400],
  ])('%i × %i leave the flame in sight, with a panel that closes', async (width, height) => {
    const {page} = await openPage(lab.browser, `${view.url}#screen=flame&zoom=4`, {viewport: {width, height}});
    await settled(page);
    await page.locator('.details dl').waitFor();
    const seen = async (): Promise<number> => {
      const flame = await page.locator('.flame-canvas').boundingBox();
      const panel = await page.locator('.details').boundingBox();
      return Math.min(height, panel?.y ?? height) - (flame?.y ?? 0);
    };
    expect(await seen()).toBeGreaterThan(100);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', {name: 'Close the details'}).click();
    await page.locator('.details').waitFor({state: 'hidden'});
    await page.context().close();
  });
});

it('forced colours tell the chosen tab, pressed buttons and swatches', async () => {
  const {page} = await openPage(lab.browser, `${view.url}#screen=compare`, {forcedColors: 'active'});
  await page.locator('.verdict').waitFor();
  const styles = (selector: string, property: 'borderBottomColor' | 'backgroundColor'): Promise<string[]> =>
    page
      .locator(selector)
      .evaluateAll((all, name) => [...new Set(all.map((one) => getComputedStyle(one)[name]))], property);
  expect(await styles('.tab[aria-current]', 'borderBottomColor')).not.toEqual(
    await styles('.tab:not([aria-current])', 'borderBottomColor'),
  );
  const pressed = await styles('[aria-pressed="true"]', 'backgroundColor');
  expect(await styles('[aria-pressed="false"]', 'backgroundColor')).not.toEqual(pressed);
  const keys = await page
    .locator('.legend .key')
    .evaluateAll((all) => new Set(all.map((one) => getComputedStyle(one, '::before').backgroundColor)).size);
  expect(keys).toBeGreaterThan(3);
  await page.context().close();
});
