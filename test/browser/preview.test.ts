/**
 * The preview of a large input, while it is being read.
 */
import {randomBytes} from 'node:crypto';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {violations} from '../support/axe.ts';
import {goToRoot, Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {bytesField} from '../support/proto.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');
/** A field of 5 MiB that no profile has, so that the file is large enough and says what the sample says. */
const RANDOM = bytesField(2047, randomBytes(5 << 20));

const folder = mkdtempSync(join(tmpdir(), 'pprofx-preview-'));
const path = join(folder, 'large.pb.gz');
let lab: Lab;
let view: RunningView;
beforeAll(async () => {
  writeFileSync(path, gzipSync(Buffer.concat([gunzipSync(readFileSync(HEAP)), RANDOM]), {level: 0}));
  lab = await Lab.open();
  view = await lab.view([path]);
});
afterAll(() => lab.close());

interface HeldPage {
  readonly page: Page;
  readonly goOn: () => void;
  /** How many workers have asked for the input. */
  readonly asked: () => number;
}

/** A page of which the worker that asks first gets the input only when `goOn` is called. */
async function reading(hash: string): Promise<HeldPage> {
  const {page} = await openPage(lab.browser, 'about:blank');
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let asked = 0;
  await page.route('**/input/0', async (route) => {
    asked++;
    if (asked === 1) await held;
    await route.continue();
  });
  await page.goto(`${view.url}#${hash}`);
  return {page, goOn, asked: () => asked};
}

/** A page at its first picture, the whole held back. Two workers race for the input, so it may take a second attempt. */
async function atPreview(): Promise<HeldPage> {
  for (;;) {
    const started = await reading('screen=flame');
    await started.page.waitForSelector('.preview canvas, .flame-screen');
    if ((await started.page.locator('.preview').count()) === 1) return started;
    await started.page.context().close();
  }
}

describe('the first picture', () => {
  it('shows the largest frames with their values, and gives way to the whole', async () => {
    const {asked, goOn, page} = await atPreview();
    expect(asked()).toBe(2);
    expect(await page.innerText('.preview')).toContain('the rest is still being read');
    const total = page.locator('.details dl');
    const first = await total.innerText();
    expect(await violations(page)).toEqual([]);
    goOn();
    await page.waitForSelector('.flame-screen');
    await settled(page);
    expect(await page.locator('.preview').count()).toBe(0);
    await goToRoot(page);
    expect(await total.innerText()).toBe(first);
  });

  it('keeps its zoom when the whole is there', async () => {
    const {goOn, page} = await atPreview();
    await page.locator('[role=tree]').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    const name = await page.innerText('.details h2');
    await page.getByRole('button', {name: 'Zoom', exact: true}).click();
    goOn();
    await page.waitForSelector('.flame-screen');
    await settled(page);
    // The path of a zoomed frame comes after the picture.
    await page.locator('.crumbs', {hasText: name}).waitFor();
    expect(new URL(page.url()).hash).toContain('zoom=');
  });

  it('ends with Cancel', async () => {
    const {page} = await atPreview();
    await page.getByRole('button', {name: 'Cancel'}).click();
    await page.getByRole('button', {name: 'Open files…'}).waitFor();
    expect(await page.locator('.preview').count()).toBe(0);
  });

  it('comes only where the flamegraph is asked for as it is', async () => {
    for (const hash of ['', 'screen=flame&unfold=1']) {
      const {asked, goOn, page} = await reading(hash);
      await page.locator('[role=status]', {hasText: 'Reading'}).waitFor();
      goOn();
      await settled(page);
      // The reader of the preview is a second worker.
      expect(asked()).toBe(1);
    }
  });
});
