/**
 * What an installation of pprofx brings: few packages, none that runs a script, and no file that nobody meant to ship.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
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
      '@dagrejs/dagre',
      '@dagrejs/graphlib',
      'commander',
      'long',
      'pako',
      'protobufjs',
      're2js',
      'yaml',
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
  const paths = packed.files.map(({path}) => path);

  it('runs nothing when installed', () => {
    const {scripts} = JSON.parse(readFileSync('package.json', 'utf8')) as {scripts: object};
    expect(Object.keys(scripts).filter((name) => /install$/.test(name))).toEqual([]);
  });

  it('holds what was compiled from src, the page, and these files', () => {
    const built = paths.filter((path) => /^dist\/.*\.(js|d\.ts)$/.test(path) && !path.startsWith('dist/viewer/'));
    const orphans = built.filter((path) => !existsSync(path.replace(/^dist/, 'src').replace(/(\.d\.ts|\.js)$/, '.ts')));
    expect(orphans).toEqual([]);
    const folders = ['schema', 'docs/detectors'].flatMap((folder) =>
      readdirSync(folder).map((name) => `${folder}/${name}`),
    );
    const onDemand = /^dist\/viewer\/(?:page|worker)\/[\w-]+\.js$/;
    expect(paths.filter((path) => !built.includes(path) && !onDemand.test(path)).sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'THIRD-PARTY.md',
        'dist/cli/pprofx.cjs',
        'dist/cli/pprofx.cjs.licences.txt',
        'dist/viewer/app.css',
        'dist/viewer/app.js',
        'dist/viewer/boot.js',
        'dist/viewer/worker.js',
        'package.json',
        'proto/profile.proto',
        ...folders,
      ].sort(),
    );
  });

  it('is at most a mebibyte and a quarter', () => {
    expect(packed.size).toBeLessThan(1.25 * 2 ** 20);
  });
});
