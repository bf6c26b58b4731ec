/**
 * Keeps the floors, the third-party fences and the registries of docs/architecture.md true.
 */
import {spawnSync} from 'node:child_process';
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
  ['incident', 5],
  ['cli', 6],
]);

/** The rooms of each folder of src, lowest floor first; rooms of one floor never import each other. */
const ROOMS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['base', [['base'], ['base/language', 'base/tables']]],
  ['model', [['model'], ['model/builder']]],
  [
    'formats',
    [
      ['formats'],
      ['formats/pprof', 'formats/legacy/addresses', 'formats/goroutine-text/lines'],
      ['formats/legacy/lines', 'formats/goroutine-text/transport', 'formats/goroutine-text/repeats'],
      ['formats/goroutine-text/grammar'],
      ['formats/legacy', 'formats/goroutine-text/summaries', 'formats/otlp'],
      ['formats/goroutine-text'],
      ['formats/kernel', 'formats/parts', 'formats/tools'],
    ],
  ],
  [
    'analysis',
    [
      ['analysis/values'],
      ['analysis/names'],
      ['analysis/goroutines', 'analysis/knowledge', 'analysis/profiles', 'analysis/tree'],
      ['analysis/compare', 'analysis/filters'],
      ['analysis/reports'],
      ['analysis/case'],
      ['analysis/blocking'],
      ['analysis/evidence', 'analysis/fleet'],
    ],
  ],
  ['signatures', [['signatures/field', 'signatures/kernel'], ['signatures']]],
  ['detectors', [['detectors/support', 'detectors/goroutine-leak'], ['detectors']]],
  [
    'render',
    [
      ['render/words'],
      ['render/html', 'render/json', 'render/markdown', 'render/svg', 'render/text'],
      ['render/exchange', 'render/fleet'],
    ],
  ],
  ['', [['']]],
  ['incident', [['incident/layouts'], ['incident']]],
  [
    'cli',
    [
      ['cli/system'],
      ['cli/archive'],
      ['cli/input'],
      ['cli/case'],
      ['cli/line', 'cli/options', 'cli/reading'],
      ['cli/output', 'cli/cluster', 'cli/knowledge', 'cli/server'],
      ['cli/collect'],
      ['cli/watch', 'cli/mcp', 'cli/measure', 'cli/fleet', 'cli/stores'],
      ['cli/dataset'],
      ['cli/questions/dialects'],
      ['cli/questions'],
      ['cli/commands'],
      ['cli'],
    ],
  ],
]);

/** Registries list what stands in rooms above them. */
const REGISTRIES: readonly string[] = ['src/formats/index.ts'];

/** A folder one can take in at a glance. */
const MOST_FILES = 16;
/** Folders that may hold more: every file is one entry of the registry beside it. */
const REGISTERED: readonly string[] = ['src/cli/commands', 'src/detectors'];

