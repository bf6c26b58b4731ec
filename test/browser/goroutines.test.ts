import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, type RunningView} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');

/** Three wait for one lock in two places, two send on one channel; two of the five are labelled. */
const LOCKS = [
  ['1', 'sync.Mutex.Lock, 90 minutes', 'sync.(*Mutex).Lock(0xc000010010)', 'acme.io/app.(*Server).read(0x1)', 'read'],
  ['2', 'sync.Mutex.Lock, 80 minutes', 'sync.(*Mutex).Lock(0xc000010010)', 'acme.io/app.(*Server).read(0x2)', 'read'],
  ['3', 'sync.Mutex.Lock, 2 minutes', 'sync.(*Mutex).Lock(0xc000010010)', 'acme.io/app.(*Server).write(0x3)', ''],
  ['4', 'chan send', 'runtime.chansend1(0xc000020060, 0x0)', 'acme.io/app.put(0x1)', ''],
  ['5', 'chan send', 'runtime.chansend1(0xc000020060, 0x0)', 'acme.io/app.put(0x2)', ''],
]
  .map(([id, state, first, second, label]) => {
    const labels = label === '' ? '' : `{verb: ${label}}`;
    return `goroutine ${id} [${state}]${labels}:\n${first}\n\t/x.go:1 +0x1\n${second}\n\t/y.go:2 +0x1\n`;
  })
  .join('\n');

/** One sends while it holds the lock that two others wait for. */
const HELD = `goroutine 9 [chan send, 100 minutes]:
runtime.chansend1(0xc000020060, 0x0)
\t/x.go:1 +0x1
acme.io/app.(*Server).flush(0xc000010000)
\t/y.go:2 +0x1

${[1, 2]
  .map(
    (id) => `goroutine ${id} [sync.Mutex.Lock, 90 minutes]:
sync.(*Mutex).Lock(0xc000010010)
\t/x.go:1 +0x1
acme.io/app.(*Server).read(0xc000010000)
\t/y.go:2 +0x1
`,
  )
  .join('\n')}`;

const folder = mkdtempSync(join(tmpdir(), 'pprofx-goroutines-'));
const HELD_PATH = join(folder, 'held.txt');

let lab: Lab;
let dump: RunningView;
let locks: RunningView;
let held: RunningView;

beforeAll(async () => {
  const path = join(folder, 'locks.txt');
  writeFileSync(path, LOCKS);
  writeFileSync(HELD_PATH, HELD);
  lab = await Lab.open();
  [dump, locks, held] = await Promise.all([lab.view([DUMP]), lab.view([path]), lab.view([HELD_PATH])]);
});

afterAll(() => lab.close());

function heads(page: Page): Promise<string[]> {
  return page.locator('.group-head').allInnerTexts();
}

describe('what goroutines share', () => {
  it('a lock chip leaves the goroutines that wait for the lock, wherever they do', async () => {
    const page = await lab.at(locks, 'screen=goroutines');
    await page.getByRole('group', {name: 'Same lock'}).getByRole('button', {name: '0xc000010010 3'}).click();
    await page.locator('.sharing', {hasText: 'lock 0xc000010010 · 3 goroutines'}).waitFor();
    expect((await heads(page)).map((head) => head.split('\n')[0])).toEqual(['2', '1']);
    expect(page.url()).toContain('sharing=lock');
    await page.getByRole('button', {name: 'Goroutine 2', exact: true}).click();
    await page.locator('.sharing .raw-text', {hasText: 'goroutine 2 [sync.Mutex.Lock, 80 minutes]'}).waitFor();
  });

  it('a channel and a label have chips of their own', async () => {
    const page = await lab.at(locks, 'screen=goroutines');
    const chips = await page.locator('.facets .chip').allInnerTexts();
    expect(chips).toEqual(['0xc000010010 3', '0xc000020060 2', 'verb=read 2']);
    await page.getByRole('button', {name: 'verb=read 2'}).click();
    await page.locator('.sharing', {hasText: 'label verb=read · 2 goroutines'}).waitFor();
    expect(await heads(page)).toHaveLength(1);
  });
});

