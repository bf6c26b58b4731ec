/**
 * Runs each test without a mutant, which shows the mutants it meets, and after the last file each mutant on these tests.
 *
 * Nothing is loaded again, so a mutant costs what its tests cost. What cannot be decided in this way
 * is noted for a run of its own: mutants met while modules load, or the first time only.
 */
import {appendFileSync} from 'node:fs';
import {relative} from 'node:path';
import fc from 'fast-check';
import {inject, type RunnerTestCase, TestRunner} from 'vitest';
import {type KnownTest, mutation} from './mutation.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A mutant that is on from the beginning; -1: all are tried in turns. */
    mutant: number;
    /** The file that takes what was found, one JSON object a line. */
    journal: string;
    /** Path of the last test file. */
    last: string;
    /** Path of the module of each mutant. */
    modules: readonly string[];
  }
}

/** Tests that take longer are not tried on mutants; milliseconds of CPU. */
const MOST_FOR_TEST = 300;
/** What the tests of one mutant may take together. */
const MOST_FOR_MUTANT = 2000;

// That a property fails is enough; looking for its smallest example takes a thousand runs.
fc.configureGlobal({endOnFailure: true});

const cpuMillis = (): number => process.cpuUsage().user / 1000;

// biome-ignore lint/style/noDefaultExport: vitest looks for it
export default class MutationRunner extends TestRunner {
  readonly #mutant = inject('mutant');
  #path = '';

  override async importFile(path: string, source: 'collect' | 'setup'): Promise<unknown> {
    mutation.begin(this.#mutant, this.#mutant === -1 ? Infinity : 1e8);
    const result = await super.importFile(path, source);
    if (source === 'collect') this.#path = path;
    if (this.#mutant === -1) note({file: relative(process.cwd(), path), loading: [...mutation.met]});
    return result;
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    if (this.#mutant !== -1) return run();
    const file = relative(process.cwd(), this.#path);
    const first = await measured(test.name, file, run);
    const met = [...first.met];
    note({file, test: test.name, millis: first.millis, met});
    if (first.millis <= MOST_FOR_TEST) mutation.tests.push(first);
  }

  override async onAfterRunFiles(): Promise<void> {
    super.onAfterRunFiles();
    if (this.#mutant !== -1 || this.#path !== inject('last')) return;
    const modules = inject('modules');
    for (const id of new Set(mutation.tests.flatMap(({met}) => [...met]))) await tryOut(id, modules[id]);
  }
}

async function tryOut(id: number, module: string): Promise<void> {
  const before = cpuMillis();
  let ran = 0;
  let isMet = false;
  const tests = bestFirst(id, module);
  for (const test of tests) {
    if (cpuMillis() - before + test.millis > MOST_FOR_MUTANT) break;
    ran++;
    note({trying: id, test: test.name});
    mutation.begin(id, 4 * test.rounds + 20_000, 10 * test.millis + 1000);
    const hasFailed = await fails(test);
    isMet ||= mutation.isMet;
    if (!hasFailed) continue;
    mutation.begin(-1);
    // What the mutant has left behind may fail as well.
    const hasLeft = await fails(test);
    if (hasLeft) mutation.tests.splice(mutation.tests.indexOf(test), 1);
    note({id, [hasLeft ? 'spoiled' : 'killedBy']: test.name, ran, millis: cpuMillis() - before});
    return;
  }
  // What is worked out once and remembered is met the first time only.
  const once = isMet ? [] : [...new Set(tests.map(({file}) => file))];
  note({id, ran, of: tests.length, millis: cpuMillis() - before, once});
}

/** Tests that lie like the module first, then the quickest. */
function bestFirst(id: number, module: string): KnownTest[] {
  const distance = new Map<string, number>();
  const distanceOf = (file: string): number => {
    const known = distance.get(file) ?? -sharedWords(file, module);
    distance.set(file, known);
    return known;
  };
  return mutation.tests
    .filter(({met}) => met.has(id))
    .sort((a, b) => distanceOf(a.file) - distanceOf(b.file) || a.millis - b.millis);
}

function sharedWords(file: string, module: string): number {
  const words = new Set(module.split(/\W+/));
  return file.split(/\W+/).filter((word) => words.has(word)).length;
}

async function measured(name: string, file: string, run: () => unknown): Promise<KnownTest> {
  mutation.begin(-1);
  const before = cpuMillis();
  await run();
  return {name, file, run, millis: cpuMillis() - before, met: mutation.met, rounds: mutation.rounds};
}

async function fails({run}: KnownTest): Promise<boolean> {
  try {
    await run();
    return false;
  } catch {
    return true;
  }
}

function note(line: Record<string, unknown>): void {
  appendFileSync(inject('journal'), `${JSON.stringify(line)}\n`);
}
