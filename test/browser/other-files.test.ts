/**
 * What is not from Go, chosen on the page: each shows its finding, and an archive is refused with the command that reads it.
 */
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
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
    ['the same of a machine that is mostly idle', 'perf.txt', PERF + IDLE, 'main.hash takes 100 %'],
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
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-drop-'));
  const incident = join(folder, 'incident');
  const bundle = join(folder, 'bundle.tgz');
  beforeAll(async () => {
    mkdirSync(incident);
    copyFileSync(PROFILE, join(incident, 'cpu.pb.gz'));
    writeFileSync(bundle, gzipSync(await tarOf([file('kube-proxy/cpu.pb.gz', readFileSync(PROFILE))])));
  });

  it.each([
    ['a folder', incident, ['incident', 'a folder', 'pprofx analyze FOLDER']],
    ['an archive', bundle, ['bundle.tgz', 'a tar archive', 'pprofx analyze FILE']],
  ])('%s is named, with the command that reads it', async (_, path, words) => {
    const {errors, page} = await dropped(path);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const text = await alert.innerText();
    for (const word of words) expect(text).toContain(word);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('a folder beside a profile does not keep that from being read', async () => {
    const {errors, page} = await dropped(incident, PROFILE);
    expect(await page.locator('section.findings h2').first().innerText()).toContain('NodeIPs');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['folder', incident],
    ['archive', bundle],
  ])('the same %s by `pprofx view` shows its finding', async (_, path) => {
    const view = await lab.view([path]);
    const {misdeeds, page} = await openPage(lab.browser, view.url);
    expect(await page.locator('section.findings h2').first().innerText()).toContain('NodeIPs');
    expect(misdeeds.errors).toEqual([]);
    await page.context().close();
  });
});

describe('archives', () => {
  it('are named, with the command that reads them', async () => {
    const entries = [file('a/perf.txt', PERF)];
    const tar = await tarOf(entries);
    for (const [name, bytes, kind] of [
      ['bundle.tgz', gzipSync(tar), 'a tar archive'],
      ['bundle.tar', tar, 'a tar archive'],
      ['bundle.zip', zipOf(entries), 'a zip archive'],
    ] as const) {
      const {page} = await chosen(name, bytes);
      const alert = page.getByRole('alert');
      await alert.waitFor();
      const text = await alert.innerText();
      expect(text).toContain(`this is ${kind}`);
      expect(text).toMatch(/pprofx analyze/);
      expect(text).toContain(name);
      await page.context().close();
    }
  });
});
