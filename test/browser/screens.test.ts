import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {goToRoot, Lab, type RunningView} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');
const HEAP = samplePath('deletecollection-leak/heap-before.pb.gz');

let lab: Lab;
let both: RunningView;
let heap: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  [both, heap] = await Promise.all([lab.view([DUMP, HEAP]), lab.view([HEAP])]);
});

afterAll(() => lab.close());

function text(page: Page, selector: string): Promise<string> {
  return page.locator(selector).first().innerText();
}

describe('findings', () => {
  it('stand first, with the culprit that analyze names', async () => {
    const {findings} = JSON.parse(pprofx(['analyze', '--format', 'json', DUMP, HEAP]).stdout);
    const page = await lab.at(both, 'screen=findings');
    expect(await page.locator('.card.critical code').first().getAttribute('title')).toBe(findings[0].culprit.function);
    expect(await text(page, '.card.critical h2')).toBe(findings[0].title);
  });

  it('print commands and names as lines of text, in letters of one width', async () => {
    const page = await lab.at(both, 'screen=findings');
    const styles = await page.locator('.card li code, .card p code').evaluateAll((all) =>
      all.map((code) => {
        const {fontFamily, minHeight} = getComputedStyle(code);
        return `${/monospace/i.test(fontFamily)} ${minHeight}`;
      }),
    );
    expect(styles.length).toBeGreaterThan(0);
    expect([...new Set(styles)]).toEqual(['true auto']);
  });

  it('totals in the page equal those of the JSON', async () => {
    const {inputs} = JSON.parse(pprofx(['analyze', '--format', 'json', DUMP, HEAP]).stdout);
    const page = await lab.at(both, 'screen=findings');
    const shown = await page
      .locator('[data-total]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-total')));
    const expected = inputs.flatMap((input: {sampleTypes: {total: number}[]}) =>
      input.sampleTypes.map(({total}) => String(total)),
    );
    expect(shown).toEqual(expected);
  });

  it('lead to the culprit in the flamegraph', async () => {
    const page = await lab.at(both, 'screen=findings');
    await page.getByRole('button', {name: 'Show in flame'}).first().click();
    await page.waitForFunction(() => document.querySelector('.search-result')?.textContent?.includes('match'));
    expect(await text(page, '.search-result')).toMatch(/1 match · 18\s230 · 91\.99%/);
  });
});

describe('flame', () => {
  it('is painted in the colours of packages', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const colors = await page.locator('.flame-canvas').evaluate((canvas: HTMLCanvasElement) => {
      const {data} = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, 200);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    expect(colors).toBeGreaterThan(8);
  });

  it('a click zooms, breadcrumbs and Back lead out again', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await page.locator('.flame-canvas').click({position: {x: 100, y: 60}});
    expect(await text(page, '.crumbs [aria-current]')).toBe('handlers.DeleteCollection.func1.2');
    expect(page.url()).toContain('zoom=');
    await page.goBack();
    await page.waitForSelector('.crumbs [aria-current]', {state: 'hidden'});
    expect(page.url()).not.toContain('zoom=');
  });

  it('a deep link shows the zoomed frame', async () => {
    const page = await lab.at(heap, 'screen=flame&zoom=3');
    expect(await text(page, '.crumbs [aria-current]')).toBe('registry.(*Store).DeleteCollection');
  });

  it('details give total, share and source file of the frame under the pointer', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await page.locator('.flame-canvas').hover({position: {x: 100, y: 80}});
    await page.waitForFunction(() => document.querySelector('.details h2')?.textContent?.includes('DeleteCollection'));
    expect(await text(page, '.details dl')).toContain('968.62MB · 88.60%');
    expect(await text(page, '.details .file')).toContain('registry/store.go');
  });

  it('search adds up matches without counting nested ones twice', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await page.locator('#search').fill('DeleteCollection|appendListItem|[.]Decode$');
    await page.waitForFunction(() => document.querySelector('.search-result')?.textContent?.includes('matches'));
    // The share that go tool pprof -top -focus gives.
    await page.locator('.search-result', {hasText: '89.47%'}).waitFor();
    expect(await text(page, '.search-result')).toContain('matches');
  });

  it('a broken pattern is told, not swallowed', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await page.locator('#search').fill('(*Store');
    await page.waitForSelector('.search-result.bad');
    expect(await text(page, '.search-result')).toContain('not a regular expression');
  });

  it('the sample type changes without a reload and keeps the zoom by name', async () => {
    const page = await lab.at(heap, 'screen=flame&zoom=3');
    await page.getByLabel('Sample type').selectOption('inuse_objects');
    await page.waitForFunction(() => document.querySelector('.details dl')?.textContent?.includes('MB') === false);
    expect(await text(page, '.crumbs [aria-current]')).toBe('registry.(*Store).DeleteCollection');
  });

  it('a focus chip leaves what top --focus leaves, and its cross takes it away', async () => {
    const page = await lab.at(heap, 'screen=flame&focus=zapcore');
    // go tool pprof -top -focus zapcore gives the same.
    expect(await text(page, '.details dl')).toContain('33.01MB');
    await page.getByRole('button', {name: 'Remove focus zapcore'}).click();
    await goToRoot(page);
    expect(await text(page, '.details dl')).toContain('1.07GB');
  });

  it('filters that hide everything say so', async () => {
    const page = await lab.at(heap, 'screen=flame&focus=nosuchfunction');
    expect(await text(page, '.notes')).toContain('The filters exclude everything');
  });

  it('bottom-up begins with the function that holds most itself', async () => {
    const page = await lab.at(heap, 'screen=flame&mode=up');
    await page.locator('.flame-canvas').hover({position: {x: 100, y: 33}});
    await page.waitForFunction(() => document.querySelector('.details h2')?.textContent !== 'root');
    expect(await text(page, '.details h2')).toBe('v1.(*ConfigMap).Unmarshal');
  });
});

