/**
 * A folder as `pprofx collect` leaves it, without a process to ask.
 */
import {copyFileSync, mkdirSync, mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {writeManifest} from '../../src/cli/collect/folder.ts';
import {samplePath} from './samples.ts';

/** @param processes  by id, their files: name in the folder and the sample that it is */
export async function collectedFolder(
  processes: Readonly<Record<string, Readonly<Record<string, string>>>>,
  group?: string,
): Promise<string> {
  const root = join(mkdtempSync(join(tmpdir(), 'collected-')), 'out');
  const takenAt = '2026-11-27T21:45:12.000Z';
  const taken = Object.entries(processes).map(([id, files]) => {
    mkdirSync(join(root, ...id.split('/')), {recursive: true});
    const profiles = Object.entries(files).map(([file, sample]) => {
      copyFileSync(samplePath(sample), join(root, ...id.split('/'), file));
      return {kind: file.split(/[-.]/)[0], path: '', takenAt, millis: 1, file};
    });
    return {id, way: 'url', ...(group === undefined ? {} : {group}), profiles};
  });
  await writeManifest(root, {
    schemaVersion: 1,
    version: '0',
    startedAt: takenAt,
    options: {kinds: [], seconds: 1},
    processes: taken,
  });
  return root;
}
