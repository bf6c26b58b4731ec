/**
 * The flamegraph of real samples: what is cut, inlined, folded and merged, the minimap, pinned details, copies.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');

let lab: Lab;
let heap: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  heap = await lab.view([HEAP]);
});

afterAll(() => lab.close());

/** Colours in a rectangle of the canvas. */
function colorsIn(page: Page, x: number, y: number, width: number, height: number): Promise<string[]> {
  return page.locator('.flame-canvas').evaluate(
    (canvas: HTMLCanvasElement, at) => {
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const {data} = context.getImageData(at.x, at.y, at.width, at.height);
      const seen = new Set<string>();
      for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]} ${data[i + 1]} ${data[i + 2]}`);
      return [...seen];
    },
    {x: Math.round(x), y, width, height},
  );
}

async function widthOf(page: Page): Promise<number> {
  return (await page.locator('.flame-canvas').boundingBox())?.width ?? 0;
}

/** Looks for a frame by its whole name and chooses it. */
async function choose(page: Page, pattern: string): Promise<void> {
  await page.keyboard.press('/');
  await page.locator('#search').fill(pattern);
  await page.waitForFunction(() => document.querySelector('.search-result')?.textContent?.includes('match'));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /^1 of/.test(document.querySelector('.search-result')?.textContent ?? ''));
}

describe('stacks that the runtime cut', () => {
  it('stand under one hatched root that says so', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const width = await widthOf(page);
    expect(await page.locator('.notes').innerText()).toMatch(
      /^26\.17% is in stacks that the runtime truncated at 32 frames/,
    );
    await page.locator('.flame-canvas').hover({position: {x: width * 0.7, y: 33}});
    await page.locator('.details h2', {hasText: 'stacks cut at 32 frames'}).waitFor();
    expect(await page.locator('.details .badge').allInnerTexts()).toEqual(['callers unknown']);
    await page.mouse.move(10, 10);
    // Right of its label: stripes, where any other box is of one colour.
    expect((await colorsIn(page, width * 0.78, 25, 30, 15)).length).toBeGreaterThan(3);
    expect(await colorsIn(page, width * 0.5, 25, 30, 15)).toHaveLength(1);
  });
});

describe('inlined frames', () => {
  it('are marked in the details and have no edge to their caller', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await choose(page, 'ListAndWatch.func1.1.2$');
    expect(await page.locator('.details .badge').count()).toBe(0);
    const inlined = await page.evaluate(() => document.querySelector('.details h2')?.textContent);
    expect(inlined).toBe('cache.(*Reflector).ListAndWatch.func1.1.2');
    await choose(page, '^k8s.io/kubernetes/vendor/github.com/spf13/cobra.\\(\\*Command\\).Execute$');
    expect(await page.locator('.details .badge').allInnerTexts()).toEqual(['inlined']);
  });
});

describe('chains of equal frames', () => {
  it('fold into one that counts them, and e unfolds them', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const width = await widthOf(page);
    const title = page.locator('.details h2');
    const badge = page.locator('.details .badge', {hasText: 'frames folded'});
    await page.locator('.flame-canvas').hover({position: {x: width * 0.65, y: 209}});
    await title.filter({hasText: 'http.HandlerFunc.ServeHTTP'}).waitFor();
    expect(Number((await badge.innerText()).split(' ')[0])).toBeGreaterThan(4);
    const rows = (): Promise<number> =>
      page.locator('.flame-spacer').evaluate((spacer: HTMLElement) => Number.parseFloat(spacer.style.height) / 22);
    const folded = await rows();
    await page.keyboard.press('e');
    await page.locator('[data-tool="unfold"][aria-pressed="true"]').waitFor();
    await settled(page);
    await page.locator('.flame-canvas').hover({position: {x: width * 0.65, y: 210}});
    await title.filter({hasText: 'http.HandlerFunc.ServeHTTP'}).waitFor();
    expect(await badge.count()).toBe(0);
    // The limit of the runtime, its group, the root, and inlined calls of the last address.
    expect(await rows()).toBeGreaterThan(folded);
  });
});

describe('frames too narrow to see', () => {
  it('are counted, fewer of them after a zoom, none where each has its pixel', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const note = page.locator('.flame-note');
    const merged = async (): Promise<number> =>
      Number(/^[\d,]+/.exec(await note.innerText())?.[0].replace(',', '') ?? 0);
    await note.filter({hasText: 'merged'}).waitFor();
    const all = await merged();
    const width = await widthOf(page);
    await page.locator('.flame-canvas').click({position: {x: width * 0.87, y: 33}});
    await page.locator('.crumbs [aria-current]', {hasText: 'runtime.main'}).waitFor();
    await expect.poll(merged).toBeLessThan(all);
    await page.locator('.flame-canvas').click({position: {x: width * 0.2, y: 200}});
    await expect.poll(merged).toBeLessThan(all);
  });
});

describe('the minimap', () => {
  it('shows the window, and a drag over it moves there', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const map = await page.locator('.minimap').boundingBox();
    if (map === null) throw new Error('no minimap');
    const at = (share: number): [number, number] => [map.x + share * map.width, map.y + 10];
    await page.mouse.move(...at(0.6));
    await page.mouse.down();
    await page.mouse.move(...at(0.7));
    await page.mouse.move(...at(0.8));
    await page.mouse.up();
    const mark = page.locator('.minimap-window');
    await mark.waitFor();
    const style = await mark.evaluate(({style: {left, width}}: HTMLElement) => [left, width].map(Number.parseFloat));
    expect(style[0]).toBeCloseTo(60, 0);
    expect(style[1]).toBeCloseTo(20, 0);
    await page.mouse.click(...at(0.1));
    await mark.waitFor({state: 'hidden'});
  });

  it('marks where the matches are', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await choose(page, 'appendListItem$');
    const reds = await page.locator('.minimap canvas').evaluate((canvas: HTMLCanvasElement) => {
      const {data} = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
        0,
        canvas.height - 2,
        canvas.width,
        1,
      );
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i] === 179 && data[i + 1] === 38) count++;
      return count / canvas.width;
    });
    expect(reds).toBeGreaterThan(0.5);
    expect(reds).toBeLessThan(0.56);
  });
});

describe('the mouse', () => {
  it('with Ctrl and the wheel narrows the window around the pointer, and drags it', async () => {
    const page = await lab.at(heap, 'screen=flame');
    const canvas = await page.locator('.flame-canvas').boundingBox();
    if (canvas === null) throw new Error('no canvas');
    const mark = page.locator('.minimap-window');
    const window = (): Promise<number[]> =>
      mark.evaluate(({style: {left, width}}: HTMLElement) => [left, width].map(Number.parseFloat));
    await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + 100);
    // Without a key the wheel is for scrolling.
    await page.mouse.wheel(0, -400);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await mark.waitFor();
    const [left, width] = await window();
    expect(width).toBeLessThan(90);
    expect(left + width / 2).toBeCloseTo(50, 0);
    await page.mouse.down();
    for (let step = 1; step <= 4; step++)
      await page.mouse.move(canvas.x + canvas.width / 2 + 40 * step, canvas.y + 100);
    await page.mouse.up();
    await expect.poll(async () => (await window())[0]).toBeLessThan(left - width / 10);
    // A drag is no click.
    expect(page.url()).not.toContain('zoom=');
  });
});

describe('details', () => {
  it('stay with the chosen frame and its labels when the pointer has looked elsewhere', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await choose(page, 'appendListItem$');
    const title = page.locator('.details h2');
    const labels = page.locator('.details-labels');
    await labels.getByText('bytes=').first().waitFor();
    const pinned = await labels.innerText();
    await page.locator('.flame-canvas').hover({position: {x: 30, y: 33}});
    await title.filter({hasText: 'ListAndWatch'}).waitFor();
    expect(await labels.isVisible()).toBe(false);
    await page.mouse.move(5, 5);
    await title.filter({hasText: 'etcd3.appendListItem'}).waitFor();
    expect(await labels.innerText()).toBe(pinned);
  });

  it('give labels by their share, as pprofx tags does', async () => {
    const page = await lab.at(heap, 'screen=flame');
    // It opens on the culprit; the labels of all are the root's.
    for (let frame = 0; frame < 20; frame++) await page.keyboard.press('ArrowUp');
    const first = page.locator('.details-labels li').first();
    await page.locator('.details-labels li', {hasText: '24.76%'}).waitFor();
    expect(await first.innerText()).toBe('bytes=168.24MB 24.76%');
    expect(pprofx(['tags', HEAP]).stdout).toMatch(/24\.76%[^\n]*168\.24MB/);
  });
});

describe('copies', () => {
  it('are the raw name, the stack as Go prints it, and a command that finds the frame again', async () => {
    const page = await lab.at(heap, 'screen=flame');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (button: string): Promise<string> => {
      await page.getByRole('button', {name: button, exact: true}).click();
      await page.locator('.toast.shown', {hasText: 'Copied'}).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    await choose(page, 'appendListItem$');
    const name = 'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/storage/etcd3.appendListItem';
    expect(await copied('Copy name')).toBe(name);
    const stack = (await copied('Copy stack')).split('\n');
    expect(stack[0]).toBe(name);
    expect(stack.at(-1)).toContain('ListAndWatch.func1.1');
    const command = await copied('Copy command');
    expect(command).toMatch(/^pprofx top --cum --sample-index inuse_space --focus '/);
    const pattern = /--focus '([^']+)'/.exec(command)?.[1] ?? '';
    const {rows} = JSON.parse(pprofx(['top', '--cum', '--format', 'json', '--focus', pattern, HEAP]).stdout);
    expect(rows.some((row: {function: string}) => row.function === name)).toBe(true);
  });
});
