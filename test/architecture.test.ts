/**
 * Keeps the floors, the third-party fences and the registries of docs/architecture.md true.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../src/cli/commands/index.ts';
import {LEAK_KINDS} from '../src/detectors/goroutine-leak/kinds.ts';
import {DETECTORS} from '../src/detectors/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Floor of each folder of src/; files directly in src/ are the public core. */
const FLOORS: ReadonlyMap<string, number> = new Map([
  ['base', 0],
  ['model', 1],
  ['formats', 2],
  ['analysis', 2],
  ['signatures', 2],
  ['detectors', 3],
  ['render', 3],
  ['', 4],
  ['cli', 5],
]);

/** Package → the files that may import it, as prefixes. */
const FENCES: ReadonlyMap<string, readonly string[]> = new Map([
  ['pako', ['src/formats/gunzip.ts']],
  ['protobufjs', ['src/formats/pprof/wire.ts']],
  ['re2js', ['src/analysis/names/pattern.ts', 'viewer/worker/lazy/']],
  ['@dagrejs/dagre', ['src/render/']],
  ['commander', ['src/cli/']],
  ['yaml', ['src/cli/']],
  ['d3', ['viewer/']],
]);

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

const files = [...sourceFiles('src'), ...sourceFiles('viewer')];

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` at the start of a line, and `import('x')` anywhere. */
const IMPORT = /^(?:import|export)\b(?:[^;']*?\bfrom)?\s*'([^']+)';|\bimport\('([^']+)'\)/gm;

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(ROOT, from), 'utf8');
  const specifiers = [...text.matchAll(IMPORT)].map(([, fromClause, dynamic]) => fromClause ?? dynamic);
  return specifiers.map((to) => ({
    from,
    to: to.startsWith('.') ? normalize(join(dirname(from), to)) : to,
  }));
});

/** First folder below src/, '' for files of src/ itself. */
function room(file: string): string {
  const path = relative('src', file);
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function isInCore(file: string): boolean {
  return file.startsWith('src/') && !file.startsWith('src/cli/');
}

describe('architecture', () => {
  it('a file imports only from strictly lower floors or from its own folder', () => {
    const wrong = imports.filter(({from, to}) => {
      if (!from.startsWith('src/') || !to.startsWith('src/')) return false;
      if (room(from) === room(to)) return false;
      return (FLOORS.get(room(to)) ?? 99) >= (FLOORS.get(room(from)) ?? -1);
    });
    expect(wrong).toEqual([]);
  });

  it('every folder of src has a floor', () => {
    const rooms = new Set(files.filter((file) => file.startsWith('src/')).map(room));
    expect([...rooms].filter((name) => !FLOORS.has(name))).toEqual([]);
  });

  it('the core imports nothing of Node and nothing of the command line', () => {
    const wrong = imports.filter(
      ({from, to}) => isInCore(from) && (to.startsWith('node:') || to.startsWith('src/cli')),
    );
    expect(wrong).toEqual([]);
  });

  it('a third-party package is imported only where its fence allows', () => {
    const wrong = imports.filter(({from, to}) => {
      if (to.startsWith('.') || to.startsWith('src/') || to.startsWith('viewer/') || to.startsWith('node:'))
        return false;
      const fence = [...FENCES].find(([name]) => to === name || to.startsWith(`${name}/`));
      if (fence === undefined) return isInCore(from);
      return !fence[1].some((allowed) => from.startsWith(allowed));
    });
    expect(wrong).toEqual([]);
  });

  it('no source file passes the outer wall of 400 lines', () => {
    const long = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 401);
    expect(long).toEqual([]);
  });

  it('every source file begins by saying what it is', () => {
    const silent = files.filter((file) => !/^(#!.*\n)?\/\*\*/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(silent).toEqual([]);
  });
});

describe('registries', () => {
  it('commands stand in alphabetical order, each in a file of its name', () => {
    const names = COMMANDS.map(({name}) => name);
    expect(names).toEqual([...names].sort());
    expect(names.filter((name) => !existsSync(join(ROOT, `src/cli/commands/${name}.ts`)))).toEqual([]);
  });

  it('every detector has a docs page of its name, and a file or a row in the table of leaks', () => {
    const ids = DETECTORS.map(({id}) => id);
    expect(ids).toEqual([...ids].sort());
    const tabled = new Set(LEAK_KINDS.map(({id}) => id));
    const alone = ids.filter((id) => !tabled.has(id));
    const wanted = [...alone.map((id) => `src/detectors/${id}.ts`), ...ids.map((id) => `docs/detectors/${id}.md`)];
    expect(wanted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
