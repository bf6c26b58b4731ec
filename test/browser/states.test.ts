/**
 * The page before, while and instead of showing a profile: empty, reading, refusing; hostile names; reports.
 *
 * Slow: each state begins with a page of its own, and two read 150 MB to be stopped.
 */
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage, type RunningView, settled} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {hostileNames} from '../support/hostile-names.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('misc/etcd-heap.pb.gz');
const folder = mkdtempSync(join(tmpdir(), 'pprofx-test-'));

let lab: Lab;
let empty: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  empty = await lab.view([]);
});

afterAll(() => lab.close());

async function emptyPage(): Promise<Page> {
  const {page} = await openPage(lab.browser, empty.url);
  await page.waitForSelector('.start');
  return page;
}

/** Opens files as the browser's dialog does. */
async function choose(page: Page, ...paths: string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', {name: 'Open files…'}).click(),
  ]);
  await chooser.setFiles(paths);
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the empty page', () => {
  it('opens a chosen file', async () => {
    const page = await emptyPage();
    await choose(page, HEAP);
    await settled(page);
    expect(await page.title()).toContain('etcd-heap.pb.gz');
  });

  it('says after a reload which files it has forgotten', async () => {
    const page = await emptyPage();
    await choose(page, HEAP);
    await settled(page);
    await page.reload();
    await page.locator('.toast.shown', {hasText: 'Open again what a reload forgets: etcd-heap.pb.gz'}).waitFor();
  });

  it('reads a pasted goroutine dump', async () => {
    const page = await emptyPage();
    await page.fill(
      '#paste',
      'goroutine 7 [chan send, 12 minutes]:\nmain.leak(0xc000102000)\n\t/app/main.go:10 +0x1d\ncreated by main.main\n\t/app/main.go:5 +0x2a\n',
    );
    await page.getByRole('button', {name: 'Read the pasted text'}).click();
    await settled(page);
    await page.keyboard.press('4');
    await page.waitForSelector('.group');
    expect(await page.locator('.group-head').innerText()).toMatch(/^1\n100%\nchan send\n12 min/);
  });

  it('reads a dump pasted anywhere, and says of text that is none what it is', async () => {
    const page = await emptyPage();
    const paste = (text: string): Promise<void> =>
      page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true}));
      }, text);
    await paste('good morning');
    await page.locator('[role="alert"]', {hasText: 'UNRECOGNIZED_FORMAT'}).waitFor();
    await paste('goroutine 7 [select, 3 minutes]:\nmain.wait()\n\t/app/main.go:10 +0x1d\n');
    await settled(page);
    await page.keyboard.press('4');
    await page.locator('.group-head', {hasText: /select\s*3 min/}).waitFor();
  });

  it('two dropped profiles of one kind are compared, the older one as before', async () => {
    const page = await emptyPage();
    const files = ['after', 'before'].map((side) => ({
      name: `heap-${side}.pb.gz`,
      base64: readFileSync(samplePath(`replicaset-flood/heap-${side}.pb.gz`)).toString('base64'),
    }));
    await page.evaluate((dropped) => {
      const transfer = new DataTransfer();
      for (const {base64, name} of dropped) {
        transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
      }
      window.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer}));
    }, files);
    await page.locator('.compare h1', {hasText: '679.40MB → 123.11MB'}).waitFor();
    expect(await page.locator('.verdict').innerText()).toContain('679.40MB → 123.11MB (-82%)');
  });
});

describe('a file that cannot be read', () => {
  it('gives cause, code, place and a next step', async () => {
    const page = await emptyPage();
    await choose(page, write('cut.pb.gz', readFileSync(HEAP).subarray(0, 5000)));
    await page.waitForSelector('[role="alert"]');
    const card = await page.locator('[role="alert"]').innerText();
    expect(card).toContain('TRUNCATED_GZIP');
    expect(card).toContain('at byte 5000');
    expect(card).toContain('fetch the profile again');
  });

  it('does not keep the others from being read', async () => {
    const page = await emptyPage();
    await choose(page, HEAP, write('notes.txt', 'no profile at all'));
    await settled(page);
    await page.locator('.banner.bad', {hasText: 'UNRECOGNIZED_FORMAT'}).waitFor();
  });

  it('inputs of different kinds are not compared, and the page says why', async () => {
    const page = await emptyPage();
    await choose(page, HEAP, samplePath('misc/etcd-cpu.pb.gz'));
    await settled(page);
    await page.keyboard.press('5');
    expect(await page.locator('.compare').innerText()).toContain('measure different things (heap and cpu)');
  });
});

describe('an empty profile', () => {
  it('says that it holds nothing', async () => {
    const page = await emptyPage();
    await choose(page, samplePath('misc/block-empty.pb.gz'));
    await settled(page);
    await page.keyboard.press('2');
    await page.locator('.notes', {hasText: 'This profile has no samples'}).waitFor();
  });
});

