/**
 * Where the programs lie that tests and benches run beside Node: Chromium and GNU time have no one name everywhere.
 *
 * Depends on Node alone, since scripts/prerequisites.mjs runs before `npm ci`.
 */
import {spawnSync} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {delimiter, isAbsolute, join} from 'node:path';

/** The one that draws no window of its own: a page in it takes half the CPU time. */
const HEADLESS_SHELL = 'chromium-headless-shell';
const CHROMIUMS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of Chromium or Chrome as users have it: what CHROMIUM says, or else the first that is there; undefined without any. */
export function chromiumPath() {
  return firstPath(process.env.CHROMIUM === undefined ? CHROMIUMS : [process.env.CHROMIUM]);
}

/** Path of the headless shell, or of Chromium where that is not there or CHROMIUM names another. */
export function headlessPath() {
  return (process.env.CHROMIUM === undefined ? firstPath([HEADLESS_SHELL]) : undefined) ?? chromiumPath();
}

/** Path of GNU time; the one of BSD and macOS knows no -f. */
export function gnuTimePath() {
  const isGnu = (path) => spawnSync(path, ['-f', '%M', process.execPath, '--version'], {stdio: 'ignore'}).status === 0;
  return ['time', 'gtime'].map((name) => firstPath([name])).find((path) => path !== undefined && isGnu(path));
}

/** Path of a program of this name; undefined without any. */
export function programPath(name) {
  return firstPath([name]);
}

/** Whether a command runs and ends with success. */
export function succeeds(command, ...args) {
  return spawnSync(command, args, {stdio: 'ignore'}).status === 0;
}

function firstPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))));
  return paths.find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
