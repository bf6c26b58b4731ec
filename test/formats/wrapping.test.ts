/**
 * Profiles with something around them are read as they are without.
 */
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {isWrapped, unwrapped} from '../../src/formats/wrapping.ts';
import {ProfileReader, readProfile} from '../../src/read.ts';
import {renderRawText} from '../../src/render/text/raw.ts';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = readFileSync(samplePath('misc/etcd-heap.pb.gz'));
const PLAIN = gunzipSync(HEAP);
/** Sample types first, as Go writes them. */
const GO_ORDER = gunzipSync(readFileSync(samplePath('nodeips-hot/cpu-before.pb.gz')));
const DUMP = readFileSync(samplePath('modern-go/esbuild-sigquit.txt'));
const HEADERS = 'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nX-Go-Pprof: 1\r\n\r\n';
const base64 = (bytes: Buffer): string => bytes.toString('base64');
const lines = (text: string): string => text.replace(/.{76}/g, '$&\n') + '\n';

const WRAPPED: readonly (readonly [string, Buffer])[] = [
  ['base64', Buffer.from(base64(HEAP))],
  ['base64 in lines', Buffer.from(lines(base64(HEAP)))],
  ['base64 of the URL alphabet', Buffer.from(HEAP.toString('base64url'))],
  ['a data URL', Buffer.from(`data:application/octet-stream;base64,${base64(HEAP)}`)],
  ['base64 of a plain profile', Buffer.from(base64(PLAIN))],
  ['hexadecimal digits', Buffer.from(lines(HEAP.toString('hex')))],
  ['the hexadecimal digits of a database', Buffer.from(`\\x${HEAP.toString('hex')}`)],
  ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), HEAP])],
  ['a blank line before', Buffer.concat([Buffer.from('\r\n'), HEAP])],
  ['HTTP headers', Buffer.concat([Buffer.from(HEADERS), HEAP])],
  [
    'the headers of a redirect, too',
    Buffer.concat([Buffer.from(`HTTP/2 302 \r\nlocation: /x\r\n\r\n${HEADERS}`), HEAP]),
  ],
  ['headers before a plain profile', Buffer.concat([Buffer.from(HEADERS), PLAIN])],
  ['headers before base64', Buffer.from(HEADERS + base64(HEAP))],
];

describe('a profile with something around it', () => {
  const raw = renderRawText(readProfile(HEAP));
  const plain = pprofx(['raw', samplePath('misc/etcd-heap.pb.gz')]).stdout;

  it.each(WRAPPED)('%s: the library reads it', (_, bytes) => {
    expect(renderRawText(readProfile(bytes))).toBe(raw);
  });

  it.each(WRAPPED)('%s: the command line reads it, from a file and from a pipe', (_, bytes) => {
    const path = join(mkdtempSync(join(tmpdir(), 'pprofx-wrapped-')), 'wrapped');
    writeFileSync(path, bytes);
    expect(pprofx(['raw', path]).stdout).toBe(plain);
    expect(pprofx(['raw', '-'], {input: bytes}).stdout).toBe(plain);
  });

  it.each(['\n', '\r\n', '\0\0\n', ' '])('%j behind it: it is read, and a warning says so', (tail) => {
    const path = join(mkdtempSync(join(tmpdir(), 'pprofx-wrapped-')), 'heap.pb.gz');
    const bytes = Buffer.concat([HEAP, Buffer.from(tail)]);
    writeFileSync(path, bytes);
    const warning = `${tail.length} zero or blank bytes after the gzip data were ignored`;
    expect(readProfile(bytes).warnings).toEqual([{code: 'GZIP_PADDING', message: warning}]);
    expect(pprofx(['top', path]).stdout).toContain(warning);
    expect(pprofx(['top', '-'], {input: bytes}).stdout).toContain(warning);
  });

  it('HTTP headers before it and a line end behind it: a file and a pipe are read', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'pprofx-wrapped-')), 'answer');
    const bytes = Buffer.concat([Buffer.from(HEADERS), HEAP, Buffer.from('\n')]);
    writeFileSync(path, bytes);
    expect(pprofx(['top', path]).stdout).toContain('1 zero or blank bytes');
    expect(pprofx(['top', '-'], {input: bytes}).stdout).toContain('1 zero or blank bytes');
  });

  it('blanks and then other bytes behind it, in a pipe: it is refused with the place', () => {
    const bytes = Buffer.concat([HEAP, Buffer.alloc(2 ** 18, '\n'), Buffer.from('x')]);
    const {code, stderr} = pprofx(['top', '-'], {input: bytes});
    expect([code, stderr]).toEqual([3, expect.stringContaining(`at byte ${HEAP.length + 2 ** 18} (TRAILING_DATA)`)]);
  });

  it('a profile that begins with its sample types is read from base64, too', () => {
    expect(renderRawText(readProfile(Buffer.from(base64(GO_ORDER))))).toBe(renderRawText(readProfile(GO_ORDER)));
  });

  it('a dump in base64 is read, and the page gets the text', () => {
    const bytes = Buffer.from(lines(base64(gzipSync(DUMP))));
    expect(readProfile(bytes).samples.length).toBe(readProfile(DUMP).samples.length);
  });
});

describe('UTF-16', () => {
  it.each(['little-endian', 'big-endian'])(
    '%s text is read as the same text of bytes, in chunks of any length',
    (order) => {
      const bytes = Buffer.from(`\ufeff${DUMP.toString('latin1')}`, 'utf16le');
      if (order === 'big-endian') bytes.swap16();
      const raw = renderRawText(readProfile(DUMP));
      expect(renderRawText(readProfile(bytes))).toBe(raw);
      const reader = new ProfileReader();
      for (let at = 0; at < bytes.length; at += 4097) reader.write(bytes.subarray(at, at + 4097));
      expect(renderRawText(reader.end())).toBe(raw);
    },
  );
});

describe('what has nothing around it', () => {
  it.each([
    ['a gzip profile', HEAP],
    ['a plain profile', PLAIN],
    ['a dump', DUMP],
    ['folded stacks', Buffer.from('main;serve 3\n')],
    ['a word', Buffer.from('deadbeef')],
    ['stacks of one frame', Buffer.from('main 3\nworker 4\nallocate 5\nrelease 6\n')],
    ['words', Buffer.from('theworkerwaitsforthequeue\nthequeuewaitsfortheworker\n')],
    ['a long word', Buffer.from('a'.repeat(64))],
    ['text that speaks of HTTP', Buffer.from('HTTP/1.1 requests were slow\n\nsee below\n')],
    ['nothing', Buffer.alloc(0)],
  ])('%s stays as it is', (_, bytes) => {
    expect(isWrapped(bytes)).toBe(false);
    expect(unwrapped(bytes)).toBe(bytes);
  });
});

describe('stacks of one frame', () => {
  it('are folded stacks', () => {
    const profile = readProfile(Buffer.from('main 3\nruntime.gcBgMarkWorker 4\n'));
    expect([...profile.samples.values[0]]).toEqual([3, 4]);
  });

  it.each(['# HELP go_goroutines now\n# TYPE go_goroutines gauge\ngo_goroutines 42\n', '200 42\n', 'two words 3\n'])(
    '%j is none',
    (text) => {
      expect(() => readProfile(Buffer.from(text))).toThrow('no format that pprofx knows');
    },
  );
});
