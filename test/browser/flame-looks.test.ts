/**
 * Ways to look at a flamegraph: callers at the bottom, packages instead of functions, colours by change. Its numbers stay
 * those of the command line.
 */
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {encodePprof} from '../../src/render/exchange/pprof.ts';
import {violations} from '../support/axe.ts';
import {goToRoot, Lab, type RunningView} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';
import {profileOf} from '../support/stacks.ts';

const BEFORE = samplePath('replicaset-flood/heap-before.pb.gz');
const AFTER = samplePath('replicaset-flood/heap-after.pb.gz');
const PROTO = String.raw`github\.com/gogo/protobuf/proto`;

let lab: Lab;
let pair: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  pair = await lab.view([BEFORE, AFTER]);
});

afterAll(() => lab.close());

const root = (page: Page): Promise<string | null> => page.locator('.details h2').textContent();

/** The name of the frame under a place of the graph. */
async function nameAt(page: Page, x: number, fromBottom: number): Promise<string> {
  const box = await page.locator('.flame-canvas').boundingBox();
  if (box === null) throw new Error('no graph');
  await page.mouse.move(box.x + x, box.y + box.height - fromBottom);
  await page.waitForFunction(() => document.querySelector('.details h2')?.textContent !== '');
  return (await root(page)) ?? '';
}

describe('packages', () => {
  it('have the value of all stacks through them, and filter by it', async () => {
    const page = await lab.at(pair, 'screen=flame&input=0&packages=1');
    await page.locator('.notes', {hasText: 'Each box is a package'}).waitFor();
    await page.locator('#search').fill(`^${PROTO}$`);
    await page.locator('.search-result', {hasText: 'match'}).waitFor();
    await page.locator('#search').press('Enter');
    await page.locator('.details h2', {hasText: 'github.com/gogo/protobuf/proto'}).waitFor();
    const shown = await page.locator('.search-result').innerText();
    await page.keyboard.press('f');
    await page.locator('.filter-chips .chip').waitFor();
    await page.locator('.details h2', {hasText: 'root'}).waitFor();
    const focused = ['--focus', `(?:^|/)${PROTO}\\.`, '--nodecount', '0', '--format', 'json'];
    const {rows} = JSON.parse(pprofx(['top', ...focused, BEFORE]).stdout) as {rows: {flat: number}[]};
    const megabytes = rows.reduce((sum, {flat}) => sum + flat, 0) / 2 ** 20;
    expect(shown).toContain(` · ${megabytes.toFixed(2)}MB · `);
    expect(await page.locator('.details dd').first().innerText()).toMatch(new RegExp(`^${megabytes.toFixed(2)}MB · `));
  });

  it('have no sandwich, and say so', async () => {
    const page = await lab.at(pair, 'screen=flame&packages=1');
    await page.getByLabel('Flamegraph frames').focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('.details h2', {hasNotText: 'root'}).waitFor();
    await page.keyboard.press('s');
    await page.locator('.toast', {hasText: 'g shows functions again'}).waitFor();
    await page.keyboard.press('g');
    await page.locator('[data-tool="packages"][aria-pressed="false"]').waitFor();
  });
});

describe('colours by change', () => {
  it('are there where two inputs can be compared, with the value in the other', async () => {
    const page = await lab.at(pair, 'screen=flame&input=0&color=change');
    await page.locator('.legend', {hasText: 'change from heap-after.pb.gz'}).waitFor();
    await goToRoot(page);
    const {total} = JSON.parse(pprofx(['top', '--format', 'json', AFTER]).stdout) as {total: number};
    const text = await page.locator('.details dl').innerText();
    expect(text.replace(/\s+/g, ' ')).toContain(`in heap-after.pb.gz ${(total / 2 ** 20).toFixed(2)}MB`);
  });
});

describe('the source of a frame', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-source-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'main.main.go'), 'func main() {\n\tprintln("<b>done</b>")\n}\n');
  const profile = join(folder, 'cpu.pb');
  writeFileSync(
    profile,
    encodePprof(
      profileOf([
        {frames: ['main.main', 'main.work'], values: [3]},
        {frames: ['main.main'], values: [1]},
      ]),
    ),
  );

  it('is what list prints, where its folder is named', async () => {
    const view = await lab.view(['--source-path', folder, profile]);
    const page = await lab.at(view, 'screen=flame');
    await page.getByLabel('Flamegraph frames').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('v');
    const rows = page.locator('.source tbody tr');
    await rows.first().waitFor();
    const shown = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    const {stdout} = pprofx(['list', '^main.main$', '--source-path', folder, profile]);
    const listed = stdout.split('\n').filter((line) => /^ +\S+ +\S+ +\d+: /.test(line));
    expect(shown).toEqual(
      listed.map((line) => line.replaceAll(' . ', '  ').replace(/(\d):/, '$1').replace(/\s+/g, ' ').trim()),
    );
    expect(await violations(page)).toEqual([]);
    expect((await page.request.get(`${view.url}source/${encodeURIComponent('/etc/passwd')}`)).status()).toBe(404);
  });

  it('is nowhere without the option', async () => {
    const page = await lab.at(await lab.view([profile]), 'screen=flame');
    await page.locator('[data-tool="source"]').waitFor({state: 'hidden'});
    await page.keyboard.press('v');
    await page.locator('.toast', {hasText: '--source-path'}).waitFor();
  });
});

describe('a flame', () => {
  it('stands on its root, is walked as it is drawn, and is remembered', async () => {
    const page = await lab.fresh(pair, 'screen=flame');
    await goToRoot(page);
    await page.keyboard.press('I');
    await page.locator('[data-tool="flip"][aria-pressed="true"]').waitFor();
    expect(await nameAt(page, 40, 8)).toBe('root');
    const first = await nameAt(page, 40, 30);
    expect(first).not.toBe('root');
    await page.keyboard.press('ArrowUp');
    await page.locator('.details h2', {hasText: first}).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('.details h2', {hasText: 'root'}).waitFor();
    expect(page.url()).toContain('flip=1');
    await page.goto(`${pair.url}#screen=flame`);
    await page.reload();
    await page.locator('[data-tool="flip"][aria-pressed="true"]').waitFor();
    await goToRoot(page, 'ArrowDown');
    await page.keyboard.press('I');
    await page.locator('[data-tool="flip"][aria-pressed="false"]').waitFor();
  });
});
