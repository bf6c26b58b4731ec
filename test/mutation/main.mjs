#!/usr/bin/env node
/**
 * How many small faults the tests notice: `npm run mutation -- [--sample N] [--seed N] [--folder NAME]…`
 *
 * Draws mutants from the folders at random, builds them into a copy of the build, notes which tests reach which, and runs
 * those for one mutant after the other. Prints the score of each folder and every mutant that survived. A mutant that no
 * test reaches counts as survived.
 */
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {createVitest} from 'vitest/node';
import {Random} from '../fuzz/random.mjs';
import {mutantsOf, withMutants} from './mutants.mjs';

const {values} = parseArgs({
  options: {
    sample: {type: 'string', default: '400'},
    seed: {type: 'string', default: '1'},
    folder: {type: 'string', multiple: true, default: ['base', 'model', 'analysis', 'detectors']},
  },
});
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(ROOT);
const BUILD = join(ROOT, 'coverage', 'mutation-build');
const REACHED = join(ROOT, 'coverage', 'mutation-reached.jsonl');
/** What the tests that reach one mutant may take together, in milliseconds; the shortest run first. */
const MOST_MILLIS = 60_000;
/** Other tests run the bundle of the command line, which has no mutants. */
const TESTED = /^test\/(accuracy|analysis|base|detectors|formats|model|render|signatures)\//;

const mutants = drawMutants(join(ROOT, 'dist'));
console.log(`${mutants.length} mutants of ${mutants.all}`);
process.env.PPROFX_MUTATION_BUILD = BUILD;
process.env.PPROFX_FAMILIES = 'node';
const tests = await reachingTests();
const results = [];
for (const mutant of mutants) results.push({...mutant, ...(await tryOut(mutant))});
report();

function drawMutants(dist) {
  const random = new Random(Number(values.seed));
  rmSync(BUILD, {recursive: true, force: true});
  cpSync(dist, BUILD, {recursive: true, filter: (path) => !/\.(bin|map|d\.ts)$/.test(path)});
  const all = values.folder.flatMap((folder) =>
    readdirSync(join(dist, folder), {recursive: true, encoding: 'utf8'})
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) => {
        const file = join(folder, path);
        return mutantsOf(readFileSync(join(dist, file), 'utf8')).map((mutant) => ({...mutant, file, folder}));
      }),
  );
  const drawn = [];
  const isFree = ({end, file, start}) =>
    drawn.every((other) => other.file !== file || other.end <= start || end <= other.start);
  const left = [...all];
  while (drawn.length < Number(values.sample) && left.length > 0) {
    const [mutant] = left.splice(random.below(left.length), 1);
    if (isFree(mutant)) drawn.push({...mutant, id: drawn.length});
  }
  for (const file of new Set(drawn.map((mutant) => mutant.file))) {
    const here = drawn.filter((mutant) => mutant.file === file).sort((a, b) => a.start - b.start);
    writeFileSync(join(BUILD, file), withMutants(readFileSync(join(dist, file), 'utf8'), here));
  }
  return Object.assign(drawn, {all: all.length});
}

async function open(settings) {
  const vitest = await createVitest('test', {
    watch: false,
    reporters: [{}],
    maxWorkers: 1,
    testTimeout: 60_000,
    ...settings,
  });
  return {vitest, files: (await vitest.globTestSpecifications()).filter((each) => TESTED.test(nameOf(each)))};
}

function nameOf({moduleId}) {
  return moduleId.slice(ROOT.length);
}

/** Runs every test once without a mutant; what fails so is left out. */
async function reachingTests() {
  mkdirSync(join(ROOT, 'coverage'), {recursive: true});
  writeFileSync(REACHED, '');
  // A module that an earlier file has loaded would not show what its loading reaches.
  const {files, vitest} = await open({bail: 0, isolate: true});
  vitest.provide('mutant', -1);
  vitest.provide('reached', REACHED);
  const {testModules} = await vitest.runTestSpecifications(files);
  await vitest.close();
  const failed = testModules.filter((module) => !module.ok()).map(nameOf);
  if (failed.length > 0) console.log(`left out, since they fail without a mutant: ${failed.join(', ')}`);
  return readFileSync(REACHED, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({file}) => !failed.includes(file))
    .sort((a, b) => a.millis - b.millis);
}

/** The first of the tests, and those after it that fit into the time. */
function withinMillis(sorted) {
  let millis = 0;
  return sorted.filter((test, index) => {
    millis += test.millis;
    return index === 0 || millis <= MOST_MILLIS;
  });
}

async function tryOut(mutant) {
  const reaching = tests.filter(({reached}) => reached.includes(mutant.id));
  const chosen = withinMillis(reaching);
  const verdict = {reaching: reaching.length, ran: chosen.length, isKilled: false};
  if (chosen.length === 0) return verdict;
  const {files, vitest} = await open({bail: 1});
  vitest.provide('mutant', mutant.id);
  vitest.provide('reached', '');
  const names = new Set(chosen.map(({file}) => file));
  const result = await vitest.runTestSpecifications(files.filter((each) => names.has(nameOf(each))));
  await vitest.close();
  const isKilled = result.unhandledErrors.length > 0 || result.testModules.some((module) => !module.ok());
  return {...verdict, isKilled};
}

function report() {
  for (const {end, file, isKilled, kind, ran, reaching, start, text} of results) {
    if (isKilled) continue;
    const code = readFileSync(join('dist', file), 'utf8');
    const line = code.slice(0, start).split('\n').length;
    const change = `${code.slice(start, end).slice(0, 80)} → ${text.slice(0, 80)}`.replaceAll('\n', ' ');
    console.log(`survived: dist/${file}:${line} ${kind}: ${change} (${ran} of ${reaching} test files)`);
  }
  for (const folder of values.folder) {
    const here = results.filter((mutant) => mutant.folder === folder);
    const killed = here.filter(({isKilled}) => isKilled).length;
    const unreached = here.filter(({reaching}) => reaching === 0).length;
    const score = ((100 * killed) / Math.max(1, here.length)).toFixed(1);
    console.log(`${folder}: ${killed} of ${here.length} noticed (${score} %), ${unreached} reached by no test`);
  }
}