it('shares of the table are in letters as large as the counts beside them', async () => {
  const page = await lab.at(locks, 'screen=goroutines');
  const sizes = await page
    .locator('.group-head')
    .first()
    .evaluate((head) => [...head.querySelectorAll('strong, .share')].map((cell) => getComputedStyle(cell).fontSize));
  expect(sizes).toHaveLength(2);
  expect(new Set(sizes).size).toBe(1);
});

describe('the lock graph', () => {
  it('says who waits in which functions, and leads to them', async () => {
    const page = await lab.at(locks, 'screen=goroutines');
    const nodes = page.locator('.locks .lock li');
    expect(await nodes.allInnerTexts()).toEqual([
      '3 wait up to 1 h 30 min\n2 in app.(*Server).read\n1 in app.(*Server).write',
      'lock\n0xc000010010\napp.Server',
      'holder unknown\nnobody in the dump shows it',
    ]);
    await nodes.getByRole('button', {name: '3 wait'}).click();
    await page.locator('.sharing', {hasText: 'lock 0xc000010010 · 3 goroutines'}).waitFor();
    await page.goBack();
  });

  it('opens the goroutine that seems to hold the lock, the one that deadlock suspects', async () => {
    const page = await lab.at(held, 'screen=goroutines');
    const {findings} = JSON.parse(pprofx(['analyze', '--format', 'json', HELD_PATH]).stdout);
    expect(findings[0].title).toContain('wait for');
    const holder = page.locator('.locks .lock li').last();
    expect(await holder.innerText()).toBe(
      'goroutine 9\nin app.(*Server).flush\nsending on a channel, 1 h 40 min\nseems to hold it: same object',
    );
    await holder.getByRole('button', {name: 'goroutine 9'}).click();
    await page.locator('.opened .raw-text', {hasText: 'goroutine 9 [chan send, 100 minutes]'}).waitFor();
  });
});

it('drawing over several bars of the histogram filters by their ages together, and a press by one', async () => {
  const page = await lab.at(locks, 'screen=goroutines');
  const bars = page.locator('.wait-bar');
  const [first, last] = [await bars.nth(1).boundingBox(), await bars.last().boundingBox()];
  if (first === null || last === null) throw new Error('no bars');
  await page.mouse.move(first.x + first.width / 2, first.y - 4);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width / 2, first.y - 4);
  await page.locator('.wait-bar.brushed').last().waitFor();
  await page.mouse.up();
  await page.locator('.wait-bar.chosen').last().waitFor();
  expect(await page.locator('.goroutines h2').last().innerText()).toBe('2 groups, 3 goroutines');
  expect(page.url()).toContain('waits=1-');
});

describe('the flamegraph by wait', () => {
  const box = (page: Page, x: number, y: number): Promise<number[]> =>
    page.locator('.flame-canvas').evaluate(
      (canvas: HTMLCanvasElement, at) => {
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        return [...context.getImageData(at.x, at.y, 1, 1).data.slice(0, 3)];
      },
      {x, y},
    );

  it('has a colour for each step of its legend, and tells the mean wait', async () => {
    const page = await lab.at(locks, 'screen=flame&color=wait');
    const legend = page.locator('.legend .key');
    await legend.first().waitFor();
    expect(await legend.allInnerTexts()).toEqual([
      'under 1 min',
      'from 1 min',
      'from 10 min',
      'from 1 h',
      'from 6 h',
      'from 1 day',
    ]);
    const colors = await legend.evaluateAll((keys) =>
      keys.map((key) => getComputedStyle(key, '::before').backgroundColor.match(/\d+/g)?.map(Number)),
    );
    // Between the text and the outline of the culprit. Of five goroutines two read for 85 minutes, two send for less than one, one writes for 2.
    const width = (await page.locator('.flame-canvas').boundingBox())?.width ?? 0;
    const shown = await Promise.all([0.39, 0.79, 0.98].map((share) => box(page, Math.round(share * width), 38)));
    expect(shown).toEqual([colors[3], colors[0], colors[1]]);
    await page.locator('.flame-canvas').hover({position: {x: width * 0.2, y: 36}});
    await page.locator('.details', {hasText: 'at least 1 h 25 min'}).waitFor();
  });

  it('is chosen by c, and a profile without waits has only packages', async () => {
    const page = await lab.at(dump, 'screen=flame');
    const minutes = page.locator('.legend .key', {hasText: 'from 10 min'});
    await page.keyboard.press('c');
    await minutes.waitFor();
    await page.locator('[data-tool="color"][aria-pressed="true"]').waitFor();
    await page.keyboard.press('i');
    await page.locator('.notes', {hasText: 'Bottom-up'}).waitFor();
    await minutes.waitFor();
    // A tree of callers has no shares of its own to colour by.
    await page.keyboard.press('c');
    await page.locator('[data-tool="color"][aria-pressed="false"]').waitFor();
    await minutes.waitFor({state: 'detached'});
  });
});

