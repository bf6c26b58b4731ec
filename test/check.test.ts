/**
 * Which tests `npm run check` finds near a change.
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {expect, it} from 'vitest';

/** What `npm run check` would run of these files, and what it leaves to `npm run verify`. */
function near(...paths: string[]): {run: string[]; left: string[]} {
  const output = execFileSync(process.execPath, ['scripts/check.mjs', '--list', ...paths], {encoding: 'utf8'});
  const [, ...lines] = output.trimEnd().split('\n');
  const [, left = ''] = /^not run, for `npm run verify`: (.*)$/.exec(lines.at(-1) ?? '') ?? [];
  return {run: lines.filter((line) => line.startsWith('test/')), left: left.split(' ').filter(Boolean)};
}

const ALWAYS = ['test/architecture.test.ts', 'test/samples.test.ts'];

it('a file of src: the tests of its mirror folder and those that import it', () => {
  const {run} = near('src/render/svg/flame.ts');
  expect(run).toEqual(expect.arrayContaining([...ALWAYS, 'test/render/svg/flame.test.ts']));
  expect(run.filter((path) => path.startsWith('test/formats/'))).toEqual([]);
});

it('a folder: what is near each of its files', () => {
  const {run} = near('src/render/svg');
  expect(run).toEqual(expect.arrayContaining(near('src/render/svg/call-graph.ts').run));
});

it('a test: itself', () => {
  expect(near('test/base/utf8.test.ts').run.sort()).toEqual([...ALWAYS, 'test/base/utf8.test.ts'].sort());
});

it('a helper of tests: all that import it, of which those that need more than Node are left to verify', () => {
  const users = readdirSync('test', {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `test/${path}`)
    .filter((path) => /from '.*\/support\/cli\.ts'/.test(readFileSync(path, 'utf8')));
  const {left, run} = near('test/support/cli.ts');
  expect([...run, ...left]).toEqual(expect.arrayContaining(users));
  expect(left).toContain('test/browser/options.test.ts');
  expect(run.filter((path) => path.startsWith('test/browser/'))).toEqual([]);
});
