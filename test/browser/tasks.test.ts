/**
 * The table of keys in docs/viewer.md: each task is done with the keys that it lists, and with no more than other tools need.
 */
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Lab, type RunningView} from '../support/browser.ts';
import {samplePath} from '../support/samples.ts';

interface Task {
  readonly name: string;
  /** Keys as Playwright names them; `text` is typed. */
  readonly keys: readonly string[];
  /** Keys of go tool pprof's page and of speedscope; undefined where keys alone do not do it. */
  readonly others: readonly (number | undefined)[];
}

/** Rows of `| task | keys | pprof | speedscope |`. */
const TASKS: readonly Task[] = readFileSync('docs/viewer.md', 'utf8')
  .split('\n## ')
  .filter((section) => section.startsWith('Ten tasks'))
  .flatMap((section) => section.split('\n').filter((line) => /^\| \d+ /.test(line)))
  .map((line) => {
    const [, , name, keys, ...others] = line.split('|').map((cell) => cell.trim());
    return {
      name,
      keys: [...keys.matchAll(/`([^`]+)`|\*text\*/g)].map(([, key = 'text']) => key),
      others: others.slice(0, 2).map((cell) => (/^\d/.test(cell) ? Number.parseInt(cell, 10) : undefined)),
    };
  });

let lab: Lab;
let view: RunningView;

beforeAll(async () => {
  lab = await Lab.open('users');
  view = await lab.view([
    samplePath('replicaset-flood/heap-before.pb.gz'),
    samplePath('replicaset-flood/heap-after.pb.gz'),
    samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz'),
  ]);
});

afterAll(() => lab.close());

/** Where each task begins, and what shows that it is done; in the order of the table. */
const SCENES: readonly {readonly from: string; readonly done: string; readonly hasText?: string | RegExp}[] = [
  {from: 'screen=findings', done: '.card h2', hasText: 'ReplicaSet'},
  {from: 'screen=findings', done: '.flame-screen .details h2', hasText: /./},
  {from: 'screen=flame', done: '.search-result', hasText: /^1 of/},
  {from: 'screen=flame&query=Unmarshal', done: '.search-result', hasText: /^1 of/},
  {from: 'screen=flame&zoom=9', done: '.flame-screen:not(:has(.crumbs [aria-current]))'},
  {from: 'screen=flame', done: '.notes', hasText: 'Bottom-up'},
  {from: 'screen=flame', done: '.sandwich h2', hasText: /./},
  {from: 'screen=flame', done: '.filter-chips .chip', hasText: 'focus:'},
  {from: 'screen=flame&type=inuse_space', done: '.flame-screen .details h2', hasText: /./},
  {from: 'screen=findings', done: '.verdict', hasText: /ixed/},
];

it('the table has ten tasks', () => {
  expect(TASKS).toHaveLength(SCENES.length);
});

describe.each(TASKS.map((task, i) => ({...task, ...SCENES[i]})))('$name', ({done, from, hasText, keys, others}) => {
  it('is done with the keys of the table', async () => {
    const page = await lab.at(view, from);
    await page.locator(ready(from)).first().waitFor();
    const before = page.url();
    for (const key of keys) {
      if (key === 'text') await page.keyboard.type('FieldsV1');
      else await page.keyboard.press(key);
      if (key === 'text') await page.locator('.search-result', {hasText: 'match'}).waitFor();
    }
    await page
      .locator(done, hasText === undefined ? {} : {hasText})
      .first()
      .waitFor({state: 'attached'});
    if (keys.includes('t')) await page.waitForFunction((url) => location.href !== url, before);
  });

  it('takes no more than the better of the others', () => {
    const counts = others.filter((count) => count !== undefined);
    if (counts.length > 0) expect(keys.filter((key) => key !== 'text').length).toBeLessThanOrEqual(Math.min(...counts));
  });
});

/** What shows that the place where a task begins is there: of a flamegraph its culprit, search or zoom. */
function ready(from: string): string {
  if (from.includes('query=')) return '.search-result:not(:empty)';
  if (from.includes('zoom=')) return '.crumbs [aria-current]';
  return from.startsWith('screen=flame') ? '.details h2:not(:text-is("root"))' : '.card';
}
