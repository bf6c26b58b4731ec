/**
 * The comparison of two profiles.
 *
 * Slow: two profiles are read for each page.
 */
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {deltaText, valueText} from '../../src/render/words/diff-words.ts';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const PAIRS = ['nodeips-hot/cpu', 'deletecollection-leak/goroutine'].map((stem) =>
  ['before', 'after'].map((side) => samplePath(`${stem}-${side}.pb.gz`)),
);

let lab: Lab;
let views: RunningView[];

beforeAll(async () => {
  lab = await Lab.open();
  views = await Promise.all(PAIRS.map((pair) => lab.view(pair)));
});

afterAll(() => lab.close());

interface JsonRow {
  readonly function: string;
  readonly before: number;
  readonly after: number;
  readonly delta: number;
  readonly bound: number;
  readonly change: string;
}

/** Raw name, then change, noise, before and after of every row of the page's list, in its order. */
async function shownRows(page: Page): Promise<string[][]> {
  return page.locator('.compare .rows-scroller').evaluate(async (scroller) => {
    const rows = new Map<string, string[]>();
    for (let top = 0; ; top += scroller.clientHeight) {
      scroller.scrollTop = top;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      for (const row of scroller.querySelectorAll('.grid-row')) {
        const [delta, , noise, , before, after] = Array.from(row.children, (cell) => cell.textContent ?? '');
        const name = row.querySelector('.name')?.getAttribute('title')?.split('\n')[0] ?? '';
        rows.set(row.getAttribute('aria-rowindex') ?? '', [name, delta, noise, before, after]);
      }
      if (top + scroller.clientHeight >= scroller.scrollHeight) break;
    }
    return [...rows].sort(([a], [b]) => Number(a) - Number(b)).map(([, cells]) => cells);
  });
}

function expectedRows(rows: readonly JsonRow[], unit: string): string[][] {
  return rows
    .filter(({change}) => change !== 'unchanged')
    .map(({after, before, bound, delta, function: name}) => [
      name,
      deltaText(delta, unit),
      `±${valueText(bound, unit)}`,
      valueText(before, unit),
      valueText(after, unit),
    ]);
}

describe.each(PAIRS.map((pair, index) => ({pair, index})))('the comparison of $pair', ({pair, index}) => {
  const json = JSON.parse(pprofx(['diff', '--format', 'json', ...pair]).stdout);
  const {unit} = json.sampleTypes.find(({type}: {type: string}) => type === json.sampleType);

  it('gives the verdict of pprofx diff', async () => {
    const page = await lab.at(views[index], 'screen=compare');
    await page.locator('.verdict').waitFor();
    expect(await page.locator('.verdict').textContent()).toBe(json.summary);
  });

  it('lists the functions that pprofx diff calls changed, with its numbers and bounds', async () => {
    const page = await lab.at(views[index], 'screen=compare');
    await page.locator('.compare .grid-row:not(.grid-head)').first().waitFor();
    expect(await shownRows(page)).toEqual(expectedRows(json.rows, unit));
  });

  it('gives the findings the status that pprofx diff gives them', async () => {
    const page = await lab.at(views[index], 'screen=compare');
    await page.locator('.verdict').waitFor();
    const titles = json.findings.map(({title}: {title: string}) => title);
    const shown = await page.locator('.finding-changes li').allInnerTexts();
    expect(shown.map((line) => line.replace(/^.*? (critical|warning|info): /, ''))).toEqual(titles);
  });
});

describe('sides of unequal durations', () => {
  const [before, after] = PAIRS[0];

  it.each(['none', 'duration'])('compared with scale %s are what pprofx diff --scale makes of them', async (scale) => {
    const json = JSON.parse(pprofx(['diff', '--format', 'json', '--scale', scale, before, after]).stdout);
    const page = await lab.at(views[0], `screen=compare&scale=${scale}`);
    await page.locator('.verdict', {hasText: json.summary}).waitFor();
    const {unit} = json.sampleTypes.find(({type}: {type: string}) => type === json.sampleType);
    expect(await shownRows(page)).toEqual(expectedRows(json.rows, unit));
  });

  it('have a button each, and one tells the values of a second', async () => {
    const page = await lab.at(views[0], 'screen=compare');
    await page.getByRole('button', {name: 'Per second'}).click();
    await page.locator('.compare-head', {hasText: 'per second: 733.28ms → 72.52ms'}).waitFor();
    expect(page.url()).toContain('scale=duration');
    await page.getByRole('button', {name: 'As measured'}).click();
    await page.locator('.compare-head h1', {hasText: '22.47s → 2.19s'}).waitFor();
  });

  it('of goroutines are no question', async () => {
    const page = await lab.at(views[1], 'screen=compare');
    await page.locator('.verdict').waitFor();
    expect(await page.getByRole('button', {name: 'Per second'}).count()).toBe(0);
  });
});

