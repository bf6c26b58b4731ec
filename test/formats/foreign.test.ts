/**
 * What people hand in by mistake: each is named, with what to do about it.
 */
import {deflateSync, gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {PprofxError} from '../../src/base/errors.ts';
import {readProfile} from '../../src/read.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Bytes that begin so, with more than any sniffer looks at behind them. */
function binary(...parts: readonly (string | number | readonly number[])[]): Uint8Array {
  const head = parts.flatMap((part) => {
    if (typeof part === 'string') return Array.from(part, (letter) => letter.charCodeAt(0));
    return typeof part === 'number' ? [part] : [...part];
  });
  return Uint8Array.from({length: 6000}, (_, i) => head[i] ?? (i * 7) % 251);
}

/** A header of a tar archive, in the form that tar has written since 1988. */
function tar(name: string): Uint8Array {
  const block = new Uint8Array(1024);
  block.set(text(name));
  block.set(text('ustar\0' + '00'), 257);
  return block;
}

function refusalOf(bytes: Uint8Array): PprofxError {
  try {
    readProfile(bytes, {name: 'FILE'});
  } catch (error) {
    if (error instanceof PprofxError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const ELF = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

describe('a file that is something else', () => {
  it.each<[string, Uint8Array, RegExp, RegExp]>([
    ['a zip archive', binary('PK\x03\x04', 20, 0), /^this is a zip archive$/, /unzip FILE/],
    ['a small zip archive', text('PK\x03\x04'), /^this is a zip archive$/, /unzip FILE/],
    ['a tar archive', tar('heap.pb.gz'), /^this is a tar archive$/, /tar -xf FILE/],
    ['a tar archive of a folder', tar('./'), /^this is a tar archive$/, /tar -xf FILE/],
    ['a tar.gz', gzipSync(tar('cpu.pb.gz')), /^this is a tar archive$/, /tar -xf FILE/],
    ['a 7z archive', binary("7z\xbc\xaf'\x1c", 0, 4), /^this is a 7z archive$/, /7z x FILE/],
    ['a RAR archive', binary('Rar!\x1a\x07', 1, 0), /^this is a RAR archive$/, /unpack it/],
    ['zstd data', binary([0x28, 0xb5, 0x2f, 0xfd]), /^this is zstd-compressed data$/, /zstd -d FILE/],
    ['lz4 data', binary([0x04, 0x22, 0x4d, 0x18]), /^this is lz4-compressed data$/, /lz4 -d FILE/],
    ['xz data', binary(0xfd, '7zXZ', 0), /^this is xz data$/, /unxz FILE/],
    ['bzip2 data', binary('BZh9', 0x31, 0x41), /^this is bzip2 data$/, /bunzip2 FILE/],
    ['snappy data', binary('\xff\x06\0\0sNaPpY'), /^this is snappy-compressed data$/, /snzip/],
    ['zlib data', deflateSync(binary('profile')), /^this is zlib data \(Content-Encoding: deflate\)$/, /--compressed/],
    ['an ELF binary', binary(ELF, [2, 0]), /^this is an ELF binary, not a profile$/, /carry their symbols/],
    ['a core dump', binary(ELF, [4, 0]), /^this is a core dump, not a profile$/, /dlv core/],
    [
      'a core dump of a big-endian machine',
      binary(ELF.with(5, 2), [0, 4]),
      /^this is a core dump, not a profile$/,
      /dlv core/,
    ],
    ['a Mach-O binary', binary([0xcf, 0xfa, 0xed, 0xfe]), /^this is a Mach-O binary, not a profile$/, /symbols/],
    ['a Windows binary', binary('MZ', 0x90, 0), /^this is a Windows binary, not a profile$/, /symbols/],
    [
      'an execution trace',
      binary('go 1.22 trace\0\0\0'),
      /^this is a Go execution trace$/,
      /go tool trace -pprof=sched/,
    ],
    ['an old execution trace', binary('go 1.9 trace\0\0\0\0'), /^this is a Go execution trace$/, /-pprof=sched/],
    ['perf.data', binary('PERFILE2', 0x68, 0), /^this is perf\.data of Linux perf$/, /perf script/],
    ['a flight recording', binary('FLR\0', 0, 2), /^this is a Java flight recording \(JFR\)$/, /convert/],
    [
      'a certificate',
      text('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'),
      /^this is a PEM file/,
      /--ca, --cert and --key/,
    ],
    ['a hex dump', text('00000000: 1f8b 0800 0000 0000 0003 1dca 410e 8230  ....\n'), /^this is a hex dump$/, /xxd -r/],
    ['brotli data', binary([0x8b, 0x02, 0x80, 0x03]), /^this is binary data of no format/, /curl --compressed/],
    ['JSON', text('{"series": [1, 2]}'), /^this is JSON$/, /pprof profiles/],
    ['a JSON array', text('[{"a": 1}]'), /^this is JSON$/, /pprof profiles/],
    ['a web page', text('<!DOCTYPE html><html><body>Sign in</body></html>'), /^this is a web page/, /address/],
    [
      'the index page of pprof',
      text('<html>\n<head>\n<title>/debug/pprof/</title>\n'),
      /^this is the index page of net\/http\/pprof/,
      /debug\/pprof\/heap/,
    ],
  ])('%s is named', (_, bytes, message, hint) => {
    expect(refusalOf(bytes)).toMatchObject({
      code: 'UNRECOGNIZED_FORMAT',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it.each([
    ['UTF-8', Uint8Array.from([0x1f, 0xef, 0xbf, 0xbd, 8, 0, 0, 0]), /went through a text encoding/],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x1f, 0, 0x39, 0x20, 8, 0]), /turned into UTF-16/],
    ['big-endian UTF-16', Uint8Array.from([0xfe, 0xff, 0, 0x1f, 0x20, 0x39, 0, 8]), /turned into UTF-16/],
  ])('gzip data that a program took for %s text is named as destroyed', (_, bytes, message) => {
    expect(refusalOf(bytes)).toMatchObject({
      code: 'CORRUPT_GZIP',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('curl'),
    });
  });

  it.each([
    ['a kernel log', '[ 1234.567890] INFO: nothing here\n'],
    ['a log in brackets', '[main] started {"a": 1}\n'],
    ['a lone bracket', '['],
  ])('%s is not called JSON', (_, value) => {
    expect(refusalOf(text(value)).message).not.toContain('JSON');
    expect(refusalOf(text(value.padEnd(9000, 'and more words of a log\n'))).message).not.toContain('JSON');
  });
});

describe('a text that came instead of a profile', () => {
  const status = (code: number, reason: string, message: string): string =>
    JSON.stringify({kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code});

  it.each([
    [
      status(403, 'Forbidden', 'forbidden: User "eve" cannot get path "/debug/pprof/heap"'),
      'the refusal of an API server: forbidden: User "eve" cannot get path "/debug/pprof/heap"',
      /nonResourceURLs: \["\/debug\/pprof\/\*"\], verbs: \["get"\]/,
    ],
    [status(401, 'Unauthorized', 'Unauthorized'), 'the refusal of an API server: Unauthorized', /log in again/],
    [
      status(404, 'NotFound', 'the server could not find the requested resource'),
      'the refusal of an API server: the server could not find the requested resource',
      /--profiling=true/,
    ],
    [
      'Error from server (Forbidden): forbidden: User "eve" cannot get path "/debug/pprof/"\n',
      'an error text: Error from server (Forbidden): forbidden: User "eve" cannot get path "/debug/pprof/"',
      /nonResourceURLs/,
    ],
    [
      'Error from server (NotFound): the server could not find the requested resource\n',
      'an error text: Error from server (NotFound): the server could not find the requested resource',
      /--profiling=true/,
    ],
    [
      'The connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
      'an error text: The connection to the server localhost:8080 was refused - did you specify the right host or port?',
      /kubectl could not fetch/,
    ],
    [
      "curl: (7) Failed to connect to localhost port 6060 after 0 ms: Couldn't connect to server\n",
      "an error text: curl: (7) Failed to connect to localhost port 6060 after 0 ms: Couldn't connect to server",
      /curl could not fetch/,
    ],
    ['404 page not found\n', 'an error text: 404 page not found', /net\/http\/pprof/],
    ['profiling is disabled\n', 'an error text: profiling is disabled', /--profiling=true/],
    ['Debug endpoints are disabled.\n', 'an error text: Debug endpoints are disabled.', /enableDebuggingHandlers/],
    [
      'Could not enable CPU profiling: cpu profiling already in use\n',
      'an error text: Could not enable CPU profiling: cpu profiling already in use',
      /wait until it is done/,
    ],
    ['Unknown profile\n', 'an error text: Unknown profile', /goroutine, heap, mutex/],
    [
      "profile duration exceeds server's WriteTimeout\n",
      "an error text: profile duration exceeds server's WriteTimeout",
      /--seconds/,
    ],
    [
      'Client sent an HTTP request to an HTTPS server.\n',
      'an error text: Client sent an HTTP request to an HTTPS server.',
      /https:/,
    ],
    ['<a href="/debug/pprof/">Moved Permanently</a>.\n\n', 'a redirect, not a profile', /curl -L/],
    [
      '  % Total    % Received % Xferd  Average Speed   Time\n\r100 9 100 9\n\x1f\x8b\x08',
      "curl's progress display mixed into the profile",
      /curl -sS -o FILE/,
    ],
    [
      'HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\n404 page not found\n',
      'an error text: 404 page not found',
      /net\/http\/pprof/,
    ],
  ])('%s', (value, what, hint) => {
    expect(refusalOf(text(value))).toMatchObject({
      code: 'UNRECOGNIZED_FORMAT',
      message: `this is ${what}`,
      hint: expect.stringMatching(hint),
    });
  });

  it('of nothing is an empty input', () => {
    expect(refusalOf(new Uint8Array(0))).toMatchObject({
      code: 'EMPTY_INPUT',
      hint: expect.stringContaining('endpoint'),
    });
    expect(refusalOf(gzipSync(''))).toMatchObject({code: 'EMPTY_INPUT'});
  });
});
