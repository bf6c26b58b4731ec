/**
 * Whether an input is a folder, an archive or something compressed that may hold one: by its content, never by its name.
 */
import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {constants, gunzipSync} from 'node:zlib';
import {isGzip} from '../../formats/is-gzip.ts';
import {type ArchiveKind, type ContainerKind, heldAt} from './held.ts';
import {isZstd} from './zstd-frames.ts';

/** How much of a file decides: gzip data of so many bytes surely hold the mark of tar, at byte 257. */
export const HEAD_BYTES = 2048;
const USTAR_AT = 257;

/** The kind of container at a path, undefined for anything else, also for what is not there. */
export function containerAt(path: string): ContainerKind | undefined {
  const held = heldAt(path);
  if (held !== undefined) return held.kind;
  try {
    const about = statSync(path);
    if (about.isDirectory()) return 'folder';
    return about.isFile() && about.size > 0 ? containerOf(headOf(path)) : undefined;
  } catch {
    return undefined;
  }
}

/** The same of the beginning of a file; `gzip` only where a tar archive is inside. */
export function containerOf(head: Uint8Array): ArchiveKind | undefined {
  if (hasText(head, 0, 'PK') && /^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(latin1(head.subarray(0, 4)))) return 'zip';
  if (isZstd(head)) return 'zstd';
  if (isTar(head)) return 'tar';
  return isGzip(head) && isTar(inflatedHead(head)) ? 'gzip' : undefined;
}

export function isTar(head: Uint8Array): boolean {
  return hasText(head, USTAR_AT, 'ustar');
}

/** The beginning of a file. */
export function headOf(path: string): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(fd, head, 0, head.length, 0));
  } finally {
    closeSync(fd);
  }
}

export function inflatedHead(head: Uint8Array): Uint8Array {
  try {
    // A flush at the end gives what there is, though the stream continues.
    return gunzipSync(head.subarray(0, HEAD_BYTES), {finishFlush: constants.Z_SYNC_FLUSH});
  } catch {
    return new Uint8Array(0);
  }
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return latin1(bytes.subarray(at, at + text.length)) === text;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
