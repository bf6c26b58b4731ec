#!/usr/bin/env node
/**
 * All that a change has to pass: build, lint, unused code, every test, the budgets of the bench, other lines of Node.
 *
 * The second half of `npm run verify`, after scripts/prerequisites.mjs and `npm ci`. A failure does not keep the rest from
 * running, except that of the build; the last lines say what passed, what was not run and why.
 */
import {spawn} from 'node:child_process';

const NPX = 'node_modules/.bin';
const started = Date.now();
const broken = [];
let tests = {passed: 0, failed: 0, notes: []};

if (await step('build', 'npm', ['run', 'build'])) {
  await Promise.all([step('lint', `${NPX}/biome`, ['ci', '.']), step('unused code', `${NPX}/knip`)]);
  tests = await runTests();
  await step('budgets of the bench', process.execPath, ['bench/run.mjs', '--quick']);
  await step('Node 20 and 26', process.execPath, ['scripts/matrix.mjs', '--core', '20', '26']);
}
const minutes = ((Date.now() - started) / 60_000).toFixed(1);
for (const name of broken) console.log(`failed: ${name}`);
for (const note of tests.notes) console.log(note);
if (broken.length === 0 && tests.notes.length === 0) console.log(`nothing was left out; ${minutes} minutes`);
console.log(`${tests.passed} passed, ${tests.failed + broken.length} failed${tests.skipped ?? ''}`);
process.exitCode = broken.length + tests.failed === 0 ? 0 : 1;

async function step(name, command, args = []) {
  const {status} = await run(name, command, args);
  if (status !== 0) broken.push(name);
  return status === 0;
}

/** Runs every family of tests; what scripts/test.mjs says in the end is kept for the end of all. */
async function runTests() {
  const {status, stdout} = await run('tests', process.execPath, ['scripts/test.mjs']);
  const [, passed = 0, failed = 0, skipped = ''] = /^(\d+) passed, (\d+) failed(, \d+ skipped)?$/m.exec(stdout) ?? [];
  const counts = {
    passed: Number(passed),
    failed: Number(failed),
    skipped,
    notes: stdout.match(/^not run: .*$/gm) ?? [],
  };
  return status === 0 || counts.failed > 0 ? counts : {...counts, failed: 1};
}

/** Runs a command and shows what it says, below its name and above what it took. */
async function run(name, command, args) {
  const start = Date.now();
  console.log(`\n== ${name}`);
  const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'inherit']});
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    process.stdout.write(String(chunk).replace(/^(not run: .*|\d+ passed, \d+ failed.*)\n/gm, ''));
  });
  const status = await new Promise((resolve) => child.on('error', () => resolve(127)).on('close', resolve));
  console.log(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - start) / 1000).toFixed(0)} s`);
  return {status, stdout};
}
