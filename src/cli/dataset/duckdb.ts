/**
 * DuckDB over a dataset: an optional package, which reads the files of the dataset and nothing else.
 */
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {DuckDBConnection, DuckDBPreparedStatement} from '@duckdb/node-api';
import {failure} from '../../base/errors.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';
import {tableFiles} from './dataset-folder.ts';
import {TABLE_NAMES, TABLES, type TableName} from './tables.ts';

export type Cell = string | number | bigint | null;

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const TYPES = {
  text: 'VARCHAR',
  int32: 'INTEGER',
  int64: 'BIGINT',
  time: 'TIMESTAMP',
  texts: 'VARCHAR[]',
  int64s: 'BIGINT[]',
};

/** A literal of DuckDB: only the quote has a meaning in it. */
export function duckdbLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The view that a table is. */
export function duckdbView(root: string, table: TableName): string {
  const files = join(root, table, TABLES[table].isPartitioned ? '*/*/*.parquet' : '*.parquet');
  const hive = TABLES[table].isPartitioned
    ? ", hive_partitioning = true, hive_types = {'date': DATE, 'service': VARCHAR}"
    : '';
  return `CREATE VIEW ${table} AS SELECT * FROM read_parquet(${duckdbLiteral(files)}${hive})`;
}

export class Dataset {
  private readonly connection: DuckDBConnection;

  /** The only folder that may be written to. */
  private readonly outbox: string;

  private constructor(connection: DuckDBConnection, outbox: string) {
    this.connection = connection;
    this.outbox = outbox;
  }

  /** @throws READ_FAILED for what is no dataset, USAGE where DuckDB is not installed */
  static async open(folder: string): Promise<Dataset> {
    const root = resolve(folder);
    if (tableFiles(root, 'profiles').length === 0) {
      const problem = existsSync(root)
        ? 'this folder is not a dataset: it has no profiles/*.parquet'
        : 'no such folder';
      throw failure('READ_FAILED', problem, {input: folder}, `make one with pprofx export INPUT… -o ${folder}`);
    }
    const {DuckDBInstance} = await loadDuckdb();
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const outbox = mkdtempSync(join(tmpdir(), 'pprofx-sql-'));
    noteTemporary(outbox);
    const dataset = new Dataset(connection, outbox);
    try {
      // DuckDB holds the pattern, too, against what is allowed.
      const folders = [root, globOf(root), outbox].map(duckdbLiteral).join(', ');
      await connection.run(`SET autoinstall_known_extensions = false; SET allowed_directories = [${folders}]`);
      await connection.run('SET enable_external_access = false');
      for (const table of TABLE_NAMES) await connection.run(viewOf(root, table));
      await connection.run('SET lock_configuration = true');
      return dataset;
    } catch (error) {
      dataset.close();
      throw failure('READ_FAILED', firstLine(error), {input: folder});
    }
  }

  /** @throws USAGE for anything but one query that reads, and for what DuckDB refuses */
  async ask(sql: string): Promise<Answer> {
    return await this.guarded(async () => {
      const reader = await (await this.select(sql)).runAndReadAll();
      return {columns: reader.columnNames(), rows: reader.getRows().map((row) => row.map(cellOf))};
    });
  }

  /** The answer as a Parquet file. @throws as `ask` */
  async parquet(sql: string): Promise<Uint8Array> {
    const path = join(this.outbox, 'answer.parquet');
    return await this.guarded(async () => {
      await this.select(sql);
      await this.connection.run(`CREATE TEMP TABLE answer AS ${sql}`);
      await this.connection.run(`COPY answer TO ${duckdbLiteral(path)} (FORMAT parquet)`);
      return readFileSync(path);
    });
  }

  private async select(sql: string): Promise<DuckDBPreparedStatement> {
    const {StatementType} = await loadDuckdb();
    const statements = await this.connection.extractStatements(sql);
    if (statements.count !== 1) throw new Error(`one query is expected, not ${statements.count}`);
    const statement = await statements.prepare(0);
    if (statement.statementType !== StatementType.SELECT) throw new Error('only SELECT is run, which changes nothing');
    return statement;
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw failure('USAGE', firstLine(error));
    }
  }

  close(): void {
    this.connection.closeSync();
    rmSync(this.outbox, {recursive: true, force: true});
    forgetTemporary(this.outbox);
  }
}

/** One question to a dataset. @throws as `Dataset.open` and `ask` */
export async function askOnce(root: string, sql: string): Promise<Answer> {
  const dataset = await Dataset.open(root);
  try {
    return await dataset.ask(sql);
  } finally {
    dataset.close();
  }
}

/** DuckDB's messages continue with the text of the query. */
function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0];
}

/** The pattern that fits this path alone. */
function globOf(path: string): string {
  return path.replaceAll(/[[*?]/g, '[$&]');
}

/** A table of which no file was written yet is empty. */
function viewOf(root: string, table: TableName): string {
  if (tableFiles(root, table).length > 0) return duckdbView(globOf(root), table);
  const folders = TABLES[table].isPartitioned ? ['date DATE', 'service VARCHAR'] : [];
  const columns = [...TABLES[table].columns.map(({name, type}) => `"${name}" ${TYPES[type]}`), ...folders];
  return `CREATE TABLE ${table} (${columns.join(', ')})`;
}

function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  return String(value);
}

async function loadDuckdb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    const isMissing = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
    throw failure(
      'USAGE',
      isMissing ? 'this needs DuckDB, which is not installed with pprofx' : `DuckDB does not load: ${message}`,
      {},
      'install it where pprofx is (70 MB): npm install @duckdb/node-api, with -g where pprofx was',
    );
  }
}
