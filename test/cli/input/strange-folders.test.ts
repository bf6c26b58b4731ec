/**
 * Folders that a stranger packed: pipes, devices and links among the files, and names that are no names of files.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {lockDataset, partitionName} from '../../../src/cli/dataset/dataset-folder.ts';
import {readParquet} from '../../../src/cli/dataset/parquet-file.ts';
import {holdFolder, releaseFolder} from '../../../src/cli/watch/held-folder.ts';
import {readState} from '../../../src/cli/watch/state.ts';
import {readCollection} from '../../../src/incident/manifest.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {pprofx} from '../../support/cli.ts';
import {profileOf} from '../../support/folded-profile.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'pprofx-strange-'));

/** A folder with a profile and something else under another name. */
function folderWith(name: string, make: (path: string) => void): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'a.pb'), encodePprof(profileOf(['main.main;main.work 10'])));
  make(join(folder, name));
  return folder;
}

const pipe = (path: string): void => {
  execFileSync('mkfifo', [path]);
};
const endless = (path: string): void => symlinkSync('/dev/zero', path);
const THINGS = [
  ['a named pipe', pipe],
  ['a link to an endless device', endless],
] as const;

describe.each(THINGS)('%s', (_, make) => {
  it.each(['fleet', 'analyze', 'export'])('among the files of a folder keeps %s from nothing', (command) => {
    const folder = folderWith('b.pb', make);
    const {code, stderr} = pprofx([command, folder, ...(command === 'export' ? ['-o', newFolder()] : [])]);
    expect([0, 7]).toContain(code);
    if (command !== 'analyze') expect(stderr).toContain('b.pb: neither a file nor a folder: left out');
  });

  it.each(['fleet', 'analyze'])('is no manifest for %s', (command) => {
    const {code, stderr} = pprofx([command, folderWith('manifest.json', make)]);
    expect(code).toBeLessThan(70);
    if (command === 'fleet') expect(stderr).toContain('a manifest is a regular file of at most 64 MiB');
  });

  it('is no lock, not the state of a watch and no part of a dataset', async () => {
    const dataset = newFolder();
    make(join(dataset, '.pprofx-export.lock'));
    lockDataset(dataset)();
    expect(existsSync(join(dataset, '.pprofx-export.lock'))).toBe(false);
    const watched = newFolder();
    make(join(watched, 'watch.pid'));
    holdFolder(watched);
    expect(readFileSync(join(watched, 'watch.pid'), 'utf8')).toBe(`${process.pid}\n`);
    releaseFolder(watched);
    make(join(watched, 'state.json'));
    expect(() => readState(watched)).toThrow('not the state of a watch');
    const part = join(dataset, 'part.parquet');
    make(part);
    await expect(readParquet(part, ['id'])).rejects.toThrow('not a regular file');
  });
});

it('export reads a named pipe that the user names once', async () => {
  const folder = newFolder();
  const path = join(folder, 'pipe');
  const bytes = encodePprof(profileOf(['main.main;main.work 10']));
  writeFileSync(join(folder, 'source.pb'), bytes);
  const script = 'mkfifo "$1"; cat "$2" > "$1" & exec timeout 60 "$3" "$4" export "$1" -o "$5"';
  const bin = new URL('../../../dist/cli/bin.js', import.meta.url).pathname;
  const words = ['-c', script, 'sh', path, join(folder, 'source.pb'), process.execPath, bin, join(folder, 'out')];
  execFileSync('sh', words);
  expect(readdirSync(join(folder, 'out', 'profiles'))).toHaveLength(1);
});

it('a manifest that names one file 100 000 times is read in linear time', () => {
  const profile = {kind: 'mutex', file: 'mutex-2.pb.gz', takenAt: '2026-01-01T00:00:00Z'};
  const process_ = {id: 'a', profiles: Array.from({length: 100_000}, () => profile)};
  const text = JSON.stringify({schemaVersion: 1, startedAt: profile.takenAt, processes: [process_]});
  const before = process.cpuUsage();
  expect(readCollection(text, 'manifest.json', 'x')?.size).toBe(1);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
});

describe('the folder of a service', () => {
  it('has a name that file systems take, and one of its own', () => {
    const long = partitionName('2026-01-01', `${'é'.repeat(100_000)}a`);
    expect(Buffer.byteLength(long.split('/')[1])).toBeLessThan(255);
    expect(partitionName('2026-01-01', `${'é'.repeat(100_000)}b`)).not.toBe(long);
    expect(partitionName('2026-01-01', '../..')).toBe('date=2026-01-01/service=%2E%2E%2F%2E%2E');
    expect(partitionName('2026-01-01', '\udcffa\ud800')).toBe('date=2026-01-01/service=%EF%BF%BDa%EF%BF%BD');
  });

  it('is made where a comment of a profile chooses the name', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'in'));
    for (const [i, service] of ['x'.repeat(2 ** 20), '\udcff', "a'; DROP TABLE profiles; --", '__proto__'].entries()) {
      const profile = profileOf(['main.main;main.work 10']);
      const bytes = encodePprof({...profile, comments: [`service=${service}`, '__proto__=x']});
      writeFileSync(join(folder, 'in', `${i}.pb`), bytes);
    }
    const {code, stdout} = pprofx(['export', join(folder, 'in'), '-o', join(folder, 'out')]);
    expect({code, stdout: String(stdout)}).toEqual({code: 0, stdout: expect.stringContaining('4 added')});
  });
});