it('a comparison made once is there at once when its sample type comes back', async () => {
  const page = await lab.at(views[0], 'screen=compare');
  const head = page.locator('.compare h1');
  await head.filter({hasText: '22.47s'}).waitFor();
  const choose = (type: string): Promise<unknown> => page.getByLabel('Sample type').selectOption(type);
  await choose('samples');
  await head.filter({hasText: /2\s247/}).waitFor();
  // Held up from now on: what is still shown was kept.
  await page.evaluate(() => {
    Worker.prototype.postMessage = () => undefined;
  });
  await choose('cpu');
  await head.filter({hasText: '22.47s'}).waitFor();
  await choose('samples');
  await head.filter({hasText: /2\s247/}).waitFor();
  await lab.fresh(views[0], 'screen=compare');
});

it('relative colours show a small frame that lost all as strongly as a large one', async () => {
  const page = await lab.fresh(views[0], 'screen=compare');
  const blues = (): Promise<number> =>
    page
      .locator('.compare .flame-canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4)
          if (data[i] === 107 && data[i + 1] === 174 && data[i + 2] === 214) count++;
        return count;
      });
  await page.locator('.verdict').waitFor();
  // Not even the whole lost all of itself; what is gone did.
  expect(await blues()).toBe(0);
  await page.keyboard.press('r');
  await expect.poll(blues).toBeGreaterThan(1000);
  expect(await page.locator('.legend').innerText()).toContain('against itself');
});

it('the pointer over one pane tells both sides', async () => {
  const page = await lab.at(views[0], 'screen=compare&panes=1');
  await page.locator('.panes canvas').first().waitFor();
  await page
    .locator('.panes .flame-canvas')
    .first()
    .hover({position: {x: 60, y: 55}});
  await page.locator('.compare .details h2', {hasNotText: 'root'}).waitFor();
  expect(await page.locator('.compare .details dt').allInnerTexts()).toContain('change');
});

it('two panes show each side alone, zoomed to the same frame', async () => {
  const page = await lab.at(views[1], 'screen=compare&panes=1');
  await page.locator('.panes canvas').first().waitFor();
  await page
    .locator('.panes .flame-canvas')
    .first()
    .click({position: {x: 60, y: 60}});
  await page.waitForFunction(() => location.hash.includes('zoom='));
  const crumb = await page.locator('.crumbs [aria-current]').innerText();
  await page.getByRole('button', {name: 'Overlay'}).click();
  expect(await page.locator('.crumbs [aria-current]').innerText()).toBe(crumb);
});

describe('the report of pprofx diff, opened from a file', () => {
  const sides = ['before', 'after'].map((side) => samplePath(`replicaset-flood/heap-${side}.pb.gz`));
  const report = join(mkdtempSync(join(tmpdir(), 'pprofx-compare-')), 'diff.html');
  const options = ['--sample-index', 'alloc_space'];
  let summary: string;

  beforeAll(() => {
    pprofx(['diff', ...options, '-o', report, ...sides]);
    summary = JSON.parse(pprofx(['diff', ...options, '--format', 'json', ...sides]).stdout).summary;
  });

  it('begins on the comparison with the verdict, and asks for nothing else', async () => {
    const {misdeeds, page} = await openPage(lab.browser, pathToFileURL(report).href);
    await settled(page);
    await page.locator('.compare .verdict').waitFor();
    expect(await page.locator('.compare .verdict').textContent()).toBe(summary);
    expect(misdeeds).toEqual({errors: [], requests: []});
  });

  it('tells the verdict where no script runs', async () => {
    const {page} = await openPage(lab.browser, pathToFileURL(report).href, {javaScriptEnabled: false});
    const verdict = page.locator('#pprofx-static .verdict');
    expect(await verdict.textContent()).toBe(summary);
    expect((await verdict.boundingBox())?.y).toBeLessThan(100);
  });
});
