/**
 * Names what an unrecognised input is, so that the message can say what to do.
 *
 * Marks at the beginning of a file are asked before any format: protobuf has none of its own, and many of them pass for
 * fields of a profile. Texts are asked last, for a text may hold a dump.
 */
import {failure, type PprofxError} from '../base/errors.ts';
import {decodeUtf8} from '../base/utf8.ts';
import {type Answer, answerInstead} from './answers.ts';
import {isDiffFolded} from './folded.ts';

interface Mark extends Answer {
  readonly magic: readonly number[];
  /** Where the magic stands; at the beginning unless given. */
  readonly at?: number;
  /** The magic could begin a text: only binary data is meant. */
  readonly isBinary?: boolean;
}

const bytesOf = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

const PROGRAM_HINT = 'give the profile only; Go profiles carry their symbols';
const ARCHIVE = 'unpack it and give the profiles inside';
/** Archives are read from files alone: they are looked at from both ends, and more than once. */
const AS_FILE = 'give it as a file: pprofx analyze FILE; or unpack it';

const ZSTD: Answer = {what: 'zstd-compressed data', hint: `${AS_FILE}: zstd -d FILE`};

const PROGRAMS: readonly Mark[] = [
  {magic: [0x7f, 0x45, 0x4c, 0x46], what: 'an ELF binary, not a profile', hint: PROGRAM_HINT},
  {magic: [0xfe, 0xed, 0xfa, 0xce], what: 'a Mach-O binary, not a profile', hint: PROGRAM_HINT},
  {magic: [0xfe, 0xed, 0xfa, 0xcf], what: 'a Mach-O binary, not a profile', hint: PROGRAM_HINT},
  {magic: [0xce, 0xfa, 0xed, 0xfe], what: 'a Mach-O binary, not a profile', hint: PROGRAM_HINT},
  {magic: [0xcf, 0xfa, 0xed, 0xfe], what: 'a Mach-O binary, not a profile', hint: PROGRAM_HINT},
  {magic: [0xca, 0xfe, 0xba, 0xbe], what: 'a Mach-O binary or a Java class, not a profile', hint: PROGRAM_HINT},
  {magic: bytesOf('MZ'), isBinary: true, what: 'a Windows binary, not a profile', hint: PROGRAM_HINT},
];

const MARKS: readonly Mark[] = [
  ...PROGRAMS,
  {magic: bytesOf('PK\x03\x04'), what: 'a zip archive', hint: `${AS_FILE}: unzip FILE`},
  {magic: bytesOf('PK\x05\x06'), what: 'an empty zip archive'},
  {magic: bytesOf('PK\x07\x08'), what: 'a zip archive in several parts', hint: `${ARCHIVE}: unzip FILE`},
  {magic: bytesOf('ustar'), at: 257, what: 'a tar archive', hint: `${AS_FILE}: tar -xf FILE`},
  {magic: bytesOf("7z\xbc\xaf'\x1c"), what: 'a 7z archive', hint: `${ARCHIVE}: 7z x FILE`},
  {magic: bytesOf('Rar!\x1a\x07'), what: 'a RAR archive', hint: ARCHIVE},
  {magic: [0x28, 0xb5, 0x2f, 0xfd], ...ZSTD},
  // A frame to be passed over may come first, of sixteen kinds.
  ...Array.from({length: 16}, (_, kind) => ({magic: [0x50 + kind, 0x2a, 0x4d, 0x18], ...ZSTD})),
  {magic: [0x04, 0x22, 0x4d, 0x18], what: 'lz4-compressed data', hint: 'unpack it first: lz4 -d FILE'},
  {magic: bytesOf('\xff\x06\0\0sNaPpY'), what: 'snappy-compressed data', hint: 'unpack it first: snzip -d FILE'},
  {magic: bytesOf('BZh'), isBinary: true, what: 'bzip2 data', hint: 'unpack it first: bunzip2 FILE'},
  {magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'xz data', hint: 'unpack it first: unxz FILE'},
  ...[0x01, 0x9c, 0xda].map((level) => ({
    magic: [0x78, level],
    isBinary: true,
    what: 'zlib data (Content-Encoding: deflate)',
    hint: 'unpack it first: pigz -dz, zlib-flate -uncompress; or fetch with curl --compressed',
  })),
  {
    magic: bytesOf('FLR\0'),
    what: 'a Java flight recording (JFR)',
    hint: 'pprofx reads pprof profiles and folded stacks; convert the recording first, for instance with jfrconv of async-profiler',
  },
  {
    magic: bytesOf('PERFILE2'),
    what: 'perf.data of Linux perf',
    hint: 'print it first, and give that: perf script >FILE; or convert it with perf_to_profile',
  },
  // go 1.5 trace, go 1.22 trace
  ...[6, 7].map((at) => ({
    magic: bytesOf(' trace\0'),
    at,
    what: 'a Go execution trace',
    hint: 'open it with go tool trace; go tool trace -pprof=sched FILE >sched.pb.gz makes a profile of it (also net, sync, syscall)',
  })),
];

