/**
 * Gives every test run a temporary folder of its own and takes it away at the end, whatever tests leave in it.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Where what is worth keeping from run to run goes, such as built programs. */
const KEPT = 'PPROFX_TEST_CACHE';

/** Set while a run has its folder: each family of tests asks for one, and folders in folders make paths too long. */
const RUNNING = 'PPROFX_TEST_RUN';

export function setup(): () => void {
  if (process.env[RUNNING] !== undefined) return () => undefined;
  process.env[RUNNING] = '1';
  process.env[KEPT] ??= tmpdir();
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-run-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, {recursive: true, force: true});
}

export function cacheFolder(): string {
  return process.env[KEPT] ?? tmpdir();
}
