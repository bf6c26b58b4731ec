/**
 * What screens show before anything is chosen: the culprit in the flamegraph, and offers where nothing compares.
 *
 * Slow: each test is about what a page that nothing was done on shows.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {formatValue, percent} from '../../src/base/units.ts';
import {Lab, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');
const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');
const GOROUTINES = samplePath('deletecollection-leak/goroutine-before.pb.gz');
const KEPT = samplePath('deletecollection-leak/heap-before.pb.gz');

/** As JSON has it. */
interface Evidence {
  readonly label: string;
  readonly value: number | string;
  readonly text?: string;
  readonly total?: number;
  readonly least?: number;
  readonly counts?: readonly number[];
}

let lab: Lab;
let view: RunningView;
let mixed: RunningView;
let dump: RunningView;
beforeAll(async () => {
  lab = await Lab.open();
  [view, mixed, dump] = await Promise.all([lab.view([GOROUTINES]), lab.view([HEAP, GOROUTINES]), lab.view([DUMP])]);
});
afterAll(() => lab.close());

describe('the flamegraph', () => {
  it('opens on the culprit of the first finding, with its values', async () => {
    const page = await lab.fresh(view, 'screen=flame');
    const {stdout} = pprofx(['analyze', '--format', 'json', GOROUTINES]);
    const {culprit} = (JSON.parse(stdout) as {findings: {culprit: {function: string}}[]}).findings[0];
    const title = page.locator('.details h2');
    expect(await title.getAttribute('title')).toBe(culprit.function);
    expect(await page.locator('.details dd').first().innerText()).toMatch(/^18.230 · 91\.99%$/);
    // The address stays what it was: nothing was chosen.
    expect(new URL(page.url()).hash).toBe('#screen=flame');
  });

  it('of a dump begins with who started the goroutines, which no search counts among their functions', async () => {
    const page = await lab.fresh(dump, 'screen=flame&query=DeleteCollection%24');
    const top = JSON.parse(pprofx(['top', '--cum', '--format', 'json', '--nodecount', '0', DUMP]).stdout);
    const names = (top.rows as {function: string}[]).map((row) => row.function);
    expect(names.filter((name) => /DeleteCollection$/.test(name))).toEqual([]);
    await page.locator('.search-result', {hasText: 'no match'}).waitFor();
    const creator = page.getByRole('treeitem', {
      name: /^created by registry\.\(\*Store\)\.DeleteCollection, total 18.230/,
    });
    expect(await creator.count()).toBe(1);
  });

  it('folds what the runtime does at the end of stacks, remembers when not to, and finds it either way', async () => {
    const page = await lab.fresh(view, 'screen=flame&query=gopark%24');
    const found = page.locator('.search-result', {hasText: 'match'});
    await found.waitFor();
    const [, value] = (await found.innerText()).split(' · ');
    const top = JSON.parse(pprofx(['top', '--cum', '--format', 'json', '--nodecount', '0', GOROUTINES]).stdout);
    const {cum} =
      (top.rows as {function: string; cum: number}[]).find((row) => row.function === 'runtime.gopark') ?? {};
    expect(Number(value.replace(/\D/g, ''))).toBe(cum);
    const tool = page.locator('[data-tool="runtime"]');
    expect(await tool.getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('#told li', {hasText: 'gopark'}).count()).toBe(0);
    await tool.click();
    await page.locator('[data-tool="runtime"][aria-pressed="true"]').waitFor();
    await settled(page);
    await expect.poll(async () => (await found.innerText()).split(' · ')[1]).toBe(value);
    expect(new URL(page.url()).hash).toContain('runtime=1');
    await page.goto(`${view.url}#screen=flame`);
    await page.reload();
    await settled(page);
    expect(await tool.getAttribute('aria-pressed')).toBe('true');
  });
});

