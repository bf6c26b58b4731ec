/**
 * Frames of a comparison: chosen, searched and filtered like those of one profile, in the overlay and in both panes; and
 * which two of many inputs are compared.
 */
import type {Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {valueText} from '../../src/render/words/diff-words.ts';
import {Lab, type RunningView} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const SIDES = ['before', 'after'].map((side) => samplePath(`replicaset-flood/heap-${side}.pb.gz`));
/** A third profile of the same kind. */
const LEAK = samplePath('deletecollection-leak/heap-before.pb.gz');
const MATCH = 'appendListItem$';

let lab: Lab;
let pair: RunningView;
let three: RunningView;

beforeAll(async () => {
  lab = await Lab.open();
  [pair, three] = await Promise.all([lab.view(SIDES), lab.view([...SIDES, LEAK])]);
});

afterAll(() => lab.close());

/** What top says of the function that the search finds. */
function cumulative(path: string): number {
  const {rows} = JSON.parse(pprofx(['top', '--cum', '--format', 'json', '--nodecount', '0', path]).stdout);
  return rows.find((row: {function: string}) => row.function.endsWith('etcd3.appendListItem')).cum;
}

async function toMatch(page: Page): Promise<void> {
  await page.locator('.search-result', {hasText: ' after · '}).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.press('Enter');
  await page.locator('.compare .details h2', {hasText: 'etcd3.appendListItem'}).waitFor();
}

describe('the chosen frame', () => {
  it.each(['', '&panes=1'])('is found by search and filtered by button%s', async (panes) => {
    const page = await lab.at(pair, `screen=compare&query=${encodeURIComponent(MATCH)}${panes}`);
    await toMatch(page);
    await page.locator('.compare .details').getByRole('button', {name: 'Focus', exact: true}).click();
    await page.locator('.chip', {hasText: 'focus: etcd3.appendListItem'}).waitFor();
    const [before, after] = SIDES.map(cumulative);
    await page
      .locator('.compare h1', {hasText: `${valueText(before, 'bytes')} → ${valueText(after, 'bytes')}`})
      .waitFor();
  });

  it('offers only what it does', async () => {
    const page = await lab.at(pair, `screen=compare&query=${encodeURIComponent(MATCH)}`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await toMatch(page);
    const buttons = page.locator('.compare .details .actions button');
    // The label, without the key beside it.
    expect(await buttons.evaluateAll((all) => all.map(({firstChild}) => firstChild?.textContent))).toEqual([
      'Zoom',
      'Sandwich',
      'Focus',
      'Hide',
      'Ignore',
      'Show from',
      'Copy name',
      'Copy stack',
    ]);
    await buttons.filter({hasText: 'Copy stack'}).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^\S+etcd3\.appendListItem\n[\s\S]*ListAndWatch\.func1\.1$/);
    await buttons.filter({hasText: 'Sandwich'}).click();
    await page.locator('.sandwich h2', {hasText: 'etcd3.appendListItem'}).waitFor();
  });

  it('is walked to by arrows in both panes at once', async () => {
    const page = await lab.at(pair, 'screen=compare&panes=1');
    await page.locator('.panes canvas').first().waitFor();
    await page.keyboard.press('5');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tree');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const title = await page.locator('.compare .details h2').innerText();
    const chosen = page.locator('.panes [role=treeitem][aria-selected=true]');
    await expect.poll(() => chosen.count()).toBe(2);
    for (const text of await chosen.allTextContents()) expect(text).toContain(title);
    await page.keyboard.press('Enter');
    await page.locator('.crumbs [aria-current]', {hasText: title}).waitFor();
  });
});

describe('colours', () => {
  it('are told in numbers, and each changed frame has its sign', async () => {
    const page = await lab.at(pair, 'screen=compare');
    await page.locator('.verdict').waitFor();
    const keys = page.locator('.compare .legend .key');
    expect(await keys.allInnerTexts()).toEqual([
      '-100%',
      '-25%',
      '-1%',
      'unchanged',
      '+1%',
      '+25%',
      '+100%',
      'gone or new',
    ]);
    const colors = await keys.evaluateAll((all) =>
      all.map((key) => getComputedStyle(key, '::before').backgroundColor.match(/\d+/g)?.map(Number)),
    );
    // The pair of colours that the design measured for every kind of colour vision.
    expect([colors[0], colors[6]]).toEqual([
      [107, 174, 214],
      [230, 159, 102],
    ]);
    await page.evaluate(() => {
      const {fillText} = CanvasRenderingContext2D.prototype;
      const told = document.body.appendChild(document.createElement('ul'));
      told.id = 'told';
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        told.appendChild(document.createElement('li')).textContent = text;
        fillText.call(this, text, x, y);
      };
    });
    await page.keyboard.press('r');
    const labels = page.locator('#told li');
    await labels
      .filter({hasText: /^- .*ListAndWatch/})
      .first()
      .waitFor({state: 'attached'});
    // What was within noise has none.
    await labels.filter({hasText: /^main/}).first().waitFor({state: 'attached'});
  });
});

describe('three profiles of a kind', () => {
  it('are compared two by two, as chosen', async () => {
    const page = await lab.at(three, 'screen=compare');
    const head = page.locator('.compare-head');
    // Files of one name are told apart by their folders.
    expect(await head.getByLabel('after', {exact: true}).locator('option').allTextContents()).toEqual([
      'replicaset-flood/heap-before.pb.gz',
      'heap-after.pb.gz',
      'deletecollection-leak/heap-before.pb.gz',
    ]);
    await head.getByLabel('after', {exact: true}).selectOption({index: 2});
    await page.locator('.verdict').waitFor();
    await head.getByLabel('before', {exact: true}).selectOption({index: 1});
    await head.getByLabel('after', {exact: true}).selectOption({index: 2});
    const {summary} = JSON.parse(pprofx(['diff', '--format', 'json', SIDES[1], LEAK]).stdout);
    await page.locator('.verdict', {hasText: summary}).waitFor();
    // The one that stands on the other side changes places.
    await head.getByLabel('after', {exact: true}).selectOption({index: 1});
    const back = JSON.parse(pprofx(['diff', '--format', 'json', LEAK, SIDES[1]]).stdout);
    await page.locator('.verdict', {hasText: back.summary}).waitFor();
  });
});
