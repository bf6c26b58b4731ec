/**
 * A piece of an input as its text. What was unpacked last stays, so that one goroutine after the other can be read.
 */
import {joinBytes} from '../../../src/base/columns.ts';
import {Gunzip} from '../../../src/formats/gunzip.ts';
import {isGzip} from '../../../src/formats/is-gzip.ts';
import type {FileBytes} from '../../input-file.ts';

/** Files up to this size stay unpacked; text shrinks to a 20th or so. */
const MAX_KEPT_PACKED = 4 * 2 ** 20;
let kept: {readonly file: FileBytes; readonly bytes: Uint8Array} | undefined;

/** Uncompressed bytes [offset, offset + length) of an input, as text. */
export function rawText(file: FileBytes, offset: number, length: number): string {
  return new TextDecoder().decode(slice(file, offset, length));
}

function slice(file: FileBytes, offset: number, length: number): Uint8Array {
  const all = new Uint8Array(file.bytes);
  if (!isGzip(all)) return all.subarray(offset, offset + length);
  if (all.length > MAX_KEPT_PACKED) return uncompressedSlice(all, offset, length);
  if (kept?.file !== file) kept = {file, bytes: uncompressed(all)};
  return kept.bytes.subarray(offset, offset + length);
}

/** Bytes of a gzip file, without ever holding all of them. */
export function uncompressedSlice(packed: Uint8Array, offset: number, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  const inflater = new Gunzip((chunk) => {
    const from = Math.max(0, offset - at);
    const to = Math.min(chunk.length, offset + length - at);
    if (to > from) out.set(chunk.subarray(from, to), at + from - offset);
    at += chunk.length;
  });
  inflater.write(packed);
  return out;
}

export function uncompressed(packed: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  const inflater = new Gunzip((chunk) => {
    chunks.push(chunk.slice());
  });
  inflater.write(packed);
  return joinBytes(chunks);
}
