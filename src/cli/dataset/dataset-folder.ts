/**
 * The folder of a dataset: which files are in it, whole batches only, and one writer at a time.
 *
 * A batch is the files of one name. The file of `profiles` comes last, so a batch without one was broken off: its rows
 * belong to no profile, and the next writer removes them.
 */
import {closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {displayText} from '../../base/utf8.ts';
import {writeFailure} from '../output/write-file.ts';
import {readRegularFile} from '../system/bounded-file.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';
import {contentId} from './content-ids.ts';
import {HIDDEN} from './parquet-file.ts';
import {TABLE_NAMES, TABLES, type TableName} from './tables.ts';

const LOCK = '.pprofx-export.lock';
const MAX_LOCK_BYTES = 100;
/** Of the escaped name of a service in a path; file systems take 255 bytes. */
const MAX_SERVICE_BYTES = 200;

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

/**
 * `date=2026-11-27/service=kube-system%2Fetcd`: any text as the name of a folder. A profile says itself whose it is: what
 * is too long for a folder ends in a digest.
 */
export function partitionName(date: string, service: string): string {
  const escaped = escapedName(service === '' ? 'unknown' : service);
  if (escaped.length <= MAX_SERVICE_BYTES) return `date=${date}/service=${escaped}`;
  const digest = contentId([service]).slice(0, 16);
  return `date=${date}/service=${escapedName(service.slice(0, LONG_NAME))}-${digest}`;
}

/** Characters of a long name that are kept: each is at most nine bytes when it is escaped. */
const LONG_NAME = 20;

function escapedName(text: string): string {
  return encodeURIComponent(displayText(text)).replaceAll('.', '%2E');
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
  const owner = Number(readRegularFile(path, MAX_LOCK_BYTES) ?? '');
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