describe('table', () => {
  it('has the first rows of top', async () => {
    const page = await lab.at(heap, 'screen=table');
    await page.waitForSelector('.rows .grid-row');
    const {rows} = JSON.parse(pprofx(['top', '--format', 'json', HEAP]).stdout);
    const shown = await page
      .locator('.rows .grid-row .name')
      .evaluateAll((cells) => cells.slice(0, 5).map((cell) => cell.getAttribute('title')?.split('\n')[0]));
    expect(shown).toEqual(rows.slice(0, 5).map((row: {function: string}) => row.function));
  });

  it('a row shows its callers and callees', async () => {
    const page = await lab.at(heap, 'screen=table');
    await page.locator('.rows .grid-row', {hasText: 'reflect.unsafe_NewArray'}).click();
    await page.waitForSelector('.neighbours li');
    expect(await text(page, '.neighbours')).toContain('reflect.MakeSlice');
  });

  it('sorts by the column that is pressed', async () => {
    const page = await lab.at(heap, 'screen=table');
    await page.getByRole('columnheader', {name: 'total', exact: true}).getByRole('button').click();
    await page.waitForSelector('[aria-sort="descending"]:has-text("total")');
    expect(await text(page, '.rows .grid-row')).toMatch(/968\.62MB\s*88\.60%/);
  });
});

describe('goroutines', () => {
  it('the largest waiting group stands first with state and wait', async () => {
    const page = await lab.at(both, 'screen=goroutines');
    expect(await text(page, '.goroutines h1')).toMatch(/^19\s817 goroutines/);
    expect(await text(page, '.group')).toMatch(/18\s230[\s\S]*chan send[\s\S]*16 min[\s\S]*DeleteCollection/);
  });

  it('groups are those of pprofx goroutines', async () => {
    const page = await lab.at(both, 'screen=goroutines');
    const {groups} = JSON.parse(pprofx(['goroutines', '--format', 'json', DUMP]).stdout);
    const counts: number[] = groups.map(({count}: {count: number}) => count);
    const shown = await page.locator('.group-head strong').allInnerTexts();
    expect(shown.map((text) => Number(text.replace(/\s/g, ''))).sort((a, b) => b - a)).toEqual(counts);
  });

  it('a state chip leaves only groups in that state', async () => {
    const page = await lab.at(both, 'screen=goroutines');
    await page.getByRole('button', {name: /^sync\.Cond\.Wait/}).click();
    await page.locator('.goroutines-body h2', {hasText: '89 goroutines'}).waitFor();
    const heads = await page.locator('.group-head').allInnerTexts();
    expect(heads.every((head) => head.includes('sync.Cond.Wait'))).toBe(true);
  });
});
