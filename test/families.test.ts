/**
 * The name of a test file says what it needs beyond Node; this holds names and needs together.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {expect, it} from 'vitest';

const files = readdirSync('test', {recursive: true, encoding: 'utf8'})
  .filter((path) => path.endsWith('.test.ts') && !path.endsWith('families.test.ts'))
  .map((path) => ({path, text: readFileSync(`test/${path}`, 'utf8')}));

it.each([
  ['Chromium', /\bLab\.open\b|launchChromium/, /^browser\//],
  ['Firefox', /\blaunchFirefox\b/, /\.firefox\./],
  ['what is beside the project', /support\/corpus\.ts'|\b(?:corpus|incident|tool|fault)Path\b/, /\.shared\./],
  ['Go', /(?:Sync|spawn)\('go'|go-pprof\.ts'|blocked(?:Dumps|Panic)\b|lab\/recordings\.ts'/, /\.go\.|^browser\//],
])('a test that needs %s says so in its name', (_, need, name) => {
  const needy = files.filter(({text}) => need.test(text));
  expect(needy.length).toBeGreaterThan(0);
  expect(needy.filter(({path}) => !name.test(path)).map(({path}) => path)).toEqual([]);
});

it('a slow test says why it is slow', () => {
  const slow = files.filter(({path}) => path.endsWith('.slow.test.ts'));
  expect(slow.length).toBeGreaterThan(0);
  expect(slow.filter(({text}) => !/^ \* Slow: \w/m.test(text)).map(({path}) => path)).toEqual([]);
});
