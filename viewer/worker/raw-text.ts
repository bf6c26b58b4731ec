/**
 * A piece of an input as its text, inflated anew.
 */
import {Gunzip} from '../../src/formats/gunzip.ts';
import {isGzip} from '../../src/formats/is-gzip.ts';
import type {InputFile} from '../protocol.ts';

/** Uncompressed bytes [offset, offset + length) of an input, as text. */
export function rawText(file: InputFile, offset: number, length: number): string {
  return new TextDecoder().decode(uncompressedSlice(file, offset, length));
}

function uncompressedSlice({bytes}: InputFile, offset: number, length: number): Uint8Array {
  const all = new Uint8Array(bytes);
  if (!isGzip(all)) return all.subarray(offset, offset + length);
  const out = new Uint8Array(length);
  let at = 0;
  const inflater = new Gunzip((chunk) => {
    const from = Math.max(0, offset - at);
    const to = Math.min(chunk.length, offset + length - at);
    if (to > from) out.set(chunk.subarray(from, to), at + from - offset);
    at += chunk.length;
  });
  inflater.write(all);
  return out;
}