/** A core dump is ELF, too: its type says so, in the byte order that the header names. */
const CORE: Answer = {
  what: 'a core dump, not a profile',
  hint: 'print its goroutines with delve and give that: dlv core BINARY CORE, then goroutines -t',
};

const GZIP_BEHIND_TEXT: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0xef, 0xbf, 0xbd], 'gzip data that went through a text encoding, which destroyed it'],
  [[0xff, 0xfe, 0x1f, 0], 'gzip data that a shell turned into UTF-16 text, which destroyed it'],
  [[0xfe, 0xff, 0, 0x1f], 'gzip data that a shell turned into UTF-16 text, which destroyed it'],
];
const AS_BYTES = 'fetch it again and keep it as bytes: curl -o FILE URL (in PowerShell curl.exe -o FILE URL)';

/**
 * The failure for bytes that begin as something else than a profile does; undefined when no such mark is there.
 *
 * @param head  the beginning of the input, as it came
 */
export function foreignByMark(head: Uint8Array): PprofxError | undefined {
  const destroyed = GZIP_BEHIND_TEXT.find(([magic]) => hasMagic(head, magic, 0));
  if (destroyed !== undefined) return failure('CORRUPT_GZIP', destroyed[1], {byteOffset: 0}, AS_BYTES);
  const mark = MARKS.find((candidate) => isMarked(head, candidate));
  if (mark === undefined) return undefined;
  return unrecognized(isCore(head) ? CORE : mark);
}

/** Whether a file that begins so is a program. */
export function isExecutable(head: Uint8Array): boolean {
  return PROGRAMS.some((mark) => isMarked(head, mark)) && !isCore(head);
}

/**
 * The failure for bytes that no format claims.
 *
 * @param head     the beginning of the input, as text where it is some
 * @param isWhole  whether that is all there is
 */
export function describeForeign(head: Uint8Array, isWhole: boolean): PprofxError {
  if (hasMagic(head, [0x1f, 0x8b], 0)) {
    return failure('GZIP_IN_GZIP', 'gzip data inside the gzip data', {byteOffset: 0});
  }
  if (head[0] === 0 && head.every((byte) => byte === 0)) {
    return failure('FIELD_NUMBER_ZERO', 'nothing but zero bytes where a profile should begin', {byteOffset: 0});
  }
  const text = decodeUtf8(head);
  const answer = answerInstead(text);
  if (answer !== undefined) return unrecognized(answer);
  return unrecognized(foreignText(text, isWhole) ?? {what: 'no format that pprofx knows'});
}

function foreignText(text: string, isWhole: boolean): Answer | undefined {
  if (/^\s*-----BEGIN [A-Z0-9 ]+-----/.test(text)) {
    return {
      what: 'a PEM file (a certificate or key), not a profile',
      hint: 'certificates go behind --ca, --cert and --key',
    };
  }
  if (/^[0-9a-f]{6,8}:? +(?:[0-9a-f]{2,4} ){4}/m.test(text.slice(0, 100))) {
    return {what: 'a hex dump', hint: 'make bytes of it first: xxd -r FILE >profile.pb.gz'};
  }
  if (isDiffFolded(text, isWhole)) {
    return {
      what: 'folded stacks with two counts, as difffolded.pl writes them',
      hint: 'give the two files that it compared: pprofx diff BEFORE AFTER',
    };
  }
  if (isJson(text, isWhole)) return {what: 'JSON'};
  if (/[\0-\x08\x0e-\x1f]/.test(text)) {
    return {
      what: 'binary data of no format that pprofx knows',
      hint: 'pprofx reads pprof profiles, gzip or plain; where a server compresses otherwise (br, for one), fetch with curl --compressed',
    };
  }
  return undefined;
}

function isJson(text: string, isWhole: boolean): boolean {
  if (!isWhole) return /^\s*(?:\{\s*"|\[\s*[[{"])/.test(text);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function unrecognized({hint, what}: Answer): PprofxError {
  return failure('UNRECOGNIZED_FORMAT', `this is ${what}`, {byteOffset: 0}, hint);
}

function isMarked(head: Uint8Array, {at = 0, isBinary, magic}: Mark): boolean {
  return hasMagic(head, magic, at) && (isBinary !== true || head.subarray(0, 256).some(isControl));
}

function hasMagic(head: Uint8Array, magic: readonly number[], at: number): boolean {
  return magic.every((byte, i) => head[at + i] === byte);
}

function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32) || byte > 126;
}

/** e_type of an ELF header is ET_CORE. */
function isCore(head: Uint8Array): boolean {
  if (!hasMagic(head, PROGRAMS[0].magic, 0)) return false;
  const isLittleEndian = head[5] === 1;
  return head[isLittleEndian ? 16 : 17] === 4 && head[isLittleEndian ? 17 : 16] === 0;
}
