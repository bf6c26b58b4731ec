/**
 * Folders and archives on the page: the processes and findings of `pprofx analyze`, and the page of each process.
 *
 * Slow: real drops, each of which the page reads as a whole.
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {violations} from '../support/axe.ts';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {collectedFolder} from '../support/collected-folder.ts';
import {samplePath} from '../support/samples.ts';

const GOROUTINES = 'deletecollection-leak/goroutine-before.pb.gz';
const LATER = 'deletecollection-leak/goroutine-after.pb.gz';

let lab: Lab;
let view: RunningView;
let root: string;
beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view([]);
  root = await collectedFolder({
    'shop/web-1': {'goroutine.pb.gz': GOROUTINES, 'heap.pb.gz': 'deletecollection-leak/heap-before.pb.gz'},
    'shop/web-2': {'goroutine.pb.gz': LATER},
    'shop/web-3': {'heap.pb.gz': 'replicaset-flood/heap-before.pb.gz'},
  });
});
afterAll(() => lab.close());

/** A real drop: the browser reads the path itself, as from a file manager. */
async function drop(page: Page, ...files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = {items: [], files: [...files], dragOperationsMask: 1};
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {type, x: 200, y: 200, data});
}

interface Analyzed {
  readonly processes: readonly {
    readonly id: string;
    readonly missing: readonly string[];
    readonly analysis?: {readonly findings: readonly {readonly title: string; readonly severity: string}[]};
  }[];
}

/** Name, worst finding and how many there are, as the command line says. */
function analyzed(path: string): string[][] {
  const {processes} = JSON.parse(pprofx(['analyze', '--format', 'json', path]).stdout) as Analyzed;
  return processes.map(({analysis, id}) => {
    const findings = analysis?.findings ?? [];
    const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
    const worst = findings.length === 0 ? 'No trouble found' : `${findings[0].severity} ${findings[0].title}${more}`;
    return [id, worst.replace(/\s+/g, ' ')];
  });
}

async function listed(page: Page): Promise<string[][]> {
  await page.locator('.process-table').waitFor();
  return page.locator('.process-table tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const text = (cell: Element | null): string => (cell as HTMLElement | null)?.innerText.trim() ?? '';
      const finding = text(row.querySelector('td')).replace(/^[◆▲●] (\w+)/, (_, word: string) => word.toLowerCase());
      return [text(row.querySelector('th > button') ?? row.querySelector('th')), finding.replace(/\s+/g, ' ')];
    }),
  );
}

/** The folder, packed by the tools that people use. */
function packed(kind: 'tar' | 'tar.gz' | 'zip'): string {
  const file = join(mkdtempSync(join(tmpdir(), 'bundle-')), `incident.${kind}`);
  if (kind === 'zip') {
    const zip = 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", sys.argv[2])';
    execFileSync('python3', ['-c', zip, file.slice(0, -4), dirname(root)]);
  } else execFileSync('tar', [kind === 'tar' ? '-cf' : '-czf', file, '-C', dirname(root), 'out']);
  return file;
}

describe('a bundle of collect', () => {
  it('is a list of its processes when its folder is dropped, with the findings of analyze', async () => {
    const {page, misdeeds} = await openPage(lab.browser, view.url);
    await drop(page, root);
    expect(await listed(page)).toEqual(analyzed(root));
    expect(await violations(page)).toEqual([]);
    await page.locator('.process-table button', {hasText: 'shop/web-3'}).click();
    await settled(page);
    const {findings} = JSON.parse(
      pprofx(['analyze', '--format', 'json', samplePath('replicaset-flood/heap-before.pb.gz')]).stdout,
    );
    expect(await page.locator('section.findings article h2').allInnerTexts()).toEqual(
      (findings as {title: string}[]).map(({title}) => title),
    );
    // Back by the button, forward by the browser.
    await page.getByRole('button', {name: 'All processes'}).click();
    expect((await listed(page)).length).toBe(3);
    await page.goBack();
    await page.locator('section.findings').waitFor();
    expect(misdeeds).toEqual({errors: [], requests: []});
    await page.context().close();
  });

  it.each(['tar', 'tar.gz', 'zip'] as const)('is the same as %s', async (kind) => {
    const {page} = await openPage(lab.browser, view.url);
    const file = packed(kind);
    await drop(page, file);
    expect(await listed(page)).toEqual(analyzed(file));
    await page.context().close();
  });
});

describe('other bundles', () => {
  it('of one process and one moment open at once; damage is named', async () => {
    const {page} = await openPage(lab.browser, view.url);
    const folder = mkdtempSync(join(tmpdir(), 'plain-'));
    execFileSync('cp', [samplePath(GOROUTINES), join(folder, 'goroutine.pb.gz')]);
    await drop(page, folder);
    await settled(page);
    expect(await page.locator('section.findings article h2').first().innerText()).toContain('DeleteCollection');
    writeFileSync(join(folder, 'heap.pb.gz'), gzipSync(Buffer.alloc(4096)).subarray(0, 20));
    const {page: again} = await openPage(lab.browser, view.url);
    await drop(again, folder);
    await again.locator('.process-table').waitFor();
    const {troubles} = JSON.parse(pprofx(['analyze', '--format', 'json', folder]).stdout) as {troubles: string[]};
    expect(troubles.length).toBe(1);
    expect(await again.locator('main li').allInnerTexts()).toEqual(troubles);
    for (const each of [page, again]) await each.context().close();
  });

  it('of two moments open each, and compare the first with the last', async () => {
    const {page} = await openPage(lab.browser, view.url);
    const folder = mkdtempSync(join(tmpdir(), 'moments-'));
    for (const [name, sample] of [
      ['before', GOROUTINES],
      ['after', LATER],
    ])
      execFileSync('cp', [samplePath(sample), join(folder, `goroutine-${name}.pb.gz`)]);
    await drop(page, folder);
    expect(await listed(page)).toEqual(analyzed(folder));
    await page.getByRole('button', {name: 'Compare goroutines'}).click();
    await settled(page);
    const {stdout} = pprofx(['diff', join(folder, 'goroutine-before.pb.gz'), join(folder, 'goroutine-after.pb.gz')]);
    const sentence = await page.locator('.verdict').first().textContent();
    expect(stdout.replace(/\s+/g, ' ')).toContain((sentence ?? '').replace(/\s+/g, ' ').trim());
    await page.context().close();
  });

  it('without evidence say so', async () => {
    const {page} = await openPage(lab.browser, view.url);
    const folder = mkdtempSync(join(tmpdir(), 'empty-'));
    writeFileSync(join(folder, 'notes.txt'), 'nothing');
    await drop(page, folder);
    expect(await page.getByRole('alert').innerText()).toContain('no profile and no dump among 1 entries');
    await page.context().close();
  });
});
