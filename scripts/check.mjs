#!/usr/bin/env node
/**
 * The quick answer while you work: types, lint and the tests nearest to what changed since the last commit.
 *
 * usage: npm run check [-- [--list] FILE|FOLDER…]    names what to check instead of asking git; --list only says the tests
 *
 * Nearest are the tests that import a changed file, those of the folder of test/ that mirrors its folder, the changed tests
 * themselves and those of the architecture. `npm test` and `npm run verify` run the others.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {parseArgs} from 'node:util';

const ALWAYS = ['test/architecture.test.ts', 'test/samples.test.ts'];
const ALL_TESTS = filesBelow('test').filter((path) => path.endsWith('.test.ts'));
const FAMILIES = JSON.parse(readFileSync('test/families.json', 'utf8'));

const {positionals, values} = parseArgs({allowPositionals: true, options: {list: {type: 'boolean', default: false}}});
const changed = positionals.length > 0 ? positionals.flatMap(filesBelow) : changedFiles();
const selected = ALL_TESTS.filter((path) => isNear(path));
const tests = selected.filter((path) => isQuick(path));
const left = selected.filter((path) => !tests.includes(path));
console.log(`${changed.length} changed files, ${tests.length} test files near them`);
if (values.list) for (const path of tests) console.log(path);
else check();
if (left.length > 0) console.log(`not run, for \`npm run verify\`: ${left.join(' ')}`);

function check() {
  run('node_modules/.bin/tsc', '-b');
  run('node_modules/.bin/biome', 'check', '--no-errors-on-unmatched', ...changed.filter((path) => existsSync(path)));
  if (tests.some(runsDist)) run('npm', 'run', '--silent', 'build');
  run('node_modules/.bin/vitest', 'run', '--reporter', 'dot', ...tests);
}

/** What is not committed yet, or the last commit when all is. */
function changedFiles() {
  const git = (...args) => spawnSync('git', args, {encoding: 'utf8'}).stdout.split('\n').filter(Boolean);
  const open = [...git('diff', '--name-only', 'HEAD'), ...git('ls-files', '--others', '--exclude-standard')];
  return open.length > 0 ? open : git('diff', '--name-only', 'HEAD~1');
}

function isNear(test) {
  if (ALWAYS.includes(test) || changed.includes(test)) return true;
  if (changed.some((path) => isMirror(test, path))) return true;
  return importsOf(test).some((path) => changed.includes(path));
}

/** test/render/svg/flame.test.ts and its neighbours for src/render/svg/flame.ts; test/viewer/flame for viewer/flame. */
function isMirror(test, path) {
  const folder = path.startsWith('src/') ? dirname(path.replace('src/', 'test/')) : dirname(`test/${path}`);
  return /^(src|viewer)\//.test(path) && folder !== 'test' && dirname(test) === folder;
}

/** Files of the project that a test imports itself or through test/support. */
function importsOf(path, seen = new Set()) {
  for (const [, to] of readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
    const file = normalize(join(dirname(path), to));
    if (seen.has(file) || !existsSync(file)) continue;
    seen.add(file);
    if (file.startsWith('test/')) importsOf(file, seen);
  }
  return [...seen];
}

function isQuick(test) {
  return !FAMILIES.some(({folder = '', suffix = ''}) => test.startsWith(folder) && test.endsWith(suffix));
}

function runsDist(test) {
  const isRunner = (path) => readFileSync(path, 'utf8').includes('dist/cli/bin.js');
  return isRunner(test) || importsOf(test).some(isRunner);
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [normalize(path)];
  return readdirSync(path, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => normalize(join(entry.parentPath, entry.name)));
}

function run(command, ...args) {
  const {status} = spawnSync(command, args, {stdio: ['ignore', 'inherit', 'inherit']});
  if (status !== 0) process.exit(status ?? 1);
}
