/**
 * The package as a user gets it: packed, and installed into an empty folder.
 */
import {execFileSync} from 'node:child_process';
import {copyFileSync, cpSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';

/** Packs the working copy; the path of the tarball. */
export function pack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-packed-'));
  const printed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {encoding: 'utf8'});
  return join(folder, printed.trim().split('\n').at(-1) ?? '');
}

/** What one run of npx leaves and prints. */
interface Installed {
  /** Has the package below node_modules, as npx installed it, and nothing else. */
  readonly folder: string;
  readonly printed: string;
}

/** Has npx install the tarball and run a line of shell in a folder that holds only a copy of `input`. */
export function installByNpx(tarball: string, input: string, line: string): Installed {
  const empty = mkdtempSync(join(tmpdir(), 'pprofx-empty-'));
  copyFileSync(input, join(empty, basename(input)));
  const call = `dirname "$(command -v pprofx)" && ${line}`;
  const args = ['--yes', '--prefer-offline', '--package', tarball, '--call', call];
  const output = execFileSync('npx', args, {cwd: empty, encoding: 'utf8'});
  const [bin = '', ...printed] = output.split('\n');
  const folder = join(mkdtempSync(join(tmpdir(), 'pprofx-installed-')), 'project');
  cpSync(dirname(bin), join(folder, 'node_modules'), {recursive: true, verbatimSymlinks: true});
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}\n');
  return {folder, printed: printed.join('\n')};
}
