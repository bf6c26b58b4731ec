/**
 * Questions to datasets with planted trouble, answered by the real DuckDB.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Dataset} from '../../../src/cli/dataset/duckdb.ts';
import {exportProfiles} from '../../../src/cli/dataset/export-profiles.ts';
import {parseLabelRules} from '../../../src/cli/fleet/fleet-labels.ts';
import {duckdb} from '../../../src/cli/questions/dialects/duckdb.ts';
import {QUESTIONS} from '../../../src/cli/questions/index.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {fleetFolder, writeMoments} from '../../support/fleet-folder.ts';
import {profileOf} from '../../support/folded-profile.ts';

type Row = Record<string, unknown>;

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'questions-'));

async function exported(folder: string, root = newFolder()): Promise<Dataset> {
  const rules = parseLabelRules(['service=(*)/*', 'version=*/(*)', 'instance=*/*/(*)-*']);
  await exportProfiles([folder], root, {rules, reading: {}}, (error) => {
    throw error;
  });
  return await Dataset.open(root);
}

function sqlOf(name: string, argument = '', limits: Readonly<Record<string, number>> = {}): string {
  const question = QUESTIONS.find((each) => each.name === name);
  if (question === undefined) throw new Error(name);
  return question.sql({argument, dialect: duckdb, limits: {...question.limits, ...limits}});
}

async function rowsOf(dataset: Dataset, sql: string): Promise<Row[]> {
  const {columns, rows} = await dataset.ask(sql);
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
}

describe('a fleet with a leak, a hot function and a large cache in the last version', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await exported(await fleetFolder({services: 4, builds: 2, instances: 2}));
  });
  afterAll(() => dataset.close());

  it('leaks: the planted crowd, and nothing of healthy services', async () => {
    expect(await rowsOf(dataset, sqlOf('leaks'))).toMatchObject([
      {
        service: 'svc-01',
        version: 'v1.2',
        wait_class: 'send',
        responsible: 'example.com/fleet/svc-01/feed.(*Hub).push.func1',
        instances_over: 2n,
        instances: 2n,
      },
    ]);
  });

  it('regressions: the three planted ones, each the first of its measure, and nothing of healthy services', async () => {
    const of = {version: 'v1.2', version_before: 'v1.1', place: 1n};
    expect(await rowsOf(dataset, sqlOf('regressions'))).toMatchObject([
      {...of, measure: 'cpu', service: 'svc-02', responsible: 'example.com/fleet/svc-02/codec.Encode', unit: 'cores'},
      {...of, measure: 'goroutines', service: 'svc-01', mean_before: 0, unit: 'goroutines'},
      {...of, measure: 'heap', responsible: 'example.com/fleet/svc-03/cache.(*Table).grow', unit: 'MiB'},
    ]);
  });

  it('hot and retained: the planted functions first', async () => {
    expect((await rowsOf(dataset, sqlOf('hot')))[0]).toMatchObject({
      responsible: 'example.com/fleet/svc-02/codec.Encode',
      instances: 4n,
      services: 1n,
      worst_service: 'svc-02',
    });
    expect((await rowsOf(dataset, sqlOf('retained')))[0]).toMatchObject({
      what: 'example.com/fleet/svc-03/cache.(*Table).grow',
      worst_service: 'svc-03',
    });
  });

  it('retained: a kind of Kubernetes is one row, whatever allocated it', async () => {
    const folder = newFolder();
    const decode = 'k8s.io/api/apps/v1.(*ReplicaSetList).Unmarshal;k8s.io/api/apps/v1.(*ReplicaSet).Unmarshal';
    const lines = [
      `main.main;${decode};k8s.io/api/core/v1.(*PodSpec).Unmarshal 300000000`,
      `main.main;${decode} 200000000`,
    ];
    writeFileSync(join(folder, 'heap.pb'), encodePprof(profileOf(lines, {type: 'inuse_space', unit: 'bytes'})));
    const kinds = await exported(folder);
    const [row, ...more] = await rowsOf(kinds, sqlOf('retained'));
    kinds.close();
    expect([row['what'], row['mib'], more]).toEqual(['apps/v1 ReplicaSet', 476.837, []]);
  });

  it('findings: open causes, the critical one first', async () => {
    const [first] = await rowsOf(dataset, sqlOf('findings'));
    expect(first).toMatchObject({
      service: 'svc-01',
      severity: 'critical',
      detector: 'goroutine-leak-chan-send',
      since: '2026-11-03',
      instances: 2n,
    });
  });

  it('who-uses: the services with the function, and a star for any text', async () => {
    const services = async (argument: string): Promise<unknown[]> => {
      const rows = await rowsOf(dataset, sqlOf('who-uses', argument));
      return [...new Set(rows.map(({service}) => service))].sort();
    };
    expect(await services('example.com/fleet/svc-02/codec.Encode')).toEqual(['svc-02']);
    expect(await services('*/codec.Encode')).toEqual(['svc-01', 'svc-02', 'svc-03', 'svc-04']);
    expect(await services('codec.Encode')).toEqual([]);
    expect(await services('%codec_Encode')).toEqual([]);
    expect(await services("' OR 1=1 --")).toEqual([]);
    expect(await services("*\\' OR true --")).toEqual([]);
  });

  it('growth and outliers: nothing of one moment and two instances', async () => {
    expect(await rowsOf(dataset, sqlOf('growth'))).toEqual([]);
    expect(await rowsOf(dataset, sqlOf('outliers'))).toEqual([]);
  });

  it('a query reads the dataset, changes nothing and reads no other file', async () => {
    const {columns, rows} = await dataset.ask('SELECT kind, count(*) AS n FROM profiles GROUP BY kind ORDER BY kind;');
    expect([columns, rows]).toEqual([
      ['kind', 'n'],
      [
        ['cpu', 16n],
        ['goroutine', 16n],
        ['heap', 16n],
      ],
    ]);
    await expect(dataset.ask("SELECT * FROM read_text('package.json')")).rejects.toThrow(/disabled/);
    await expect(dataset.ask("COPY profiles TO 'x.csv'")).rejects.toThrow(/disabled/);
    await expect(dataset.ask('CREATE TABLE x AS SELECT 1')).rejects.toThrow(/only SELECT is run/);
    await expect(dataset.ask('SET enable_external_access = true')).rejects.toThrow(/only SELECT is run/);
    await expect(dataset.ask('SELECT 1; SELECT 2')).rejects.toThrow(/one query is expected, not 2/);
    await expect(dataset.ask('SELECT nothing FROM profiles')).rejects.toThrow(/"nothing" not found/);
    await expect(dataset.parquet("SELECT * FROM read_text('package.json')")).rejects.toThrow(/disabled/);
  });

  it('an answer as Parquet is read by hyparquet', async () => {
    const {parquetReadObjects} = await import('hyparquet');
    const bytes = await dataset.parquet("SELECT service, count(*) AS n FROM profiles WHERE kind = 'cpu' GROUP BY ALL;");
    const file = new Uint8Array(bytes).buffer;
    expect(await parquetReadObjects({file})).toContainEqual({service: 'svc-01', n: 4n});
  });
});