describe('a finding draws its evidence', () => {
  it('of goroutines: how bad, how sure, since when, how much, who created them, and when they arrived', async () => {
    const page = await lab.fresh(dump, '');
    const {findings} = JSON.parse(pprofx(['analyze', '--format', 'json', DUMP]).stdout);
    const evidence = findings[0].evidence as Evidence[];
    const of = (label: string) => evidence.find((each) => each.label === label);
    const card = page.locator('.card').first();
    expect(await card.locator('.severity > span').first().innerText()).toMatch(/Critical$/);
    expect(await card.locator('.dots').innerText()).toBe('●●○');
    expect(await card.locator('.since').innerText()).toBe(`for at least ${of('waiting')?.value} min`);
    expect(await card.locator('.share').innerText()).toBe(
      percent(Number(of('goroutines')?.value) / Number(of('goroutines')?.total)),
    );
    expect(await card.locator('.path li').allInnerTexts()).toEqual([
      'go ← registry.(*Store).DeleteCollection',
      'registry.(*Store).DeleteCollection.func1',
    ]);
    const heights = await card.locator('.bars i').evaluateAll((all) => all.map(({clientHeight}) => clientHeight));
    const counts = of('arrivals')?.counts ?? [];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(of('goroutines')?.value);
    expect(heights.map((height) => height > 0)).toEqual(counts.map((count) => count > 0));
    expect(heights.indexOf(Math.max(...heights))).toBe(counts.indexOf(Math.max(...counts)));
    const {least, value} = of('waiting') ?? {};
    expect(await card.locator('.ages p > *').allInnerTexts()).toEqual([`▸ ${value} min ago`, `${least} min ago`]);
    // The text stays, and is all that a screen reader gets.
    expect(await card.locator('.picture').getAttribute('aria-hidden')).toBe('true');
  });

  it('of a heap: its part of all, in numbers of the command line', async () => {
    const page = await lab.fresh(mixed, '');
    const card = page.locator('.card', {hasText: 'ReplicaSet'}).first();
    expect(await card.locator('.parts span').allInnerTexts()).toEqual(['ReplicaSet 347.07MB', 'of 679.40MB']);
    const [bar, part] = await Promise.all(
      ['.bar-of', '.bar-of i'].map(async (each) => (await card.locator(each).first().boundingBox())?.width ?? 0),
    );
    expect(part / bar).toBeCloseTo(0.51, 1);
    const strip = card.locator('.path');
    expect(await strip.locator('.culprit-frame').innerText()).toBe('v1.(*ReplicaSet).Unmarshal');
    const inside = await strip.evaluate((list) => list.scrollWidth <= list.clientWidth);
    expect(inside).toBe(true);
  });

  it('of goroutines and the memory that they keep: the path of both, the share of each', async () => {
    const page = await lab.fresh(await lab.view([DUMP, KEPT]), '');
    const card = page.locator('.card').first();
    const paths = await card
      .locator('.path')
      .evaluateAll((all) => all.map((list) => [...list.children].map((li) => li.textContent)));
    expect(paths[0]).toEqual([
      'goroutines',
      'go ← registry.(*Store).DeleteCollection',
      'registry.(*Store).DeleteCollection.func1',
    ]);
    expect(paths[1].slice(0, 1)).toEqual(['memory']);
    expect(paths[1].slice(-2)).toEqual([expect.stringMatching(/^\+\d+$/), 'v1.(*ConfigMap).Unmarshal']);
    expect(await card.locator('.path .culprit-frame').last().innerText()).toBe('registry.(*Store).DeleteCollection');
    expect(await card.locator('.share').innerText()).toBe('92%');
    expect(await card.locator('.parts span').first().innerText()).toBe('ConfigMap 968.62MB');
  });

  it('of two moments: from what to what, and how much noise alone would be, as diff has them', async () => {
    const pair = ['before', 'after'].map((side) => samplePath(`replicaset-flood/heap-${side}.pb.gz`));
    const page = await lab.fresh(await lab.view(pair), 'screen=findings');
    const {rows} = JSON.parse(pprofx(['diff', '--format', 'json', '--nodecount', '0', ...pair]).stdout);
    const {findings} = JSON.parse(pprofx(['analyze', '--format', 'json', ...pair]).stdout);
    const name = findings[0].culprit.function;
    const row = rows.find((each: {function: string}) => each.function === name);
    const words = await page.locator('.card .growth p').first().innerText();
    expect(words).toContain(`${formatValue(row.before, 'bytes')} → ${formatValue(row.after, 'bytes')}`);
    expect(await page.locator('.card .growth .noise').count()).toBe(1);
    // A threshold: an exact change counts from half of the larger side on, which no noise is.
    const bound = await page.locator('.card .growth').first().innerText();
    expect(bound).toContain(`a change counts beyond ±${formatValue(row.bound, 'bytes')}`);
  });

  it('and each piece leads to what carries it', async () => {
    const page = await lab.fresh(await lab.view([KEPT, DUMP]), '');
    const piece = (label: string) => page.locator(`.evidence dt:text-is("${label}") + dd button`).first();
    await page.locator('.card summary').first().click();
    await piece('goroutines').click();
    await page.locator('.goroutines h2', {hasText: '1 group'}).waitFor();
    expect(await page.locator('.goroutines h2').last().innerText()).toMatch(/18.230/);
    await page.goBack();
    await piece('heaviest stack').click();
    await settled(page);
    expect(await page.locator('.details h2').getAttribute('title')).toMatch(/DeleteCollection$/);
    expect(await page.inputValue('.input-choice')).toBe('0');
    await page.goBack();
    await piece('memory in use').click();
    expect(await page.locator('.sandwich h2').getAttribute('title')).toMatch(/DeleteCollection$/);
  });

  it('of a lock: who waits, for what, and who seems to hold it', async () => {
    const page = await lab.fresh(await lab.view([lockDump()]), '');
    expect(await page.locator('.lock').first().locator('li').allInnerTexts()).toEqual([
      '41\nwait',
      'lock\n0xc000012008',
      'main.(*Cache).Refresh\nseems to hold it',
    ]);
  });
});

