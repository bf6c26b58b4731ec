#!/usr/bin/env node
/**
 * All that a change has to pass: build, lint, unused code, every test, the budgets of the bench, other lines of Node.
 *
 * The second half of `npm run verify`, after scripts/prerequisites.mjs and scripts/install.mjs. What needs no quiet
 * machine runs beside the tests and is shown when it ends; the bench runs alone. A failure does not keep the rest from
 * running, except that of the build; the last lines say what passed, what was not run and why.
 */
import {spawn} from 'node:child_process';

const NPX = 'node_modules/.bin';
const started = Date.now();
const broken = [];
let tests = {passed: 0, failed: 0, notes: []};

// These need no build, and the compiler leaves a core free.
const checks = [stepBeside('lint', `${NPX}/biome`, ['ci', '.']), stepBeside('unused code', `${NPX}/knip`)];
const isBuilt = await step('build', 'npm', ['run', 'build']);
if (isBuilt) {
  const matrix = stepBeside('Node 20 and 26', process.execPath, ['scripts/matrix.mjs', '--core', '20', '26']);
  [tests] = await Promise.all([runTests(), matrix]);
}
await Promise.all(checks);
if (isBuilt) {
  await step('budgets of the bench', process.execPath, ['bench/run.mjs', '--quick']);
}
const minutes = ((Date.now() - started) / 60_000).toFixed(1);
for (const name of broken) console.log(`failed: ${name}`);
for (const note of tests.notes) console.log(note);
if (broken.length === 0 && tests.notes.length === 0) console.log(`nothing was left out; ${minutes} minutes`);
console.log(`${tests.passed} passed, ${tests.failed + broken.length} failed${tests.skipped ?? ''}`);
process.exitCode = broken.length + tests.failed === 0 ? 0 : 1;

async function step(name, command, args) {
  const {status} = await run(name, command, args);
  if (status !== 0) broken.push(name);
  return status === 0;
}

/** A step while others run: what it says comes in one piece, when it has ended. */
async function stepBeside(name, command, args = []) {
  const start = Date.now();
  const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'pipe']});
  const pieces = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => pieces.push(chunk));
  const status = await ended(child);
  if (status !== 0) broken.push(name);
  console.log(`\n== ${name}\n${Buffer.concat(pieces)}${resultOf(name, status, start)}`);
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
  const status = await ended(child);
  console.log(resultOf(name, status, start));
  return {status, stdout};
}

/** Its exit code; 127 where it cannot be started. */
function ended(child) {
  return new Promise((resolve) => child.on('error', () => resolve(127)).on('close', resolve));
}

function resultOf(name, status, start) {
  return `== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - start) / 1000).toFixed(0)} s`;
}
