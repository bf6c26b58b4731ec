/**
 * Names what an unrecognised input is, so that the message can say what to do.
 */
import {failure, type PprofxError} from '../base/errors.ts';

interface Foreign {
  readonly what: string;
  readonly hint?: string;
  readonly matches: (head: Uint8Array, text: string) => boolean;
}

const startsWith = (head: Uint8Array, ...magic: number[]): boolean => magic.every((byte, i) => head[i] === byte);

const FOREIGN: readonly Foreign[] = [
  {
    what: 'a web page, not a profile',
    hint: 'the server answered with an error page; check the address and your permissions',
    matches: (_, text) => /^\s*(<!doctype|<html|<\?xml)/i.test(text),
  },
  {
    what: 'zstd-compressed data',
    hint: 'unpack it first: zstd -d FILE',
    matches: (head) => startsWith(head, 0x28, 0xb5, 0x2f, 0xfd),
  },
  {
    what: 'a zip archive',
    hint: 'unpack it and give the profile inside',
    matches: (head) => startsWith(head, 0x50, 0x4b, 3, 4),
  },
  {what: 'bzip2 data', hint: 'unpack it first: bunzip2 FILE', matches: (_, text) => text.startsWith('BZh')},
  {
    what: 'xz data',
    hint: 'unpack it first: unxz FILE',
    matches: (head) => startsWith(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a),
  },
  {
    what: 'an ELF binary, not a profile',
    hint: 'give the profile only; Go profiles carry their symbols',
    matches: (head) => startsWith(head, 0x7f, 0x45, 0x4c, 0x46),
  },
  {
    what: 'a Java flight recording (JFR)',
    hint: 'pprofx reads pprof profiles; convert the recording first',
    matches: (_, text) => text.startsWith('FLR\0'),
  },
  {
    what: 'perf.data of Linux perf',
    hint: 'convert it first: perf_to_profile, or perf script to folded stacks',
    matches: (_, text) => text.startsWith('PERFILE2'),
  },
  {
    what: 'a Go execution trace',
    hint: 'open it with go tool trace',
    matches: (_, text) => /^go 1\.\d+ trace/.test(text),
  },
  {what: 'JSON', matches: (_, text) => /^\s*[{[]/.test(text)},
];

/** The failure for bytes that no format claims; `head` is the beginning of the input. */
export function describeForeign(head: Uint8Array): PprofxError {
  if (startsWith(head, 0x1f, 0x8b)) {
    return failure('GZIP_IN_GZIP', 'gzip data inside the gzip data', {byteOffset: 0});
  }
  if (head[0] === 0 && head.every((byte) => byte === 0)) {
    return failure('FIELD_NUMBER_ZERO', 'nothing but zero bytes where a profile should begin', {byteOffset: 0});
  }
  const text = String.fromCharCode(...head.subarray(0, 256));
  const foreign = FOREIGN.find((candidate) => candidate.matches(head, text));
  const what = foreign === undefined ? 'no format that pprofx knows' : foreign.what;
  return failure('UNRECOGNIZED_FORMAT', `this is ${what}`, {byteOffset: 0}, foreign?.hint);
}
