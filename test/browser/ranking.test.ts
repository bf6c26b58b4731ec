/**
 * What a question finds in a dataset, as a page: a click on a row opens the profiles of that row, merged.
 */
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {askOnce} from '../../src/cli/dataset/duckdb.ts';
import {exportProfiles} from '../../src/cli/dataset/export-profiles.ts';
import {mergeDataset} from '../../src/cli/dataset/merge-dataset.ts';
import {parseLabelRules} from '../../src/cli/fleet/fleet-labels.ts';
import {askedSql} from '../../src/cli/questions/ask.ts';
import {duckdb} from '../../src/cli/questions/dialects/duckdb.ts';
import {QUESTIONS} from '../../src/cli/questions/index.ts';
import {profilesOfRow} from '../../src/cli/questions/row-profiles.ts';
import {Lab, openPage} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {fleetFolder} from '../support/fleet-folder.ts';

let lab: Lab;
let root: string;

beforeAll(async () => {
  lab = await Lab.open();
  root = mkdtempSync(join(tmpdir(), 'ranking-'));
  const rules = parseLabelRules(['service=(*)/*', 'version=*/(*)', 'instance=*/*/(*)-*']);
  const folder = await fleetFolder({services: 3, builds: 2, instances: 2});
  await exportProfiles([folder], root, {rules, reading: {}}, (error) => {
    throw error;
  });
});

afterAll(() => lab.close());

it('a click on a row opens the merged profile of the row', async () => {
  const view = await lab.view(['--dataset', root, 'leaks', '--limit', 'crowd=1000']);
  const {page} = await openPage(lab.browser, view.url);
  expect(await page.locator('tbody tr').count()).toBe(1);
  await page.locator('tbody tr:first-child td:nth-child(4) a').click();
  await page.locator('.card.critical').first().waitFor();
  expect(await page.locator('.card.critical').first().innerText()).toContain('feed.(*Hub).push.func1');
  // 15 000 in each of two instances, give or take a fifth; the two processes have a few more.
  expect(await page.locator('body').innerText()).toMatch(/goroutine\s(2[4-9]|3[0-6])\s\d{3}/);
});

it.each(QUESTIONS.map(({name}) => name))('%s: every row has profiles that can be merged', async (name) => {
  const limits = name === 'regressions' ? ['crowd=1', 'mib=1'] : [];
  const argument = name === 'who-uses' ? '*' : undefined;
  const {columns, rows} = await askOnce(root, askedSql({name, argument, limits}, duckdb));
  for (const row of rows.slice(0, 3)) {
    const named = Object.fromEntries(columns.map((column, at) => [column, row[at]]));
    const profile = await mergeDataset(root, profilesOfRow(name, named));
    expect(profile.samples.length).toBeGreaterThan(0);
  }
});

it('what makes no question is refused', () => {
  const refused = (words: readonly string[]): string =>
    pprofx(['view', '--no-open', '--dataset', root, ...words]).stderr;
  expect(refused(['leeks'])).toContain('there is no question leeks');
  expect(refused(['leaks', '', 'x'])).toContain('--dataset expects only a question, not x');
  expect(refused(['leaks', '--limit', 'cores=1'])).toContain('leaks has crowd=10000');
});
