/**
 * The page as static files, behind a server that knows nothing of pprofx.
 *
 * Slow: builds the static page, and opens it anew for each input.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {extname, join} from 'node:path';
import type {Browser, Frame, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage} from '../support/browser.ts';
import {samplePath} from '../support/shared.ts';

const HEAP = samplePath('replicaset-flood', 'heap-before.pb.gz');
const DUMP = samplePath('deletecollection-leak', 'goroutine-before.pb.gz');
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
};

/** A host of files; `asked` are the paths of all requests. */
interface Host {
  readonly server: Server;
  readonly origin: string;
  readonly asked: string[];
}

async function hostOf(read: (path: string) => Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Host> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://host');
    asked.push(pathname);
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    try {
      const body = read(path);
      response
        .writeHead(200, {'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', ...headers})
        .end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked};
}

const finding = (page: Page | Frame): Promise<string> => page.locator('section.findings h2').first().innerText();

let lab: Lab;
let browser: Browser;
let embedder: Host;
let store: Host;
let site: Host;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  // An origin that embeds the page, and one with profiles.
  embedder = await hostOf(() =>
    Buffer.from(`<!doctype html><iframe src="${site.origin}/pprofx/" width="1200" height="700"></iframe>`),
  );
  store = await hostOf(() => readFileSync(HEAP), {'Access-Control-Allow-Origin': '*'});
  const origins = ['--embedder', embedder.origin, '--connect', store.origin];
  execFileSync(process.execPath, ['scripts/build-site.mjs', '--folder', join(folder, 'pprofx'), ...origins]);
  writeFileSync(join(folder, 'pprofx', 'heap.pb.gz'), readFileSync(HEAP));
  site = await hostOf((path) => readFileSync(join(folder, path)));
  lab = await Lab.open();
  browser = lab.browser;
});

afterAll(async () => {
  await lab.close();
  for (const {server} of [embedder, store, site]) server.close();
});

describe('the static page', () => {
  it('opens what is dropped, asks nobody else, and works without its server after that', async () => {
    const {page, misdeeds} = await openPage(browser, `${site.origin}/pprofx/`);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', {name: /Open files/}).click();
    await (await chooser).setFiles(DUMP);
    expect(await finding(page)).toContain('DeleteCollection');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
    const again = page.waitForEvent('filechooser');
    await page.getByRole('button', {name: /Open files/}).click();
    await (await again).setFiles(HEAP);
    expect(await finding(page)).toContain('ReplicaSet');
    expect(misdeeds).toEqual({errors: [], requests: []});
    expect(site.asked.filter((path) => !path.startsWith('/pprofx/'))).toEqual([]);
    await page.context().close();
  });

  it('opens a profile beside it and one of an origin that it may ask', async () => {
    const own = await openPage(browser, `${site.origin}/pprofx/#url=heap.pb.gz&screen=table`);
    await own.page.waitForSelector('main > .screen');
    expect(new URL(own.page.url()).hash).toBe('#screen=table');
    const other = await openPage(browser, `${site.origin}/pprofx/#url=${store.origin}/x/heap.pb.gz`);
    expect(await finding(other.page)).toContain('ReplicaSet');
    for (const {page} of [own, other]) await page.context().close();
  });

  it('says why where it may not', async () => {
    const {page} = await openPage(browser, `${site.origin}/pprofx/#url=${embedder.origin}/heap.pb.gz`);
    expect(await page.getByRole('alert').innerText()).toContain('this page may not ask that origin');
    expect(embedder.asked).toEqual([]);
    await page.context().close();
  });

  it('opens what a page that embeds it posts, and nothing of another one', async () => {
    const post = (bytes: readonly number[]): void => {
      const frame = document.querySelector('iframe')?.contentWindow;
      frame?.postMessage({pprofx: 'open', files: [{name: 'heap.pb.gz', bytes: Uint8Array.from(bytes).buffer}]}, '*');
    };
    const bytes = [...readFileSync(HEAP)];
    const {page} = await openPage(browser, `${embedder.origin}/`);
    const frame = page.frames().find((each) => each.url().startsWith(site.origin)) as Frame;
    await frame.getByRole('button', {name: /Open files/}).waitFor();
    await page.evaluate(post, bytes);
    expect(await finding(frame)).toContain('ReplicaSet');
    const stranger = await openPage(browser, `${embedder.origin.replace('127.0.0.1', 'localhost')}/`);
    const shown = stranger.page.frames().find((each) => each.url().startsWith(site.origin)) as Frame;
    await shown.getByRole('button', {name: /Open files/}).waitFor();
    await stranger.page.evaluate(post, bytes);
    // A message that is taken replaces the start page at once.
    await shown.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
    expect(await shown.getByRole('button', {name: /Open files/}).count()).toBe(1);
  });
});

describe('building it', () => {
  const build = (...args: string[]): {status: number | null; stderr: string} =>
    spawnSync(process.execPath, ['scripts/build-site.mjs', ...args], {encoding: 'utf8'});

  it('refuses what is no origin, and a folder with something else in it', () => {
    expect(build('--embedder', 'grafana.example.com')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is no origin'),
    });
    const folder = mkdtempSync(join(tmpdir(), 'site-'));
    writeFileSync(join(folder, 'thesis.txt'), 'text');
    const {status, stderr} = build('--folder', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('holds other files');
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('text');
  });
});