/** Package → the files that may import it, as prefixes. */
const FENCES: ReadonlyMap<string, readonly string[]> = new Map([
  ['pako', ['src/formats/gunzip.ts']],
  ['protobufjs', ['src/formats/pprof/wire.ts']],
  ['re2js', ['src/analysis/names/pattern.ts', 'viewer/worker/lazy/']],
  ['@dagrejs/dagre', ['src/render/']],
  ['commander', ['src/cli/']],
  ['yaml', ['src/cli/']],
  ['hyparquet', ['src/cli/dataset/']],
  ['@duckdb/node-api', ['src/cli/dataset/duckdb.ts']],
  ['hyparquet-writer', ['src/cli/dataset/parquet-file.ts']],
  ['modern-tar', ['src/cli/archive/', 'viewer/worker/bundle/']],
  ['yauzl', ['src/cli/archive/']],
  ['fzstd', ['src/cli/archive/']],
  ['d3', ['viewer/']],
  ['@modelcontextprotocol/server', ['src/cli/mcp/server.ts']],
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
function area(file: string): string {
  return room(file).split('/')[0];
}

/** The folder of a file, seen from src/. */
function room(file: string): string {
  return relative('src', dirname(file));
}

function floorInArea(file: string): number {
  return (ROOMS.get(area(file)) ?? []).findIndex((floor) => floor.includes(room(file)));
}

/** Files that import each other in a circle, types included. */
function circles(): string[][] {
  const targets = new Map(files.map((file) => [file, new Set<string>()]));
  for (const {from, to} of imports) if (targets.has(to)) targets.get(from)?.add(to);
  // What imports nothing that is left is in no circle, and what nothing left imports is in none either.
  for (let before = -1; before !== targets.size; ) {
    before = targets.size;
    const imported = new Set([...targets.values()].flatMap((set) => [...set]));
    for (const [file, set] of targets) if (set.size === 0 || !imported.has(file)) targets.delete(file);
    for (const set of targets.values()) for (const to of set) if (!targets.has(to)) set.delete(to);
  }
  return [...targets].map(([file, set]) => [file, ...set]);
}

const srcFiles = files.filter((file) => file.startsWith('src/'));
/** Every folder that holds files, and those above it. */
const srcFolders = [
  ...new Set(
    srcFiles.flatMap((file) =>
      dirname(file)
        .split('/')
        .map((_, depth, parts) => parts.slice(0, depth + 1).join('/')),
    ),
  ),
];

function isInCore(file: string): boolean {
  return file.startsWith('src/') && !file.startsWith('src/cli/');
}

describe('architecture', () => {
  it('a file imports only from strictly lower floors or from its own folder', () => {
    const wrong = imports.filter(({from, to}) => {
      if (!from.startsWith('src/') || !to.startsWith('src/')) return false;
      if (area(from) === area(to)) return false;
      return (FLOORS.get(area(to)) ?? 99) >= (FLOORS.get(area(from)) ?? -1);
    });
    expect(wrong).toEqual([]);
  });

  it('every room of src has a floor', () => {
    expect(srcFiles.filter((file) => !FLOORS.has(area(file)) || floorInArea(file) < 0)).toEqual([]);
  });

  it('within a folder of src, a room imports only from rooms below it', () => {
    const wrong = imports.filter(({from, to}) => {
      if (!from.startsWith('src/') || !to.startsWith('src/') || REGISTRIES.includes(from)) return false;
      if (area(from) !== area(to) || room(from) === room(to)) return false;
      return floorInArea(to) >= floorInArea(from);
    });
    expect(wrong).toEqual([]);
  });

  it('no files import each other in a circle, not even for types', () => {
    expect(circles()).toEqual([]);
  });

  it('no room of src has more files than one takes in at a glance', () => {
    const crowded = srcFolders.filter(
      (folder) => srcFiles.filter((file) => dirname(file) === folder).length > MOST_FILES,
    );
    expect(crowded.filter((folder) => !REGISTERED.includes(folder))).toEqual([]);
  });

  it('docs/architecture.svg shows the imports of today', () => {
    const {status, stderr} = spawnSync(process.execPath, ['scripts/architecture-picture.mjs', '--check'], {cwd: ROOT});
    expect(`${status} ${stderr}`).toBe('0 ');
  });

  it('docs/architecture.md names only files and folders that are there', () => {
    const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
    const walks = text.slice(text.indexOf('## The walk of a heap profile'), text.indexOf('## The four interfaces'));
    const paths = [...walks.matchAll(/`([a-z-]+(?:\/[a-z0-9-]+)+(?:\.ts|\/)?)`/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(
      paths.filter(
        (path) => !existsSync(join(ROOT, 'src', path)) && !srcFiles.some((file) => file.endsWith(`/${path}`)),
      ),
    ).toEqual([]);
  });

  it('every folder of src says in a README what lives there', () => {
    expect(srcFolders.filter((folder) => !existsSync(join(ROOT, folder, 'README.md')))).toEqual([]);
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
