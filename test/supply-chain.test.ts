/**
 * What an installation of pprofx brings: few packages, none that runs a script, and no file that nobody meant to ship.
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {describe, expect, it} from 'vitest';

interface LockedPackage {
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {packages: Record<string, LockedPackage>};
const runtime = Object.entries(lock.packages).filter(([path, {dev}]) => path !== '' && dev !== true);

describe('run-time packages', () => {
  it('are these and no others', () => {
    expect(runtime.map(([path]) => path.replace('node_modules/', ''))).toEqual([
      '@modelcontextprotocol/core',
      '@modelcontextprotocol/server',
      'long',
      'pako',
      'protobufjs',
      're2js',
      'yaml',
      'zod',
    ]);
  });

  it('run nothing when installed', () => {
    expect(runtime.filter(([, {hasInstallScript}]) => hasInstallScript === true)).toEqual([]);
    for (const [path] of runtime) {
      const {scripts = {}} = JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as {scripts?: object};
      expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    }
  });

  it('have licences that allow it', () => {
    const licences = new Set(runtime.map(([, {license}]) => license));
    expect([...licences].sort()).toEqual(['(MIT AND Zlib)', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT']);
  });

  it('are listed with their licences in THIRD-PARTY.md, which `npm run third-party` writes', async () => {
    const {thirdPartyText} = (await import(new URL('../scripts/third-party.mjs', import.meta.url).href)) as {
      thirdPartyText: () => string;
    };
    expect(readFileSync('THIRD-PARTY.md', 'utf8')).toBe(thirdPartyText());
  });
});

describe('our package', () => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as {size: number; files: {path: string}[]}[];
  // What `npm pack` adds for a moment, while another test packs.
  const paths = packed.files.map(({path}) => path).filter((path) => path !== 'dist/commit.txt');

  it('runs nothing when installed', () => {
    const {scripts} = JSON.parse(readFileSync('package.json', 'utf8')) as {scripts: object};
    expect(Object.keys(scripts).filter((name) => /install$/.test(name))).toEqual([]);
  });

  it('holds the bundles, the types, the page, and these files', () => {
    const schemas = readdirSync('schema').map((name) => `schema/${name}`);
    const readmes = readdirSync('.').filter((name) => /^README/.test(name));
    expect([...paths].sort()).toEqual(
      [
        'LICENSE',
        'THIRD-PARTY.md',
        'dist/cli/bin.js',
        'dist/cli/kubectl-complete-pprofx.js',
        'dist/cli/kubectl-pprofx.js',
        'dist/cli/pprofx.cjs',
        'dist/cli/preload-thread.mjs',
        'dist/cli/read-worker.mjs',
        'dist/detectors.json.br',
        'dist/lib/index.d.ts',
        'dist/lib/index.js',
        'dist/lib/node.d.ts',
        'dist/lib/node.js',
        'dist/lib/shared.js',
        'dist/man/pprofx.1',
        'dist/viewer/page.br',
        'dist/viewer/worker/dagre.js',
        'dist/viewer/zh.br',
        'package.json',
        ...readmes,
        ...schemas,
      ].sort(),
    );
  });

  it('imports only what is installed with it, and DuckDB where the user has it', () => {
    const {dependencies} = JSON.parse(readFileSync('package.json', 'utf8')) as {dependencies: Record<string, string>};
    const code = paths.filter((path) => /^dist\/(?:cli|lib)\/.*\.[cm]?js$/.test(path));
    const pattern = /(?:\bfrom|\bimport|\b(?:require|import)\()\s*"(@?[a-z][\w./-]*)"/g;
    const names = code.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(pattern)].map(([, name]) => name));
    const packages = names
      .filter((name) => !isBuiltin(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect([...new Set(packages)].sort()).toEqual(['@duckdb/node-api', ...Object.keys(dependencies)].sort());
  });

  it('is at most a mebibyte, in at most 120 files', () => {
    expect(packed.size).toBeLessThan(2 ** 20);
    expect(paths.length).toBeLessThanOrEqual(120);
  });
});
