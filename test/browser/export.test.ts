/**
 * What can be taken out of the page; profiles are read by go tool pprof itself.
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {readProfile} from '../../src/read.ts';
import {Lab, openPage, type RunningView} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('deletecollection-leak/heap-before.pb.gz');
const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');
const folder = mkdtempSync(join(tmpdir(), 'pprofx-export-'));

let lab: Lab;
let heap: RunningView;
let dump: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  [heap, dump] = await Promise.all([lab.view([HEAP]), lab.view([DUMP])]);
});

afterAll(() => lab.close());

/** Takes an entry of the Export menu; the path of the file, under the name that was offered. */
async function exported(page: Page, label: string): Promise<string> {
  await page.locator('.menu summary').click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', {name: label, exact: true}).click(),
  ]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** flat, cum and name of every function, as go tool pprof counts them. */
function goTop(...args: string[]): string[] {
  const all = ['tool', 'pprof', '-symbolize=none', '-top', '-nodefraction=0', '-nodecount=100000', '-unit=B', ...args];
  const lines = execFileSync('go', all, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).split('\n');
  return lines
    .slice(lines.findIndex((line) => line.includes('flat%')) + 1)
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.length > 5)
    .map(([flat, , , cum, , ...name]) => [flat, cum, name.join(' ')].join(' '));
}

describe('pprof', () => {
  it('of a filtered view is what go tool pprof makes with the same filters', async () => {
    const page = await lab.at(heap, 'screen=flame&focus=zapcore&ignore=Sugared&type=alloc_space');
    const path = await exported(page, 'pprof with the filters applied');
    expect(path).toMatch(/heap-before-filtered\.pb\.gz$/);
    const filters = ['-sample_index=alloc_space', '-focus=zapcore', '-ignore=Sugared'];
    expect(goTop('-sample_index=alloc_space', path)).toEqual(goTop(...filters, HEAP));
  });

  it('of a dump holds every goroutine', async () => {
    const page = await lab.at(dump, 'screen=goroutines');
    const path = await exported(page, 'pprof with the filters applied');
    const profile = readProfile(readFileSync(path));
    expect(profile.samples.values[0].reduce((sum, count) => sum + count)).toBe(19_817);
    expect(goTop('-sample_index=goroutines', path).length).toBeGreaterThan(100);
  });
});

describe('pictures', () => {
  it('SVG is the tree of the screen', async () => {
    const page = await lab.at(heap, 'screen=flame&focus=zapcore');
    const path = await exported(page, 'SVG picture');
    const svg = readFileSync(path, 'utf8');
    expect(path).toMatch(/heap-before\.svg$/);
    expect(svg).toContain('zapcore');
    expect(svg).not.toContain('appendListItem');
  });

  it('PNG is the canvas as it is seen, and a screen that is none says so', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const path = await exported(page, 'PNG of the current view');
    const bytes = readFileSync(path);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    const canvas = await page
      .locator('.flame-canvas')
      .evaluate(({height, width}: HTMLCanvasElement) => [width, height]);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual(canvas);
    await page.keyboard.press('3');
    await page.locator('.menu summary').click();
    await page.getByRole('button', {name: 'PNG of the current view'}).click();
    await page.locator('.toast', {hasText: 'no picture'}).waitFor();
  });
});

describe('the menu', () => {
  it('is closed by Escape, by a press elsewhere, and by going on with Tab', async () => {
    const page = await lab.at(heap, 'screen=flame&zoom=3');
    const summary = page.locator('.menu summary');
    const items = page.locator('.menu-items');
    await summary.click();
    await items.waitFor();
    await page.keyboard.press('Escape');
    await items.waitFor({state: 'hidden'});
    // Escape was the menu's: the zoom stays.
    expect(page.url()).toContain('zoom=3');
    await summary.click();
    await page.locator('.brand').click();
    await items.waitFor({state: 'hidden'});
    await summary.click();
    for (let i = 0; i < 6; i++) await page.keyboard.press('Tab');
    await items.waitFor({state: 'hidden'});
  });
});

describe('files', () => {
  it('the input comes back byte for byte', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const path = await exported(page, 'the input file');
    expect(readFileSync(path).equals(readFileSync(HEAP))).toBe(true);
  });

  it('the HTML page opens alone at the same view', async () => {
    const page = await lab.at(heap, 'screen=flame&zoom=3');
    const path = await exported(page, 'one HTML page');
    const {misdeeds, page: alone} = await openPage(lab.browser, pathToFileURL(path).href);
    await alone.locator('.crumbs [aria-current]', {hasText: 'DeleteCollection'}).waitFor();
    expect(misdeeds).toEqual({errors: [], requests: []});
  });
});
