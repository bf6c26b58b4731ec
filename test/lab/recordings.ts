/**
 * The lab's profiles: builds it with the Go at hand, runs all of its modes and keeps what they write.
 *
 * Profiles are kept by the hash of the sources, so that only a change of the lab costs a build.
 */
import {execFile, execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {Profile} from '../../src/model/profile.ts';
import {readFixture} from '../support/diagnosis.ts';
import {cacheFolder} from '../support/temporary-folder.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = readdirSync(HERE).filter((name) => /\.(?:go|mod)$/.test(name));

/** The folder of the profiles; made when it is not there. */
export async function recordings(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of SOURCES) hash.update(name).update(readFileSync(join(HERE, name)));
  const version = execFileSync('go', ['version'], {encoding: 'utf8'});
  const folder = join(cacheFolder(), `pprofx-lab-${hash.update(version).digest('hex').slice(0, 16)}`);
  while (!existsSync(folder)) await onceAtATime(`${folder}.lock`, () => buildAndRun(folder));
  return folder;
}

/** Works unless another process does, which holds the lock: the lab loads a machine. Then it waits a moment instead. */
async function onceAtATime(lock: string, work: () => Promise<void>): Promise<void> {
  try {
    writeFileSync(lock, String(process.pid), {flag: 'wx'});
  } catch {
    if (!isHeld(lock)) rmSync(lock, {force: true});
    await setTimeout(500);
    return;
  }
  try {
    await work();
  } finally {
    rmSync(lock, {force: true});
  }
}

/** Whether the process that wrote the lock still runs; a lock without a number is being written. */
function isHeld(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return owner === 0 || process.kill(owner, 0);
  } catch {
    return false;
  }
}

/** Works in a folder beside and renames it, so that a run that was cut leaves nothing half done. */
async function buildAndRun(folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, {recursive: true});
  const binary = join(work, 'lab');
  execFileSync('go', ['build', '-o', binary, '.'], {cwd: HERE});
  const modes = execFileSync(binary, {encoding: 'utf8'}).trim().slice(1, -1).split(' ');
  const run = promisify(execFile);
  // Two at a time: each of the many waits for something most of the time, and machines for tests have few cores.
  const worker = async (): Promise<void> => {
    for (let mode = modes.pop(); mode !== undefined; mode = modes.pop()) await run(binary, [mode, work]);
  };
  await Promise.all([worker(), worker()]);
  renameSync(work, folder);
}

/** Reads one of them. */
export function readRecording(folder: string, name: string): Profile {
  return asIfAlone(readFixture(join(folder, name)));
}

/** A machine that starves the lab stretches the clock, not the work: a CPU profile counts as if it had had a core. */
function asIfAlone(profile: Profile): Profile {
  if (profile.kind !== 'cpu') return profile;
  const cpuNanos = BigInt(profile.samples.values[1].reduce((sum, value) => sum + value, 0));
  return profile.durationNanos > cpuNanos ? {...profile, durationNanos: cpuNanos} : profile;
}
