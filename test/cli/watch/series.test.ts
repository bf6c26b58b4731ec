/**
 * A folder of `watch` as the page gets it.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {writeManifest} from '../../../src/cli/collect/folder.ts';
import {fileRoute} from '../../../src/cli/server/routes.ts';
import {isWatchFolder, twiceSeries, watchSeries} from '../../../src/cli/watch/series.ts';
import {counts} from '../../support/incident-text.ts';
import {leakingWatch} from '../../support/watch-folder.ts';

describe('watchSeries', () => {
  it('has every measurement, what rises steadily, and the moments whose profiles are there', async () => {
    const folder = await leakingWatch(40);
    expect(isWatchFolder(folder)).toBe(true);
    const {paths, series} = watchSeries(folder);
    const [{at, id, lines, moments}] = series.processes;
    expect({id, points: at.length}).toEqual({id: 'shop/web-1', points: 40});
    const rising = lines.filter(({hourly}) => hourly !== undefined);
    expect(rising.map(({hourly, name, values}) => [name, Math.round(hourly ?? 0), values.at(-1)])).toEqual([
      ['goroutines', 600, 404],
      ['main.leak', 600, 400],
    ]);
    expect(moments.filter(({kind}) => kind !== 'round').map(({kind, name}) => [kind, name.slice(16)])).toEqual([
      ['healthy', '-000000'],
      ['alarm', '-000020-alarm'],
    ]);
    expect(paths).toHaveLength(moments.length * 2);
    expect(moments[0].files.map(({name, url}) => [name.split('/')[1], url])).toEqual([
      ['goroutine.pb.gz', 'moment/0'],
      ['heap.pb.gz', 'moment/1'],
    ]);
  });

  it('goes without a round that was thinned out', async () => {
    const folder = await leakingWatch(3);
    const before = watchSeries(folder).series.processes[0].moments;
    rmSync(join(folder, 'rounds', before[1].name), {recursive: true});
    expect(watchSeries(folder).series.processes[0].moments).toHaveLength(2);
  });
});

describe('a file of a moment, as the page asks for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moment-'));
  const path = join(folder, 'heap.pb.gz');

  it('is read up to a limit, and only where it is a regular file', () => {
    writeFileSync(path, 'x'.repeat(2 ** 17));
    expect(fileRoute(path, 2 ** 17)?.body).toHaveLength(2 ** 17);
    expect(fileRoute(path, 2 ** 17)?.status).toBeUndefined();
    expect(fileRoute(path, 2 ** 17 - 1)?.status).toBe(413);
    expect(fileRoute(folder)?.status).toBe(413);
    expect(fileRoute('/dev/zero')?.status).toBe(413);
    expect(fileRoute(join(folder, 'gone.pb.gz'))).toBeUndefined();
  });

  it('waits for nobody where a named pipe lies in its place', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(fileRoute(pipe)?.status).toBe(413);
  });
});

describe('twiceSeries', () => {
  it('is two moments, and undefined for a folder with one', async () => {
    const root = mkdtempSync(join(tmpdir(), 'twice-'));
    mkdirSync(join(root, 'web'));
    const profile = (
      file: string,
      minute: number,
    ): {kind: string; path: string; takenAt: string; millis: number; file: string} => ({
      kind: 'goroutine',
      path: '',
      takenAt: `2026-11-27T21:4${minute}:00.000Z`,
      millis: 1,
      file,
    });
    const first = profile('goroutine.pb.gz', 1);
    const second = profile('goroutine-2.pb.gz', 3);
    writeFileSync(join(root, 'web', first.file), counts(20, ['20 main.leak']));
    const manifest = {schemaVersion: 1, version: '0', startedAt: '', options: {kinds: [], seconds: 1}} as const;
    await writeManifest(root, {...manifest, processes: [{id: 'web', way: 'url', profiles: [first]}]});
    expect(await twiceSeries(root, {})).toBeUndefined();
    writeFileSync(join(root, 'web', second.file), counts(90, ['90 main.leak']));
    await writeManifest(root, {...manifest, processes: [{id: 'web', way: 'url', profiles: [first, second]}]});
    const found = await twiceSeries(root, {});
    expect(found?.series.processes[0]).toMatchObject({
      at: [Date.UTC(2026, 10, 27, 21, 41) / 1000, Date.UTC(2026, 10, 27, 21, 43) / 1000],
      lines: [
        {name: 'goroutines', values: [20, 90]},
        {name: 'main.leak', values: [20, 90]},
      ],
      moments: [{name: 'first'}, {name: 'second'}],
    });
  });
});