describe('Compare of inputs that measure different things', () => {
  it('offers another input of each kind, and the functions that both name with their shares', async () => {
    const page = await lab.fresh(mixed, 'screen=compare');
    expect(await page.locator('.compare-offers .primary').allInnerTexts()).toEqual([
      'Open another heap profile…',
      'Open another goroutine profile…',
    ]);
    const row = page.locator('.shared-functions tbody tr').first();
    const name = await row.locator('button').getAttribute('title');
    const shares = await row.locator('td').allInnerTexts();
    const expected = [HEAP, GOROUTINES].map((path) => cumulativeShare(path, name ?? ''));
    expect(shares.map(Number.parseFloat)).toEqual(expected.map((share) => expect.closeTo(share, 1)));
    await row.locator('button').click();
    await page.locator('.sandwich h2').waitFor();
  });
});

/** Forty-one goroutines before a mutex, and one that waits for a channel inside the object that it guards. */
function lockDump(): string {
  const waiters = Array.from(
    {length: 41},
    (_, i) => `goroutine ${i + 20} [sync.Mutex.Lock, 4 minutes]:
sync.runtime_SemacquireMutex(0xc000012008?, 0x0?, 0x0?)
\t/usr/local/go/src/runtime/sema.go:95 +0x25
sync.(*Mutex).Lock(0xc000012008)
\t/usr/local/go/src/sync/mutex.go:46 +0x15
main.(*Cache).Get(0xc000012000, {0x1, 0x2})
\t/src/app/cache.go:20 +0x30
`,
  );
  const holder = `goroutine 1 [chan receive, 12 minutes]:
main.(*Cache).Refresh(0xc000012000)
\t/src/app/cache.go:40 +0x10
main.main()
\t/src/app/main.go:10 +0x20
`;
  const path = join(mkdtempSync(join(tmpdir(), 'pprofx-lock-')), 'dump.txt');
  writeFileSync(path, [holder, ...waiters].join('\n'));
  return path;
}

/** Percent, as `top --cum` has it. */
function cumulativeShare(path: string, name: string): number {
  const {stdout} = pprofx(['top', '--cum', '--format', 'json', '--nodecount', '0', path]);
  const {rows, total} = JSON.parse(stdout) as {rows: {function: string; cum: number}[]; total: number};
  return (100 * (rows.find((row) => row.function === name)?.cum ?? 0)) / total;
}
