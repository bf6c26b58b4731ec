/**
 * The package as a user gets it: packed, and installed into an empty folder.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Packs the working copy; the path of the tarball. */
export function pack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-packed-'));
  const printed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {encoding: 'utf8'});
  return join(folder, printed.trim().split('\n').at(-1) ?? '');
}

/** A folder with the tarball installed and nothing else. */
export function install(tarball: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'pprofx-installed-')), 'project');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}\n');
  const args = ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', tarball];
  execFileSync('npm', args, {cwd: folder, stdio: ['ignore', 'ignore', 'inherit']});
  return folder;
}
