/**
 * Two inputs of one kind: every statement names the one that it is about.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Lab, type RunningView} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

let lab: Lab;
let view: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  view = await lab.view(['before', 'after'].map((side) => samplePath(`nodeips-hot/cpu-${side}.pb.gz`)));
});

afterAll(() => lab.close());

function texts(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).allInnerTexts();
}

it('findings name their input, and the heading and the title both inputs', async () => {
  const page = await lab.at(view, 'screen=findings');
  expect(await texts(page, '#findings-title')).toEqual(['1 finding in cpu-before.pb.gz, gone in cpu-after.pb.gz']);
  expect((await texts(page, '.seen-in'))[0]).toBe('in cpu-before.pb.gz · not in cpu-after.pb.gz');
  expect(await page.title()).toBe('Findings · 2 inputs · pprofx');
});

it('two panes say their totals, drawn to one scale, and what a width means', async () => {
  const page = await lab.at(view, 'screen=compare&panes=1');
  expect(await page.title()).toBe('Compare · cpu-before.pb.gz → cpu-after.pb.gz · pprofx');
  const heads = await texts(page, '.panes h2');
  expect(heads.map((head) => head.trim())).toEqual(['before · 22.47s', 'after · 2.19s']);
  const widths = await page.locator('.pane-total').evaluateAll((bars) => bars.map((bar) => bar.clientWidth));
  expect(widths[1] / widths[0]).toBeCloseTo(2.19 / 22.47, 1);
  expect(await page.locator('.details').innerText()).toContain('its share of its own side');
});
