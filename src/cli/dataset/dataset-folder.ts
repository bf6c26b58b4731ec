/**
 * The folder of a dataset: which files are in it, whole batches only, and one writer at a time.
 *
 * A batch is the files of one name. The file of `profiles` comes last, so a batch without one was broken off: its rows
 * belong to no profile, and the next writer removes them.
 */
import {closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {writeFailure} from '../output/write-file.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';
import {HIDDEN} from './parquet-file.ts';
import {TABLE_NAMES, TABLES, type TableName} from './tables.ts';

const LOCK = '.pprofx-export.lock';

/** Files of a table, in the order of their names; none where the folder is no dataset. */
export function tableFiles(root: string, table: TableName): string[] {
  return entriesOf(join(root, table)).filter((path) => path.endsWith('.parquet') && !path.includes(`/${HIDDEN}`));
}

function entriesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((name) => join(folder, name))
    .sort();
}

/** Where a file of a batch lies. */
export function partPath(root: string, table: TableName, partition: string, batch: string): string {
  const folder = TABLES[table].isPartitioned ? join(root, table, partition) : join(root, table);
  return join(folder, `part-${batch}.parquet`);
}

/** `date=2026-11-27/service=kube-system%2Fetcd`: any text as the name of a folder. */
export function partitionName(date: string, service: string): string {
  const escaped = encodeURIComponent(service === '' ? 'unknown' : service).replaceAll('.', '%2E');
  return `date=${date}/service=${escaped}`;
}

/** Removes what a writer left that was killed. Call it under the lock. */
export function removeUnfinished(root: string): void {
  const batchOf = (path: string): string => path.split('/').at(-1) ?? '';
  const finished = new Set(tableFiles(root, 'profiles').map(batchOf));
  for (const table of TABLE_NAMES) {
    for (const path of entriesOf(join(root, table))) {
      const isOrphan = TABLES[table].isPartitioned && path.endsWith('.parquet') && !finished.has(batchOf(path));
      if (isOrphan || (batchOf(path).startsWith(HIDDEN) && path.endsWith('.tmp'))) rmSync(path, {force: true});
    }
  }
}

/** Takes the dataset for one writer; returns what gives it back. @throws WRITE_FAILED while another process has it */
export function lockDataset(root: string): () => void {
  const path = join(root, LOCK);
  try {
    mkdirSync(root, {recursive: true});
    const file = takeLock(path);
    writeSync(file, String(process.pid));
    closeSync(file);
  } catch (error) {
    throw writeFailure(error, root);
  }
  noteTemporary(path);
  return () => {
    rmSync(path, {force: true});
    forgetTemporary(path);
  };
}

function takeLock(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(readFileSync(path, 'utf8'));
  if (isRunning(owner)) {
    throw failure('WRITE_FAILED', `process ${owner} writes to this dataset`, {input: path}, 'wait until it is done');
  }
  rmSync(path, {force: true});
  return openSync(path, 'wx');
}

function isRunning(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
