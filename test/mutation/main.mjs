#!/usr/bin/env node
/**
 * How many small faults the tests notice: `npm run mutation -- [--sample N] [--seed N] [--folder NAME]… [--test PART]…`
 *
 * Draws N mutants of each folder at random and builds them into a copy of the build, each behind a switch. One process then runs
 * all tests and, with each mutant on, those that meet it (`runner.ts`). Mutants that this cannot decide have a process of
 * their own. Prints the score of each folder and every mutant that survived; one that no test meets survived as well.
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
    sample: {type: 'string', default: '100'},
    seed: {type: 'string', default: '1'},
    folder: {type: 'string', multiple: true, default: ['base', 'model', 'analysis', 'detectors']},
    test: {type: 'string', multiple: true, default: ['']},
  },
});
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(ROOT);
const BUILD = join(ROOT, 'coverage', 'mutation-build');
const JOURNAL = join(ROOT, 'coverage', 'mutation.jsonl');
/** Quick and close to the code first; tests of the command line run its bundle, which has no mutants. */
const TESTED = [
  /^test\/(base|model|analysis|detectors|signatures)\//,
  /^test\/(formats|render)\//,
  /^test\/viewer\/worker\//,
  /^test\/[^/]+\.test\.ts$/,
];
const NOT_TESTED =
  /^test\/(languages|patterns|long-lists|architecture|docs-references|api-docs|new|readme)\.test|\.(go|slow)\./;
/** How many test files a mutant that needs a process of its own is tried on. */
const MOST_FILES = 3;

class InOrder {
  shard(files) {
    return files;
  }

  sort(files) {
    const keyOf = (file) => `${rankOf(nameOf(file))} ${nameOf(file)}`;
    return files.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }
}

const mutants = drawMutants(join(ROOT, 'dist'));
console.log(`${mutants.length} mutants of ${mutants.all}`);
process.env.PPROFX_MUTATION_BUILD = BUILD;
process.env.PPROFX_FAMILIES = 'node';
mkdirSync(join(ROOT, 'coverage'), {recursive: true});
writeFileSync(JOURNAL, '');
await tryTogether();
await tryAlone();
report();

function drawMutants(dist) {
  const random = new Random(Number(values.seed));
  rmSync(BUILD, {recursive: true, force: true});
  cpSync(dist, BUILD, {recursive: true, filter: (path) => !/\.(map|d\.ts)$|\/(viewer|lib)(\/|$)/.test(path)});
  const drawn = [];
  let all = 0;
  for (const folder of values.folder) {
    const left = modulesBelow(join(dist, folder)).flatMap((path) =>
      mutantsOf(readFileSync(join(dist, folder, path), 'utf8')).map((mutant) => ({
        ...mutant,
        file: join(folder, path),
        folder,
      })),
    );
    all += left.length;
    const isFree = ({end, file, start}) =>
      drawn.every((other) => other.file !== file || other.end <= start || end <= other.start);
    for (let count = 0; count < Number(values.sample) && left.length > 0; ) {
      const [mutant] = left.splice(random.below(left.length), 1);
      if (!isFree(mutant)) continue;
      drawn.push({
        ...mutant,
        id: drawn.length,
        place: placeOf(mutant, dist),
        isKilled: false,
        tests: new Set(),
        alone: new Set(),
      });
      count++;
    }
  }
  for (const file of modulesBelow(BUILD).filter((path) => !path.startsWith('cli/'))) {
    const here = drawn.filter((mutant) => mutant.file === file).sort((a, b) => a.start - b.start);
    writeFileSync(join(BUILD, file), withMutants(readFileSync(join(dist, file), 'utf8'), here));
  }
  return Object.assign(drawn, {all});
}

/** For the report, which may come after another build. */
function placeOf({end, file, start, text}, dist) {
  const code = readFileSync(join(dist, file), 'utf8');
  const change = `${code.slice(start, end).slice(0, 80)} → ${text.slice(0, 80)}`.replaceAll(/\s+/g, ' ');
  return {line: code.slice(0, start).split('\n').length, change};
}

