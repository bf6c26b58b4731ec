/**
 * The folder of a collection: folders 0700, files 0600, each file whole or not there.
 */
import {createHash, randomBytes} from 'node:crypto';
import {mkdirSync, readdirSync} from 'node:fs';
import {open, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {failure, PprofxError} from '../../base/errors.ts';
import {type Collection, MANIFEST} from '../../model/collection.ts';
import {writeFailure} from '../output/write-file.ts';
import {forgetTemporary, noteTemporary} from '../system/temporary-files.ts';

export interface StoredFile {
  readonly bytes: number;
  readonly sha256: string;
  /** Its first bytes, up to 512. */
  readonly head: Uint8Array;
}

const HEAD_BYTES = 512;

/** `pprofx-20261127T214512Z`. */
export function folderName(now: Date): string {
  return `pprofx-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
}

/** Makes a folder of its own; an existing one is taken only when it is empty. @throws FILE_EXISTS, WRITE_FAILED */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, {recursive: true, mode: 0o700});
    if (readdirSync(path).length === 0) return;
  } catch (error) {
    throw writeFailure(error, path);
  }
  throw failure('FILE_EXISTS', 'the folder is not empty', {input: path}, 'choose another with -o DIR');
}

export function makeProcessFolder(root: string, id: string): string {
  const path = join(root, ...id.split('/'));
  try {
    mkdirSync(path, {recursive: true, mode: 0o700});
  } catch (error) {
    throw writeFailure(error, path);
  }
  return path;
}

/** Streams a body into a file; what fails on the way leaves no file. @throws WRITE_FAILED, and what the body throws */
export async function storeBody(folder: string, name: string, body: AsyncIterable<Uint8Array>): Promise<StoredFile> {
  const temporary = join(folder, `.pprofx-${randomBytes(6).toString('hex')}.tmp`);
  noteTemporary(temporary);
  const hash = createHash('sha256');
  const head = new Uint8Array(HEAD_BYTES);
  let bytes = 0;
  let isStored = false;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of body) {
        if (bytes < HEAD_BYTES) head.set(chunk.subarray(0, HEAD_BYTES - bytes), bytes);
        hash.update(chunk);
        bytes += chunk.length;
        // Unlike `write`, it writes the rest where a nearly full disk has taken a part.
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, name));
    isStored = true;
  } catch (error) {
    throw error instanceof PprofxError ? error : writeFailure(error, join(folder, name));
  } finally {
    if (!isStored) await rm(temporary, {force: true}).catch(() => undefined);
    forgetTemporary(temporary);
  }
  return {bytes, sha256: hash.digest('hex'), head: head.subarray(0, Math.min(bytes, HEAD_BYTES))};
}

/** Replaces the manifest as a whole. */
export async function writeManifest(root: string, collection: Collection): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(collection, undefined, 2)}\n`);
  await storeBody(
    root,
    MANIFEST,
    (async function* () {
      yield text;
    })(),
  );
}
