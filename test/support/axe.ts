/**
 * What axe-core finds wrong with a page for those who cannot see, hear or point.
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import type {Page} from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {readonly id: string; readonly nodes: readonly {readonly html: string}[]}[];
}

/**
 * Violations as `rule: element`, of all rules or of those about colour, such as contrast.
 *
 * What passes is not listed: that would take more time than the rules do.
 */
export async function violations(page: Page, rules: 'all' | 'colour' = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const runOnly = rules === 'all' ? '' : ", runOnly: ['cat.color']";
  const result = (await page.evaluate(`axe.run({resultTypes: ['violations']${runOnly}})`)) as AxeResult;
  return result.violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`));
}