it('the legend of a goroutine profile names the packages that wait, not the runtime they wait in', async () => {
  const page = await lab.at(dump, 'screen=flame');
  const first = page.locator('.flame-screen .legend button').first();
  await first.waitFor();
  const {rows, total} = JSON.parse(pprofx(['top', '--cum', '--format', 'json', DUMP]).stdout);
  const {cum} = rows.find((row: {function: string}) => row.function.endsWith('(*Store).DeleteCollection.func1'));
  expect(await first.innerText()).toMatch(/^generic\/registry \d/);
  expect(Number.parseFloat((await first.innerText()).split(' ')[1])).toBeCloseTo((cum / total) * 100, 0);
});

describe('raw text', () => {
  it('of any of 18 230 goroutines is there by key alone', async () => {
    const page = await lab.at(dump, 'screen=goroutines');
    await page.locator('.group').first().waitFor();
    const text = page.locator('.group .raw-text').first();
    const title = page.locator('.group .raw-title').first();
    await page.keyboard.press('4');
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const isThere = await page.evaluate(
        () => document.activeElement === document.querySelector('.group details summary'),
      );
      if (isThere) break;
    }
    await page.keyboard.press('Enter');
    await text.filter({hasText: /^goroutine 5653 \[chan send/}).waitFor();
    expect(await title.innerText()).toMatch(/^1 of 18\s230$/);
    // Stack, then its button, then back and on, then the id.
    for (let i = 0; i < 4; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await title.filter({hasText: /^2 of 18/}).waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await title.filter({hasText: /^18\s230 of 18/}).waitFor();
    const last = await text.innerText();
    expect(last).toMatch(/^goroutine \d+ \[chan send/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('5653');
    await page.keyboard.press('Enter');
    await title.filter({hasText: /^1 of 18/}).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await title.filter({hasText: 'no goroutine 1 here'}).waitFor();
  });
});

describe('the rows of groups', () => {
  it('say share, state with the lock, age and creator, and are ordered by their headings', async () => {
    const page = await lab.at(locks, 'screen=goroutines');
    expect((await heads(page))[0].split('\n').map((cell) => cell.trim())).toEqual([
      '2',
      '40.00%',
      'sync.Mutex.Lock · lock 0xc000010010',
      '1 h 20 min (1 h 20 min – 1 h 30 min)',
      'app.(*Server).read',
    ]);
    await page.getByRole('button', {name: 'first own function'}).click();
    expect((await heads(page)).map((head) => head.split('\n').at(-1)?.trim())).toEqual([
      'app.(*Server).read',
      'app.(*Server).write',
      'app.put',
    ]);
    expect(page.url()).toContain('order=function');
  });

  it('a goroutine is found by its id, copied, and in the link', async () => {
    const page = await lab.at(locks, 'screen=goroutines');
    await page.getByLabel('goroutine by id').fill('5');
    await page.keyboard.press('Enter');
    await page.locator('.opened .raw-text', {hasText: 'goroutine 5 [chan send]'}).waitFor();
    await page.locator('.opened').getByRole('button', {name: 'Previous goroutine'}).click();
    await page.locator('.opened .raw-text', {hasText: 'goroutine 4 [chan send]'}).waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.opened').getByRole('button', {name: 'Copy'}).click();
    await page.locator('.toast.shown', {hasText: 'Copied'}).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^goroutine 4 \[chan send\]/);
    await page.reload();
    await page.locator('.opened .raw-text', {hasText: 'goroutine 4 [chan send]'}).waitFor();
  });
});
