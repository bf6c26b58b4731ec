/**
 * The questions beyond DuckDB: answered by the real ClickHouse, read by the grammars of Spark, Trino and BigQuery.
 *
 * None of these is a dependency. They are installed below coverage/, where `npm ci` leaves them, when they are not there:
 * ClickHouse alone has 540 MB.
 *
 * Slow: starts ClickHouse, and loads grammars of several megabytes.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {beforeAll, describe, expect, it} from 'vitest';
import {type Answer, Dataset} from '../../../src/cli/dataset/duckdb.ts';
import {exportProfiles} from '../../../src/cli/dataset/export-profiles.ts';
import {parseLabelRules} from '../../../src/cli/fleet/fleet-labels.ts';
import type {Dialect} from '../../../src/cli/questions/dialects/dialect.ts';
import {DIALECTS} from '../../../src/cli/questions/dialects/index.ts';
import {QUESTIONS} from '../../../src/cli/questions/index.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {fleetFolder, writeMoments} from '../../support/fleet-folder.ts';
import {profileOf} from '../../support/folded-profile.ts';

const ENGINES = resolve('coverage/engines');
const PACKAGES = {chdb: '3.4.0', 'dt-sql-parser': '4.5.1', 'node-sql-parser': '5.4.0'};

beforeAll(() => {
  const wanted = JSON.stringify({private: true, dependencies: PACKAGES});
  const done = join(ENGINES, Object.values(PACKAGES).join('-'));
  if (existsSync(done)) return;
  mkdirSync(ENGINES, {recursive: true});
  writeFileSync(join(ENGINES, 'package.json'), wanted);
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: ENGINES,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(done, '');
});

function dialectOf(name: string): Dialect {
  const found = DIALECTS.find((dialect) => dialect.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

const questionsIn = (dialect: Dialect, argument: string): string[] =>
  QUESTIONS.map(({limits, sql}) => sql({argument, dialect, limits}));

const tablesIn = (dialect: Dialect, root: string): string[] =>
  dialect
    .tables(root)
    .split(/;\n/)
    .filter((statement) => statement.trim() !== '');

/** A dataset in which every question has rows. */
async function dataset(): Promise<string> {
  const folder = await fleetFolder({services: 4, builds: 2, instances: 2});
  for (const instance of ['a', 'b', 'c', 'd', 'e']) {
    writeMoments(folder, 'leaky', instance, [100, 208, 290, 405]);
    writeMoments(folder, 'steady', instance, instance === 'e' ? [900, 900] : [210, 205]);
  }
  const decode = 'k8s.io/api/apps/v1.(*ReplicaSetList).Unmarshal;k8s.io/api/apps/v1.(*ReplicaSet).Unmarshal 300000000';
  const heap = profileOf([`main.main;${decode}`], {type: 'inuse_space', unit: 'bytes'});
  mkdirSync(join(folder, 'kube', 'v1'), {recursive: true});
  writeFileSync(join(folder, 'kube', 'v1', 'a-heap.pb'), encodePprof(heap));
  const root = join(mkdtempSync(join(tmpdir(), 'engines-')), 'dataset');
  const rules = parseLabelRules(['service=(*)/*', 'version=*/(*)', 'instance=*/*/(*)-*']);
  await exportProfiles([folder], root, {rules, reading: {}}, (error) => {
    throw error;
  });
  return root;
}

/** Numbers as their shortest text, for engines differ in how they print them. */
function comparable({columns, rows}: Answer): unknown {
  const cell = (value: unknown): unknown => {
    const text = String(value);
    if (value === null) return null;
    return /^-?\d+(?:\.\d+)?$/.test(text) ? String(Number(text)) : text;
  };
  return {columns, rows: rows.map((row) => row.map(cell))};
}

it('ClickHouse answers every question as DuckDB does', async () => {
  const root = await dataset();
  const clickhouse = dialectOf('clickhouse');
  const input = JSON.stringify({
    statements: tablesIn(clickhouse, root),
    queries: questionsIn(clickhouse, '*/codec.Encode'),
  });
  const script = resolve('test/support/clickhouse.mjs');
  const answers = JSON.parse(execFileSync(process.execPath, [script, ENGINES], {input, encoding: 'utf8'})) as Answer[];
  const duckdb = await Dataset.open(root);
  for (const [i, sql] of questionsIn(dialectOf('duckdb'), '*/codec.Encode').entries()) {
    const expected = await duckdb.ask(sql);
    expect(expected.rows.length, QUESTIONS[i].name).toBeGreaterThan(0);
    expect(comparable(answers[i]), QUESTIONS[i].name).toEqual(comparable(expected));
  }
  duckdb.close();
});

/** Hostile in every dialect. */
const ARGUMENT = "a'b\\*";

describe('the grammar', () => {
  interface Parser {
    readonly validate: (sql: string) => readonly {readonly message: string}[];
  }
  let grammars: Record<string, new () => Parser>;
  beforeAll(async () => {
    // The package imports folders, which Node refuses.
    const outfile = join(mkdtempSync(join(tmpdir(), 'grammars-')), 'grammars.mjs');
    const contents = "export {SparkSQL as spark, TrinoSQL as trino} from 'dt-sql-parser'";
    await build({stdin: {contents, resolveDir: ENGINES}, bundle: true, format: 'esm', platform: 'node', outfile});
    grammars = (await import(pathToFileURL(outfile).href)) as typeof grammars;
  });

  it.each(['spark', 'trino'])('of %s takes every table and question, and no broken one', (name) => {
    const dialect = dialectOf(name);
    const parser = new grammars[name]();
    for (const sql of [...tablesIn(dialect, 's3a://bucket/it’s'), ...questionsIn(dialect, ARGUMENT)]) {
      expect(parser.validate(`${sql};`), sql).toEqual([]);
    }
    expect(parser.validate('SELECT FROM WHERE;')).not.toEqual([]);
  });

  it('of BigQuery takes every question; it knows no external tables', () => {
    const {Parser} = createRequire(join(ENGINES, 'package.json'))('node-sql-parser/build/bigquery.js') as {
      Parser: new () => {readonly astify: (sql: string, options: object) => unknown};
    };
    const parser = new Parser();
    const parsed = (sql: string): unknown => parser.astify(sql, {database: 'BigQuery'});
    for (const sql of questionsIn(dialectOf('bigquery'), ARGUMENT)) expect(() => parsed(sql), sql).not.toThrow();
    expect(() => parsed('SELECT FROM WHERE')).toThrow();
  });
});