describe('instances over time', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    const folder = newFolder();
    for (const instance of ['a', 'b', 'c', 'd', 'e']) {
      writeMoments(folder, 'leaky', instance, [100, 208, 290, 405]);
      writeMoments(folder, 'steady', instance, instance === 'e' ? [900, 900, 900, 900] : [210, 190, 200, 205]);
      writeMoments(folder, 'noisy', instance, [100, 900, 50, 600]);
    }
    dataset = await exported(folder, join(newFolder(), "it's [a] *"));
  });
  afterAll(() => dataset.close());

  it('growth: the slope of a service that leaks, with its bound', async () => {
    // By hand: moments at -1.5, -0.5, 0.5 and 1.5 h, so the slope is (1.5·305 + 0.5·82) / 5 = 99.7 an hour.
    expect(await rowsOf(dataset, sqlOf('growth'))).toEqual([
      expect.objectContaining({
        service: 'leaky',
        measure: 'goroutines',
        responsible: 'main.push',
        instances: 5n,
        moments: 20n,
        hours: 3,
        growth_per_hour: 99.7,
        unit: 'goroutines',
      }),
    ]);
  });

  it('growth: the bound is two standard errors of the pooled slope below it', async () => {
    const [{at_least: bound}] = await rowsOf(dataset, sqlOf('growth'));
    // Squares about the mean are 49 886.75 an instance, of which the line leaves 49 886.75 - 498.5² / 5 = 186.3.
    const error = Math.sqrt((5 * 186.3) / (20 - 5 - 1) / 25);
    expect(bound).toBeCloseTo(99.7 - 2 * error, 3);
  });

  it('outliers: the instance unlike its siblings, at its last moment', async () => {
    expect(await rowsOf(dataset, sqlOf('outliers'))).toMatchObject([
      {service: 'steady', instance: 'e', measure: 'goroutines', amount: 903, median: 208, siblings: 5n},
    ]);
  });

  it('leaks: one moment of an instance counts, the last', async () => {
    const rows = await rowsOf(dataset, sqlOf('leaks', '', {crowd: 400, instances: 2}));
    expect(rows).toMatchObject([
      {service: 'noisy', instances_over: 5n, instances: 5n, largest: 600n, root_mean_square: 600},
      {service: 'leaky', instances_over: 5n, instances: 5n, largest: 405n, root_mean_square: 405},
    ]);
  });
});

it('a folder without profiles is no dataset', async () => {
  await expect(Dataset.open(newFolder())).rejects.toThrow(/not a dataset/);
  await expect(Dataset.open('nowhere')).rejects.toThrow(/no such folder/);
});
