/**
 * What `npm run new` writes has its place in the registries as they are, and imports what is there.
 */
import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {transformSync} from 'esbuild';
import {beforeAll, describe, expect, it} from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-new-'));
const SCRIPT = resolve('scripts/new.mjs');

/** A folder that one can take in at a glance, as test/architecture.test.ts has it. */
const MOST_FILES = 16;

const inCopy = (path: string): string => readFileSync(join(folder, path), 'utf8');

function runNew(...args: string[]): {
  readonly status: number | null;
  readonly paths: string[];
  readonly stderr: string;
} {
  const {status, stderr, stdout} = spawnSync(process.execPath, [SCRIPT, ...args], {cwd: folder, encoding: 'utf8'});
  return {status, stderr, paths: stdout.split('\n').filter((line) => /^\S+\.\w+$/.test(line))};
}

beforeAll(() => {
  for (const path of ['src', 'docs/cli.md', 'docs/detectors']) cpSync(path, join(folder, path), {recursive: true});
  for (const path of ['detectors', 'formats/tools', 'cli/commands']) {
    mkdirSync(join(folder, 'test', path), {recursive: true});
  }
  cpSync('test/support', join(folder, 'test/support'), {recursive: true});
});

/** Names that a module imports from files that do not export them. */
function danglingImports(path: string): string[] {
  const imports = inCopy(path).matchAll(/^import (?:type )?\{([^}]*)\} from '(\.[^']+)';$/gm);
  return [...imports].flatMap(([, names, from]) => {
    const target = join(dirname(path), from);
    const text = existsSync(join(folder, target)) ? inCopy(target) : '';
    return names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => !new RegExp(`^export .*\\b${name}\\b`, 'm').test(text))
      .map((name) => `${name} from ${target}`);
  });
}

describe.each([
  ['detector', 'chan-crowd', ['src/detectors/index.ts', 'docs/detectors/README.md']],
  ['signatures', 'acme-queue', ['src/signatures/index.ts']],
  ['format', 'acme-trace', ['src/formats/tools/index.ts']],
  ['command', 'pick-one', ['src/cli/commands/index.ts', 'docs/cli.md']],
])('npm run new %s', (kind, name, registries) => {
  it('writes files that fit in, and adds to its registries without touching what is there', () => {
    const {paths, status, stderr} = runNew(kind, name);
    expect({status, stderr}).toEqual({status: 0, stderr: ''});
    expect(paths).toEqual(expect.arrayContaining(registries));
    const sources = paths.filter((path) => path.endsWith('.ts'));
    for (const path of sources) {
      expect(() => transformSync(inCopy(path), {loader: 'ts'}), path).not.toThrow();
      expect(danglingImports(path), path).toEqual([]);
    }
    for (const path of registries) {
      const before = readFileSync(path, 'utf8').split('\n');
      const after = inCopy(path).split('\n');
      expect(after.length, path).toBeGreaterThan(before.length);
      expect(before.filter((line) => !after.includes(line))).toEqual([]);
      expect(inCopy(path)).toContain(name);
    }
    const rooms = sources.map(dirname).filter((path) => !['src/detectors', 'src/cli/commands'].includes(path));
    for (const room of rooms.filter((path) => path.startsWith('src/'))) {
      const files = readdirSync(join(folder, room)).filter((path) => path.endsWith('.ts'));
      expect(files.length, room).toBeLessThanOrEqual(MOST_FILES);
    }
  });

  it('overwrites nothing', () => {
    expect(runNew(kind, name)).toMatchObject({status: 2, stderr: expect.stringContaining('is there already')});
  });
});

it('npm run new without a kind or with a strange name says how it is used', () => {
  for (const args of [[], ['detector', 'Chan Crowd'], ['nonsense', 'x']]) {
    expect(runNew(...args)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^usage: npm run new detector\|signatures\|format\|command NAME/),
    });
  }
});
