#!/usr/bin/env node
/**
 * Runs families of tests and says in the end how many passed, what was not run, and why.
 *
 * usage: node scripts/test.mjs [FAMILY…]    `node` and those of test/families.json; all without any
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {programPath} from './programs.mjs';

const FAMILIES = [{name: 'node', needs: 'Node alone'}, ...JSON.parse(readFileSync('test/families.json', 'utf8'))];
const wanted = process.argv.slice(2);
const isWanted = ({name}) => wanted.length === 0 || wanted.includes(name);
const missingOf = ({programs = [], user}) => [
  ...programs.filter((name) => programPath(name) === undefined).map((name) => `${name} is not installed`),
  ...(user === 'root' && process.getuid?.() !== 0 ? ['this user is not root'] : []),
];
const isReady = (family) => isWanted(family) && missingOf(family).length === 0;

const {failed, passed, skipped} = runVitest(FAMILIES.filter(isReady));
for (const line of notRun()) console.log(line);
console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function runVitest(families) {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-counts-'));
  const counts = join(folder, 'counts.json');
  const reporters = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${counts}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...reporters];
  const env = {...process.env, PPROFX_FAMILIES: families.map(({name}) => name).join(',')};
  const {status} = spawnSync(process.execPath, args, {env, stdio: ['ignore', 'inherit', 'inherit']});
  const result = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : undefined;
  rmSync(folder, {recursive: true});
  return result === undefined ? {failed: 1, passed: 0, skipped: 0} : countsOf(result, status);
}

/** A file that could not even be loaded has no failed test, nor has an error outside of all tests: each counts as one. */
function countsOf({numFailedTests, numPassedTests, numPendingTests, numTodoTests, testResults}, status) {
  const hasFailure = ({assertionResults}) => assertionResults.some((test) => test.status === 'failed');
  const broken = testResults.filter((file) => file.status === 'failed' && !hasFailure(file)).length;
  const failed = numFailedTests + broken;
  return {
    failed: status === 0 ? failed : Math.max(1, failed),
    passed: numPassedTests,
    skipped: numPendingTests + numTodoTests,
  };
}

/** One line per family that was left out, and one for what is not beside the project. */
function notRun() {
  const files = readdirSync('test', {recursive: true, encoding: 'utf8'})
    .map((path) => `test/${path}`.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts'));
  const isShared = (path) => path.includes('.shared.');
  const hasShared = existsSync(`${process.env.PPROFX_SHARED ?? '../shared'}/corpus/expected.json`);
  const lines = FAMILIES.slice(1)
    .filter((family) => !isReady(family))
    .map((family) => {
      const {folder = 'test/', name, needs, suffix = '.test.ts'} = family;
      const members = files.filter((path) => path.startsWith(folder) && path.endsWith(suffix));
      const why = isWanted(family) ? missingOf(family).join(', ') : 'npm run verify runs them';
      return `not run: ${members.length} files of the family ${name}, which need ${needs}; ${why}`;
    });
  const absent = hasShared ? [] : files.filter(isShared);
  if (absent.length === 0 || !isWanted({name: 'shared'})) return lines;
  return [...lines, `not run: ${absent.length} files *.shared.*, because ../shared is not beside the project`];
}