function modulesBelow(folder) {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((path) => path.endsWith('.js'));
}

function nameOf({moduleId}) {
  return moduleId.slice(ROOT.length);
}

/** The rank of a test file; -1 for one that is left out. */
function rankOf(name) {
  if (NOT_TESTED.test(name) || !values.test.some((part) => name.includes(part))) return -1;
  return TESTED.findIndex((part) => part.test(name));
}

async function open(settings) {
  const vitest = await createVitest('test', {
    watch: false,
    reporters: [{}],
    maxWorkers: 1,
    testTimeout: 60_000,
    bail: 0,
    runner: join(ROOT, 'test/mutation/runner.ts'),
    sequence: {sequencer: InOrder},
    ...settings,
  });
  vitest.provide('journal', JOURNAL);
  const files = (await vitest.globTestSpecifications()).filter((each) => rankOf(nameOf(each)) >= 0);
  return {vitest, files};
}

/** Every test file once, in one process. */
async function tryTogether() {
  const {files, vitest} = await open({});
  vitest.provide('mutant', -1);
  vitest.provide(
    'modules',
    mutants.map(({file}) => file.replace(/\.js$/, '')),
  );
  vitest.provide('last', new InOrder().sort(files).at(-1).moduleId);
  const {testModules, unhandledErrors} = await vitest.runTestSpecifications(files);
  await vitest.close();
  for (const error of unhandledErrors) console.log(`unhandled: ${error.message}`);
  for (const module of testModules.filter((each) => !each.ok()))
    console.log(`failed without a mutant: ${nameOf(module)}`);
  readJournal();
}

function readJournal() {
  for (const line of readFileSync(JOURNAL, 'utf8').split('\n')) {
    if (line === '') continue;
    const {file, id, killedBy, loading = [], met = [], of, once = [], ran, spoiled} = JSON.parse(line);
    for (const each of [...loading, ...met]) mutants[each].tests.add(file);
    for (const each of loading) mutants[each].alone.add(file);
    for (const each of once) mutants[id].alone.add(each);
    if (killedBy !== undefined) mutants[id].isKilled = true;
    if (of !== undefined) mutants[id].tried = `${ran} of ${of} tests`;
    if (spoiled !== undefined) console.log(`mutant ${id} of ${mutants[id].file} outlives the test "${spoiled}"`);
  }
}

/** What tests meet only while they load, or once, in a fresh process a mutant. */
async function tryAlone() {
  const left = mutants.filter(({alone, isKilled}) => !isKilled && alone.size > 0);
  console.log(`${left.length} mutants in a process of their own`);
  const {files, vitest} = await open({bail: 1, isolate: true});
  for (const mutant of left) {
    vitest.provide('mutant', mutant.id);
    const names = [...mutant.alone].slice(0, MOST_FILES);
    const {testModules, unhandledErrors} = await vitest.runTestSpecifications(
      files.filter((each) => names.includes(nameOf(each))),
    );
    mutant.isKilled = unhandledErrors.length > 0 || testModules.some((module) => !module.ok());
  }
  await vitest.close();
}

function report() {
  for (const {file, isKilled, kind, place, tried = 'no test'} of mutants) {
    if (isKilled) continue;
    console.log(`survived: dist/${file}:${place.line} ${kind}: ${place.change} (${tried})`);
  }
  for (const folder of values.folder) {
    const here = mutants.filter((mutant) => mutant.folder === folder);
    const killed = here.filter(({isKilled}) => isKilled).length;
    const unmet = here.filter(({tests}) => tests.size === 0).length;
    const score = ((100 * killed) / Math.max(1, here.length)).toFixed(1);
    console.log(`${folder}: ${killed} of ${here.length} noticed (${score} %), ${unmet} met by no test`);
  }
}
