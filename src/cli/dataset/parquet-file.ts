/**
 * Parquet files that are whole or not there: written beside their place under a hidden name, then moved.
 */
import {closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {failure} from '../../base/errors.ts';
import {writeFailure} from '../output/write-file.ts';
import {readRegularFile} from '../system/bounded-file.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';
import type {Row} from './profile-rows.ts';
import {parquetSchema, type TableDefinition} from './tables.ts';

/** Beginning of names that no reader of a dataset looks at. */
export const HIDDEN = '.part-';
const ROW_GROUP = 100_000;
const MAX_FILE_BYTES = 2 ** 30;

/** A file that is written and waits for its name. */
export interface PendingFile {
  readonly temporary: string;
  readonly target: string;
}

/** @throws WRITE_FAILED */
export async function writeParquet(target: string, table: TableDefinition, rows: readonly Row[]): Promise<PendingFile> {
  const {ByteWriter, parquetWrite} = await import('hyparquet-writer');
  const writer = new ByteWriter();
  await parquetWrite({
    writer,
    schema: parquetSchema(table),
    columnData: table.columns.map(({name}) => ({name, data: rows.map((row) => row[name] ?? null)})),
    codec: 'GZIP',
    compressors: {GZIP: (bytes: Uint8Array) => gzipSync(bytes)},
    rowGroupSize: ROW_GROUP,
    createdBy: 'pprofx',
  });
  const temporary = join(dirname(target), `${HIDDEN}${target.split('/').at(-1)}.tmp`);
  try {
    mkdirSync(dirname(target), {recursive: true});
    noteTemporary(temporary);
    const file = openSync(temporary, 'w');
    try {
      writeSync(file, writer.getBytes());
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw writeFailure(error, target);
  }
  return {temporary, target};
}

export function publish({target, temporary}: PendingFile): void {
  try {
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, {force: true});
    throw writeFailure(error, target);
  } finally {
    forgetTemporary(temporary);
  }
}

/** Rows of a file, of the given columns only. @throws READ_FAILED for what is no Parquet file */
export async function readParquet(path: string, columns: readonly string[]): Promise<Record<string, unknown>[]> {
  const {parquetReadObjects} = await import('hyparquet');
  try {
    const bytes = readRegularFile(path, MAX_FILE_BYTES);
    if (bytes === undefined) throw new Error('it is not a regular file of at most 1 GiB');
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    return await parquetReadObjects({file, columns: [...columns], compressors: {GZIP: inflated}});
  } catch (error) {
    throw failure('READ_FAILED', `not a Parquet file: ${(error as Error).message}`, {input: path});
  }
}

/** A page says how long it is, and is not unpacked past that. */
function inflated(page: Uint8Array, length: number): Uint8Array {
  return gunzipSync(page, {maxOutputLength: Math.max(1, length)});
}
