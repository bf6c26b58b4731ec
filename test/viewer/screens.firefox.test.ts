/**
 * Every screen in Firefox: no error in its console, and the numbers of the command line.
 */
import {afterAll, beforeAll, expect, it} from 'vitest';
import {SCREENS} from '../../viewer/state.ts';
import {type RunningView, startView} from '../support/browser.ts';
import {pprofx} from '../support/cli.ts';
import {type Firefox, launchFirefox} from '../support/firefox.ts';
import {samplePath} from '../support/samples.ts';

const BEFORE = samplePath('replicaset-flood/heap-before.pb.gz');
const AFTER = samplePath('replicaset-flood/heap-after.pb.gz');
const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');

let firefox: Firefox;
let view: RunningView;

beforeAll(async () => {
  [firefox, view] = await Promise.all([launchFirefox('firefox-esr'), startView([BEFORE, AFTER, DUMP])]);
  await firefox.open(view.url);
});

afterAll(() => {
  firefox?.close();
  view?.stop();
});

const json = (...args: string[]) => JSON.parse(pprofx([...args, '--format', 'json']).stdout);

/** Presses the key of a screen and reads an element of it. */
async function text(screen: (typeof SCREENS)[number], selector: string): Promise<string> {
  await firefox.press(String(SCREENS.indexOf(screen) + 1));
  await firefox.waitFor(selector);
  return String(await firefox.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`));
}

it('findings are those of analyze, and totals those of the inputs', async () => {
  const {findings, inputs} = json('analyze', BEFORE, AFTER, DUMP);
  expect(await text('findings', '.card h2')).toBe(findings[0].title);
  const totals = "[...document.querySelectorAll('[data-total]')].map((cell) => cell.dataset.total).join()";
  expect(await firefox.evaluate(totals)).toBe(
    inputs.flatMap(({sampleTypes}: {sampleTypes: {total: number}[]}) => sampleTypes.map(({total}) => total)).join(),
  );
});

it('the flamegraph is painted and opens on the culprit', async () => {
  expect(await text('flame', '.details h2')).not.toBe('');
  const painted = await firefox.evaluate(`(() => {
    const canvas = document.querySelector('.flame-canvas');
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);
  expect(painted).toBeGreaterThan(5);
});

it('the first row of the table is the first of top', async () => {
  const {rows} = json('top', BEFORE);
  const first = await text('table', '.rows .grid-row');
  expect(first).toContain(rows[0].function.split('/').at(-1));
});

it('goroutines are as many as in the dump', async () => {
  const {total} = json('goroutines', DUMP);
  const heading = await text('goroutines', '.goroutines h1');
  expect(heading.split(' goroutines')[0].replace(/\D/g, '')).toBe(String(total));
});

it('the call graph and the comparison are there, with the verdict of diff', async () => {
  expect(await text('graph', '.graph-box')).not.toBe('');
  const {verdict} = json('diff', BEFORE, AFTER);
  expect((await text('compare', '.verdict')).toLowerCase()).toContain(`${verdict}: heap in use`);
});

it('every screen speaks Chinese and fits', async () => {
  await firefox.open(view.url.replace(/#.*|$/, '?lang=zh#screen=findings'));
  const headings = {findings: '.card h2', table: '.grid-head', goroutines: '.goroutines h1', compare: '.verdict'};
  for (const [screen, selector] of Object.entries(headings)) {
    expect(await text(screen as keyof typeof headings, selector), screen).toMatch(/[\u3400-\u9fff]/);
    expect(await firefox.evaluate('document.documentElement.scrollWidth - innerWidth'), screen).toBeLessThanOrEqual(0);
  }
});

it('nothing was wrong in the console', () => {
  expect(firefox.errors).toEqual([]);
});
