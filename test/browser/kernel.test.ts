/**
 * Kernel stacks in the page: what reads them comes on demand, from the server and inside a report.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, it} from 'vitest';
import {htmlReport, openingOf, readReportInputs} from '../../src/cli/server/report.ts';
import {Lab, openPage, settled} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

const NODE = samplePath('kernel/node.txt');
const FIRST = 'a thread waits for a Ceph server (MDS or OSD)';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

it('a served page shows the findings, and calls threads threads', async () => {
  const view = await lab.view([NODE]);
  const page = await lab.at(view, '');
  await page.getByText(FIRST).first().waitFor();
  const threads = await lab.at(view, 'screen=goroutines');
  await threads.getByRole('heading', {name: '4 threads in 3 groups'}).waitFor();
});

it('a report carries what reads them', async () => {
  const {profiles, raw} = await readReportInputs([NODE], {}, {});
  const path = join(mkdtempSync(join(tmpdir(), 'pprofx-kernel-')), 'report.html');
  writeFileSync(path, await htmlReport(raw, '', openingOf('', {}, profiles)));
  const {page} = await openPage(lab.browser, pathToFileURL(path).href);
  await settled(page);
  await page.getByText(FIRST).first().waitFor();
});
