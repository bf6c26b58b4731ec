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

/** A page whose usual reader gets the input only when `goOn` is called. */
async function reading(hash: string): Promise<HeldPage> {
  const {page} = await openPage(lab.browser, 'about:blank');
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let asked = 0;
  await page.addInitScript(markPreviews);
  await page.route(/\/input\/0(\?preview)?$/, async (route) => {
    asked++;
    const url = route.request().url();
    if (!url.endsWith('?preview')) await held;
    await route.continue({url: url.replace('?preview', '')});
  });
  await page.goto(`${view.url}#${hash}`);
  return {page, goOn, asked: () => asked};
}

/** In the page: its two workers ask for the same address, unless that of the preview is marked. */
function markPreviews(): void {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, message: {request?: {kind: string; url: string}}) {
    const {request} = message;
    if (request?.kind === 'preview') request.url += '?preview';
    post.call(this, message);
  };
}

async function atPreview(): Promise<HeldPage> {
  const started = await reading('screen=flame');
  await started.page.waitForSelector('.preview canvas');
  return started;
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
