/**
 * The flamegraph under fingers: taps, pinch, long press.
 */
import type {CDPSession, Page} from 'playwright-core';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

let lab: Lab;
let view: RunningView;
let page: Page;
let touch: CDPSession;
let box: {readonly x: number; readonly y: number; readonly width: number};

beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view([samplePath('deletecollection-leak/heap-before.pb.gz')]);
});

afterAll(() => lab.close());

beforeEach(async () => {
  for (const context of lab.browser.contexts()) await context.close();
  const phone = {hasTouch: true, isMobile: true, viewport: {width: 380, height: 800}};
  ({page} = await openPage(lab.browser, `${view.url}#screen=flame`, phone));
  await settled(page);
  touch = await page.context().newCDPSession(page);
  const canvas = page.locator('.flame-canvas');
  await canvas.waitFor();
  box = (await canvas.boundingBox()) ?? {x: 0, y: 0, width: 0};
});

interface Finger {
  readonly x: number;
  readonly y: number;
}

async function fingers(type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: Finger[]): Promise<void> {
  await touch.send('Input.dispatchTouchEvent', {type, touchPoints: points.map((point, id) => ({...point, id}))});
}

/** Row of the canvas, counted from the root. */
const at = (share: number, row: number): Finger => ({x: box.x + share * box.width, y: box.y + row * 22 + 11});

describe('fingers', () => {
  it('a tap tells what a frame is, a second one zooms to it', async () => {
    const {x, y} = at(0.3, 2);
    await page.touchscreen.tap(x, y);
    await page.locator('.details h2', {hasText: 'DeleteCollection'}).waitFor();
    expect(page.url()).not.toContain('zoom=');
    await page.touchscreen.tap(x, y);
    await page.locator('.crumbs [aria-current]', {hasText: 'DeleteCollection'}).waitFor();
    expect(page.url()).toContain('zoom=');
  });

  it('a pinch widens what is between the fingers', async () => {
    const window = page.locator('.minimap-window');
    await window.waitFor({state: 'hidden'});
    await fingers('touchStart', at(0.4, 4), at(0.6, 4));
    for (let step = 1; step <= 5; step++) {
      await fingers('touchMove', at(0.4 - 0.06 * step, 4), at(0.6 + 0.06 * step, 4));
    }
    await fingers('touchEnd');
    await window.waitFor();
    const share = await window.evaluate((mark: HTMLElement) => Number.parseFloat(mark.style.width));
    // From a fifth of the width to four fifths: a quarter of the whole is left.
    expect(share).toBeGreaterThan(15);
    expect(share).toBeLessThan(40);
    expect(page.url()).not.toContain('zoom=');
  });

  it('one finger moves a narrowed window sideways', async () => {
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const left = (): Promise<number> =>
      page.locator('.minimap-window').evaluate((mark: HTMLElement) => Number.parseFloat(mark.style.left));
    await page.locator('.minimap-window').waitFor();
    const before = await left();
    await fingers('touchStart', at(0.8, 4));
    for (let step = 1; step <= 5; step++) await fingers('touchMove', at(0.8 - 0.1 * step, 4));
    await fingers('touchEnd');
    await expect.poll(left).toBeGreaterThan(before + 5);
  });

  it('a long press opens a menu for the frame, and is no tap', async () => {
    await fingers('touchStart', at(0.3, 2));
    const menu = page.getByRole('menu', {name: /DeleteCollection/});
    await menu.waitFor();
    await fingers('touchEnd');
    expect(page.url()).not.toContain('zoom=');
    await menu.getByRole('menuitem', {name: 'Focus', exact: true}).tap();
    await page.locator('.chip', {hasText: 'focus:'}).waitFor();
    await menu.waitFor({state: 'detached'});
  });
});

describe('the same menu', () => {
  it('comes by right click and goes by Escape', async () => {
    const {x, y} = at(0.3, 2);
    await page.mouse.click(x, y, {button: 'right'});
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Copy command');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({state: 'detached'});
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tree');
  });

  it('comes by the menu key on the chosen frame', async () => {
    await page.keyboard.press('2');
    // It opens on the culprit.
    for (let frame = 0; frame < 20; frame++) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.includes('zoom=1'));
  });
});
