/**
 * What the command line was told, the page does too: `view` and the reports read and judge alike.
 *
 * Slow: a view and a report for each option, beside what the command line says.
 */
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {gunzipSync} from 'node:zlib';
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, openPage} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {bytesField, join as joinBytes, message, numberField, packedField} from '../support/proto.ts';
import {partOfIncident, samplePath} from '../support/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-options-'));
const HEAP = samplePath('deletecollection-leak/heap-before.pb.gz');

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const DUMP = file('goroutine-debug2-before.txt', partOfIncident());
const packed = readFileSync(samplePath('misc/etcd-heap.pb.gz'));
const CUT_GZIP = file('cut.pb.gz', packed.subarray(0, 5000));
const CUT_PLAIN = file('cut.pb', gunzipSync(packed).subarray(0, -5));
/** A sample names a location that is not there. */
const LOOSE = file(
  'loose.pb',
  joinBytes(
    message(1, numberField(1, 1), numberField(2, 2)),
    message(2, packedField(1, [7]), packedField(2, [5])),
    ...['', 'cpu', 'nanoseconds'].map((text) => bytesField(6, text)),
  ),
);
const RULES = file(
  'mine.yaml',
  `- id: mine/collections
  verdict: idle
  stack: ["registry.(*Store).DeleteCollection.func*"]
  title: known </script> and waited for
`,
);

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.open();
});

afterAll(() => lab.close());

interface Told {
  readonly options: readonly string[];
  readonly inputs: readonly string[];
}

const TOLD: readonly Told[] = [
  {options: ['--salvage'], inputs: [CUT_GZIP]},
  {options: ['--salvage'], inputs: [CUT_PLAIN]},
  {options: ['--lenient'], inputs: [LOOSE]},
  {options: ['--rules', RULES], inputs: [DUMP, HEAP]},
  {options: ['--mem-limit', '4GiB'], inputs: [DUMP, HEAP]},
  {options: ['--limit', 'hot-function.share=99%'], inputs: [samplePath('nodeips-hot/cpu-before.pb.gz')]},
  {options: ['--symbolize', 'none'], inputs: [samplePath('deletecollection-leak/goroutine-debug1-before.txt')]},
];

/** Titles of the cards, the evidence that depends on memory, the warnings, the totals. */
async function shown(page: Page): Promise<unknown> {
  await page.locator('.summary').first().waitFor();
  const body = (await page.locator('#main').textContent()) ?? '';
  return {
    titles: await page.locator('#main article.card h2').allInnerTexts(),
    isPartial: body.includes('PARTIAL'),
    knowsLimit: /at this rate/.test(body),
    totals: await page
      .locator('[data-total]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-total'))),
  };
}

function expected({inputs, options}: Told): unknown {
  const {stdout} = pprofx(['analyze', '--format', 'json', ...options, ...inputs]);
  const json = JSON.parse(stdout);
  return {
    titles: json.findings.map(({title}: {title: string}) => title),
    isPartial: json.partial === true,
    knowsLimit: /at this rate/.test(stdout),
    totals: json.inputs.flatMap(({sampleTypes}: {sampleTypes: {total: number}[]}) =>
      sampleTypes.map(({total}) => String(total)),
    ),
  };
}

describe.each(TOLD)('$options', (told) => {
  const {inputs, options} = told;

  it('makes view show what analyze says with it', async () => {
    const view = await lab.view([...options, ...inputs]);
    const page = await lab.at(view, 'screen=findings');
    expect(await shown(page)).toEqual(expected(told));
    view.stop();
  });

  it('makes the page of a report show it too', async () => {
    const report = join(folder, `${TOLD.indexOf(told)}.html`);
    const {code} = pprofx(['analyze', '--format', 'html', ...options, '-o', report, ...inputs]);
    expect(code).toBe(0);
    const {misdeeds, page} = await openPage(lab.browser, pathToFileURL(report).href);
    expect(await shown(page)).toEqual(expected(told));
    expect(misdeeds).toEqual({errors: [], requests: []});
    await page.context().close();
  });
});

it('without the option the page refuses what the command line refuses', async () => {
  const view = await lab.view([CUT_GZIP]);
  const {page} = await openPage(lab.browser, view.url);
  await page.locator('[role=alert]', {hasText: 'TRUNCATED_GZIP'}).waitFor();
  expect(pprofx(['analyze', CUT_GZIP]).stderr).toContain('TRUNCATED_GZIP');
});

it('a redacted report shows what redacted analysis says, and nothing else', async () => {
  const report = join(folder, 'redacted.html');
  expect(pprofx(['analyze', '--format', 'html', '--redact', '-o', report, DUMP, HEAP]).code).toBe(0);
  const {misdeeds, page} = await openPage(lab.browser, pathToFileURL(report).href);
  expect(await shown(page)).toEqual(expected({options: ['--redact'], inputs: [DUMP, HEAP]}));
  await page.keyboard.press('2');
  // Findings count their inputs, Flame names the one it shows.
  expect(await page.title()).toContain('(redacted)');
  for (const key of ['3', '4', '5', '1']) await page.keyboard.press(key);
  expect(await page.locator('#main').textContent()).not.toContain('k8s.io');
  expect(misdeeds).toEqual({errors: [], requests: []});
});
