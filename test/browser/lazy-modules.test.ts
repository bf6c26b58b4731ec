/**
 * What comes on demand must come: the engine of patterns, pako, both from the server and inside a report.
 *
 * Slow: what comes on demand comes once in the life of a page, so each test has its own.
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');
const PATTERN = 'screen=flame&query=(List%7CWatch).*%5C.func%5Cd';

let lab: Lab;
const folder = mkdtempSync(join(tmpdir(), 'pprofx-lazy-modules-'));
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, {recursive: true});
});

const searchResult = async (page: Page): Promise<string> => {
  await page.waitForFunction(() => / · /.test(document.querySelector('.search-result')?.textContent ?? ''));
  return (await page.textContent('.search-result')) ?? '';
};

/** Totals by sample type as the findings show them. */
async function totals(path: string): Promise<(string | null)[]> {
  const view = await lab.view([path]);
  const page = await lab.fresh(view, '');
  return page.locator('[data-total]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-total')));
}

describe('a pattern that is more than text', () => {
  it('is matched in a served page and in a report alike, with nothing refused', async () => {
    const report = join(folder, 'report.html');
    execFileSync(process.execPath, ['dist/cli/bin.js', 'flame', '-o', report, HEAP]);
    const view = await lab.view([HEAP]);
    const results: string[] = [];
    for (const url of [view.url, `file://${report}`]) {
      const {misdeeds, page} = await openPage(lab.browser, `${url}#${PATTERN}`);
      await settled(page);
      results.push(await searchResult(page));
      expect(misdeeds).toEqual({errors: [], requests: []});
      await page.context().close();
    }
    expect(results[0]).toMatch(/^\d+ match/);
    expect(results[1]).toBe(results[0]);
  });
});

describe('gzip data that the browser does not read', () => {
  const raw = gunzipSync(readFileSync(HEAP));
  const half = raw.length >> 1;
  const cases = {
    'in two members': [gzipSync(raw.subarray(0, half)), gzipSync(raw.subarray(half))],
    'with zeros behind it': [gzipSync(raw), Buffer.alloc(512)],
  };

  it.each(Object.entries(cases))('%s is read whole', async (name, parts) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.pb.gz`);
    writeFileSync(path, Buffer.concat(parts));
    const found = await totals(path);
    expect(found.length).toBe(4);
    expect(found).toEqual(await totals(HEAP));
  });

  it('cut in the middle is refused with the place', async () => {
    const path = join(folder, 'cut.pb.gz');
    writeFileSync(path, readFileSync(HEAP).subarray(0, 30_000));
    const view = await lab.view([path]);
    const {page} = await openPage(lab.browser, view.url);
    expect(await page.locator('[role="alert"]').textContent()).toMatch(/TRUNCATED_GZIP.*at byte 30000/);
  });
});

describe('Cancel', () => {
  it('leads back to the start while a large file is read', async () => {
    const path = join(folder, 'large.pb.gz');
    const generator = 'bench/inputs/synthetic-profile.mjs';
    execFileSync(process.execPath, [generator, path, '--samples', '60000', '--new-stacks', '1', '--fork', '1']);
    const view = await lab.view([path]);
    const {page} = await openPage(lab.browser, 'about:blank');
    // From within the page, as soon as the file is being read: a busy machine may be done before a click arrives.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!/^(?:Reading .+:|Making)/.test(document.querySelector('[role="status"]')?.textContent ?? '')) return;
        observer.disconnect();
        for (const button of document.querySelectorAll('button')) if (button.textContent === 'Cancel') button.click();
      }).observe(document, {childList: true, subtree: true, characterData: true});
    });
    await page.goto(`${view.url}#screen=flame`);
    await page.waitForSelector('textarea#paste');
    expect(await page.locator('.flame-canvas').count()).toBe(0);
  });
});
