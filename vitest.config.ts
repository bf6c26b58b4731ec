/**
 * The tests by what they need beyond Node: test/families.json, explained in CONTRIBUTING.md.
 *
 * PPROFX_FAMILIES=node,go runs the files of these alone. Families are no projects of vitest: each project has workers of
 * its own, which load and warm up all code again.
 */
import {existsSync, readFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';
import {compiledSource} from './test/support/compiled-source.ts';

/** Which files are of a family: those below a folder, or those with a suffix. */
interface Family {
  readonly name: string;
  readonly folder?: string;
  readonly suffix?: string;
}

const FAMILIES = JSON.parse(readFileSync(new URL('test/families.json', import.meta.url), 'utf8')) as readonly Family[];

const wanted = process.env['PPROFX_FAMILIES']?.split(',');
const isWanted = (name: string): boolean => wanted?.includes(name) ?? true;

const filesOf = ({folder = 'test/', suffix = '.test.ts'}: Family): string => `${folder}**/*${suffix}`;

const isSharedHere = existsSync(`${process.env['PPROFX_SHARED'] ?? '../shared'}/corpus/expected.json`);
/** Tests of other families may need what is beside the project as well: *.shared.go.test.ts. */
const absent = isSharedHere ? [] : ['test/**/*.shared.*'];

/** Files that take long say why in a line of their head. */
const isLong = ({moduleId}: TestSpecification): boolean => /^ \* Slow: /m.test(readFileSync(moduleId, 'utf8'));

/** The long files first, so that none of them is left for one core at the end; a browser is several processes: last. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rankOf = (file: TestSpecification): number =>
      isLong(file) ? -1 : Number(file.moduleId.includes('/test/browser/'));
    const ranks = new Map(sorted.map((file) => [file, rankOf(file)]));
    return sorted.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
  }
}

export default defineConfig({
  plugins: [compiledSource],
  test: {
    globalSetup: [
      'test/support/compiled-source.ts',
      'test/support/temporary-folder.ts',
      'test/support/build-viewer.ts',
    ],
    setupFiles: [
      'test/support/frozen-prototype.ts',
      ...(process.env['PPROFX_TIMES'] === undefined ? [] : ['test/support/cpu-times.ts']),
    ],
    // Reports are in the language of the environment.
    env: {LC_ALL: 'C.UTF-8'},
    // Without this, one less. One more than cores, since tests wait for browsers, servers and processes a quarter of the time.
    maxWorkers: availableParallelism() + 1,
    sequence: {sequencer: LongFirst},
    // Files share their worker's modules: a third of the time went into loading them again for each.
    isolate: false,
    // Generous: browsers and compilers run beside each other on machines with two cores.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    include: isWanted('node') ? ['test/**/*.test.ts'] : FAMILIES.filter(({name}) => isWanted(name)).map(filesOf),
    exclude: [...absent, ...FAMILIES.filter(({name}) => !isWanted(name)).map(filesOf)],
  },
});
