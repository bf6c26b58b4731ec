/**
 * What is not from Go, chosen or dropped on the page: each shows its finding.
 */
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {file, tarOf, zipOf} from '../support/archives.ts';
import {Lab, openPage, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const perfSample = (at: number): string =>
  `app 12/34 [003] ${at}.000001: 250000000 cpu-clock:u:\n\t4a1b2c main.hash+0x1c (/usr/bin/app)\n\t4a1b00 main.main+0x2 (/usr/bin/app)\n\n`;
const PERF = Array.from({length: 40}, (_, at) => perfSample(at)).join('');
const IDLE =
  'swapper 0 [001] 1.000001: 250000000 cpu-clock:\n\tffff81 native_safe_halt+0x1 ([kernel.kallsyms])\n\n'.repeat(400);
const BPFTRACE =
  'Attaching 1 probe...\n\n@[\n    main.hash+28\n    main.main+2\n]: 40\n@[\n    main.other+1\n    main.main+2\n]: 2\n';

const PROFILE = samplePath('nodeips-hot/cpu-before.pb.gz');

let lab: Lab;
let url: string;
beforeAll(async () => {
  lab = await Lab.open();
  ({url} = await lab.view([]));
});
afterAll(() => lab.close());

async function chosen(name: string, content: Uint8Array | string): Promise<{page: Page; errors: readonly string[]}> {
  const {misdeeds, page} = await openPage(lab.browser, url);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', {name: /Open files/}).click();
  await (await chooser).setFiles({name, mimeType: 'application/octet-stream', buffer: Buffer.from(content)});
  return {page, errors: misdeeds.errors};
}

/** As a hand drops files: the page gets what the system says of them, which of a folder is little. */
async function dropped(...files: readonly string[]): Promise<{page: Page; errors: readonly string[]}> {
  const {misdeeds, page} = await openPage(lab.browser, url);
  await page.getByRole('button', {name: /Open files/}).waitFor();
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const items = {items: [], files: [...files], dragOperationsMask: 1};
    await session.send('Input.dispatchDragEvent', {type, x: 300, y: 300, data: items});
  }
  return {page, errors: misdeeds.errors};
}

describe('files of other tools', () => {
  it.each([
    ['what perf script prints', 'perf.txt', PERF, 'main.hash'],
    ['the same by gzip', 'perf.txt.gz', gzipSync(PERF), 'main.hash'],
    ['the same of a machine that is mostly idle', 'perf.txt', PERF + IDLE, 'main.hash takes 100%'],
  ] as const)('%s shows its finding', async (_, name, content, culprit) => {
    const {errors, page} = await chosen(name, content);
    expect(await page.locator('section.findings h2').first().innerText()).toContain(culprit);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("OpenTelemetry's profiles show theirs", async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'pprofx-otlp-')), 'cpu.otlp');
    pprofx(['convert', '--to', 'otlp', '-o', path, samplePath('nodeips-hot/cpu-before.pb.gz')]);
    const {errors, page} = await chosen('cpu.otlp', readFileSync(path));
    expect(await page.locator('section.findings h2').first().innerText()).toContain('NodeIPs');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('what bpftrace prints is drawn', async () => {
    const {errors, page} = await chosen('stacks.txt', BPFTRACE);
    await settled(page);
    await page.evaluate(() => {
      location.hash = '#screen=table';
    });
    await page.locator('main > .screen').getByText('main.hash').first().waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe('what is dropped', () => {
  it('a folder beside a profile keeps neither from being read', async () => {
    const incident = join(mkdtempSync(join(tmpdir(), 'pprofx-drop-')), 'incident');
    mkdirSync(incident);
    copyFileSync(PROFILE, join(incident, 'cpu.pb.gz'));
    const {errors, page} = await dropped(incident, PROFILE);
    await page.locator('.process-table').waitFor();
    expect(await page.locator('.process-table tbody td:nth-child(2)').allInnerTexts()).toEqual([
      expect.stringContaining('NodeIPs'),
      expect.stringContaining('NodeIPs'),
    ]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe('archives from the dialog', () => {
  it('show the finding of their only process', async () => {
    const entries = [file('a/perf.txt', PERF)];
    const tar = await tarOf(entries);
    for (const [name, bytes] of [
      ['bundle.tgz', gzipSync(tar)],
      ['bundle.tar', tar],
      ['bundle.zip', zipOf(entries)],
    ] as const) {
      const {errors, page} = await chosen(name, bytes);
      expect(await page.locator('section.findings h2').first().innerText()).toContain('main.hash');
      expect(errors).toEqual([]);
      await page.context().close();
    }
  });
});
