/**
 * `npm run release -- --dry-run` fills a folder that can be checked, and publishes nothing.
 *
 * Slow: packs the package and has npm list all that an installation brings.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';

const {dependencies, version} = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
};

function release(...args: string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, ['scripts/release.mjs', ...args], {encoding: 'utf8'});
}

it('a dry run leaves tarball, notes, SBOM and checksums', () => {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  const {status, stderr, stdout} = release('--dry-run', '--no-checks', '--folder', folder);
  expect({status, stderr}).toMatchObject({status: 0});
  expect(stdout).toContain('nothing was published');
  const names = readdirSync(folder);
  expect(names.sort()).toEqual([
    'NOTES.md',
    'SHA256SUMS',
    `pprofx-${version}.cdx.json`,
    `pprofx-${version}.tgz`,
    'site',
  ]);
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], {cwd: folder});
  expect(readFileSync(join(folder, 'NOTES.md'), 'utf8')).toMatch(new RegExp(`^## ${version}\n`));
  const sbom = JSON.parse(readFileSync(join(folder, `pprofx-${version}.cdx.json`), 'utf8')) as {
    bomFormat: string;
    components: {name: string; group?: string}[];
  };
  expect(sbom.bomFormat).toBe('CycloneDX');
  const listed = sbom.components.map(({group, name}) => (group === undefined ? name : `${group}/${name}`));
  expect(Object.keys(dependencies).filter((name) => !listed.includes(name))).toEqual([]);
  // Built in, so an audit has to see them; the other packages of the developers are nobody's risk.
  expect(listed).toEqual(expect.arrayContaining(['commander', 'yaml', 'yauzl', 'd3']));
  expect(listed.filter((name) => ['esbuild', 'vitest', 'typescript', '@types/d3'].includes(name))).toEqual([]);
});

it('a folder with something in it, and a release without checks, are refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  writeFileSync(join(folder, 'old.tgz'), '');
  const full = release('--dry-run', '--no-checks', '--folder', folder);
  expect(full).toMatchObject({status: 1, stderr: expect.stringContaining('is not empty')});
  const unchecked = release('--no-checks', '--folder', mkdtempSync(join(tmpdir(), 'release-')));
  expect(unchecked).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('--no-checks goes with --dry-run alone'),
  });
});