describe('Cancel', () => {
  /** So much text that reading it takes long enough to be stopped. */
  const LONG = `${'goroutine 1 [select, 5 minutes]:\nacme.io/app.(*Loop).run(0xc000012345)\n\t/src/app/loop.go:12 +0x1d\n\n'.repeat(1_500_000)}`;

  it('stops the reading at once, and the page can be used for something else', async () => {
    const view = await lab.view([write('long.txt', LONG)]);
    const {misdeeds, page} = await openPage(lab.browser, view.url);
    const cancel = page.getByRole('button', {name: 'Cancel'});
    await cancel.waitFor();
    // Which phase, of which file, how far.
    await page
      .locator('[role=status]', {hasText: /^((Fetching|Reading) long\.txt: .+ of \d+|Analyzing long\.txt)/})
      .waitFor();
    // By key alone: it is the first and only thing there.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', {name: 'Open files…'}).waitFor();
    await choose(page, HEAP);
    await settled(page);
    expect(await page.title()).toContain('etcd-heap.pb.gz');
    expect(misdeeds).toEqual({errors: [], requests: []});
    view.stop();
  });

  it('of one more file leads back to what was open', async () => {
    const view = await lab.view([HEAP]);
    const {page} = await openPage(lab.browser, `${view.url}#screen=table`);
    await settled(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', {name: 'Open…'}).click();
    await (await chooser).setFiles(write('long2.txt', LONG));
    await page.getByRole('button', {name: 'Cancel'}).click();
    await page.locator('.rows .grid-row').first().waitFor();
    expect(await page.title()).toContain('etcd-heap.pb.gz');
    view.stop();
  });
});

describe('hostile names', () => {
  it('are text on every screen and in the report, run nothing and fetch nothing', async () => {
    const path = write('hostile.pb', hostileNames());
    const report = join(folder, 'hostile.html');
    expect(pprofx(['flame', '-o', report, path]).code).toBe(0);
    const view = await lab.view([path]);
    for (const url of [view.url, pathToFileURL(report).href]) {
      const {misdeeds, page} = await openPage(lab.browser, url);
      await settled(page);
      for (const key of ['1', '2', '3', '4', '5']) {
        await page.keyboard.press(key);
        await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
      }
      await page.keyboard.press('3');
      await page.locator('.rows .grid-row', {hasText: '<img'}).first().click();
      await page.waitForSelector('.sandwich h2');
      expect(misdeeds).toEqual({errors: [], requests: []});
      expect(await page.evaluate('window.pwned')).toBeUndefined();
    }
  });

  it('are text in chips, raw text, menus and filters of a dump', async () => {
    const name = '<img src=x onerror=window.pwned=1>';
    const dump = [1, 2]
      .map(
        (id) =>
          `goroutine ${id} [chan send, ${name}]{"app": "${name}", "b": "\u202e"}:\nruntime.chansend1(0xc000020060, 0x0)\n\t/x.go:1 +0x1\nacme.io/${'x'.repeat(300)}.run[${name}](0x1)\n\t/${name}.go:2 +0x1\n`,
      )
      .join('\n');
    const view = await lab.view([write('hostile.txt', dump)]);
    const {misdeeds, page} = await openPage(lab.browser, `${view.url}#screen=goroutines`);
    await settled(page);
    await page.locator('.facets .chip', {hasText: `app=${name}`}).click();
    await page.locator('.sharing', {hasText: `label app=${name}`}).waitFor();
    await page.getByRole('button', {name: 'Goroutine 2', exact: true}).click();
    await page.locator('.raw-text', {hasText: name}).waitFor();
    await page.keyboard.press('2');
    await page.locator('.flame-canvas').click({button: 'right', position: {x: 100, y: 33}});
    await page.getByRole('menuitem', {name: 'Focus', exact: true}).click();
    await page.locator('.filter-chips .chip').waitFor();
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(excess).toBeLessThanOrEqual(0);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(misdeeds).toEqual({errors: [], requests: []});
  });

  it('stay text in the SVG', async () => {
    const path = write('hostile2.pb', hostileNames());
    const svg = join(folder, 'hostile.svg');
    pprofx(['flame', '-o', svg, path]);
    const {misdeeds, page} = await openPage(lab.browser, pathToFileURL(svg).href);
    expect(misdeeds).toEqual({errors: [], requests: []});
    expect(await page.evaluate('document.documentElement.tagName')).toBe('svg');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
  });
});

describe('the report', () => {
  const report = join(folder, 'report.html');
  const inputs = ['heap-before.pb.gz', 'goroutine-debug2-before.txt.gz'].map((name) =>
    samplePath(`deletecollection-leak/${name}`),
  );

  beforeAll(() => {
    pprofx(['analyze', '--format', 'html', '-o', report, ...inputs]);
  });

  it('opens from a file with findings and flamegraph, and asks for nothing else', async () => {
    const {misdeeds, page} = await openPage(lab.browser, pathToFileURL(report).href);
    await settled(page);
    await page.keyboard.press('2');
    await page.locator('.details dl', {hasText: '1.07GB'}).waitFor();
    expect(misdeeds).toEqual({errors: [], requests: []});
  });

  it('tells its findings where no script runs', async () => {
    const {page} = await openPage(lab.browser, pathToFileURL(report).href, {javaScriptEnabled: false});
    const {findings} = JSON.parse(pprofx(['analyze', '--format', 'json', ...inputs]).stdout);
    const text = await page.locator('#pprofx-static').innerText();
    const [{advice, culprit, evidence, references, title, why}] = findings;
    const facts = evidence.map(({label}: {label: string}) => label);
    const wanted = [title, why, culprit.function, `${culprit.file}:${culprit.line}`, ...facts, ...references];
    for (const part of wanted) expect(text).toContain(part);
    for (const step of advice) expect(text).toContain(step.replaceAll('`', ''));
    expect(text).toMatch(/alloc_objects\s+33\s767\s155/);
    expect(await page.locator(`#pprofx-static a[href="${references[0]}"]`).count()).toBe(1);
  });
});
