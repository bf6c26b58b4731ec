/**
 * What the page costs to load: the scripts that come before the first paint, and all there are in a report. Bytes are
 * the same on every machine, so they may be held to a number; docs/performance.md has the figures.
 */
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {viewerFiles} from '../../src/cli/server/viewer-assets.ts';
import {linkModules} from '../../src/render/html/link-modules.ts';
import {type Lab, Lab as OpenLab, openPage, type RunningView, settled} from '../support/browser.ts';
import {bytesField} from '../support/proto.ts';
import {samplePath} from '../support/samples.ts';

/** Compressed bytes of scripts until findings and flamegraph of a heap or CPU profile are painted. */
const BEFORE_FIRST_PICTURE = 90_000;
/** Compressed bytes of all scripts of a report, page and worker. */
const WHOLE_REPORT = 250_000;

const compressed = (text: string): number => gzipSync(text, {level: 9}).length;

/** Protobuf that says nothing: a field of bytes that no profile has. */
const padding = bytesField(2047, Buffer.alloc(1 << 20));
const folder = mkdtempSync(join(tmpdir(), 'pprofx-size-'));

let lab: Lab;
beforeAll(async () => {
  lab = await OpenLab.open();
});
afterAll(() => lab.close());

const SAMPLES = ['replicaset-flood/heap-before.pb.gz', 'nodeips-hot/cpu-before.pb.gz'];

/** Scripts that a page asks the server for until it is settled, by their path. */
async function scriptsUntilPainted(view: RunningView, hash: string): Promise<Map<string, string>> {
  const asked = new Set<string>();
  const {page} = await openPage(lab.browser, 'about:blank');
  page.context().on('request', (request) => asked.add(request.url()));
  await page.goto(`${view.url}#${hash}`);
  await settled(page);
  const urls = [...asked].filter((url) => new URL(url).pathname.endsWith('.js'));
  const texts = await Promise.all(urls.map(async (url) => (await fetch(url)).text()));
  await page.context().close();
  return new Map(urls.map((url, i) => [new URL(url).pathname.split('/').slice(2).join('/'), texts[i]]));
}

describe('scripts before the first paint', () => {
  it.each(SAMPLES)('of %s come with the page', async (input) => {
    const {url} = await lab.view([samplePath(input)]);
    const page = await (await fetch(url)).text();
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
    expect(script.length).toBeGreaterThan(5000);
    expect(page).not.toMatch(/<script[^>]* src=|preload/);
    expect(compressed(script)).toBeLessThanOrEqual(BEFORE_FIRST_PICTURE);
  });

  it.each(SAMPLES)('of %s, too large for the server to read it first', async (input) => {
    const raw = join(folder, 'raw.pb');
    writeFileSync(raw, Buffer.concat([gunzipSync(readFileSync(samplePath(input))), padding]));
    const view = await lab.view([raw]);
    const scripts = new Map([
      ...(await scriptsUntilPainted(view, '')),
      ...(await scriptsUntilPainted(view, 'screen=flame')),
    ]);
    // Gestures, commands and legend come right after the picture, so they may or may not be among those asked for.
    const needed = [...scripts].filter(([path]) => !/gestures|more|d3-/.test(path));
    expect(needed.map(([path]) => path).sort()).toEqual(
      expect.arrayContaining(['app.js', 'boot.js', 'page/flame.js', 'worker.js']),
    );
    const sum = needed.reduce((bytes, [, text]) => bytes + compressed(text), 0);
    expect(sum).toBeLessThanOrEqual(BEFORE_FIRST_PICTURE);
  });
});

describe('scripts of a report', () => {
  it('are small enough to travel, and what page and worker share is little', () => {
    const files = viewerFiles();
    const [page, worker] = ['app.js', 'worker.js'].map((entry) => linkModules(files, entry));
    expect(compressed(page) + compressed(worker)).toBeLessThanOrEqual(WHOLE_REPORT);
    // No signature's proof, no writer of protobuf, no Long.
    expect(worker).not.toMatch(/misses:|writeVarint64|fromBigInt/);
  });
});
