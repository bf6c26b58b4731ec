/**
 * Profiles that follow each other in one file, of protobuf and of text.
 */

import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {encodeUtf8} from '../../../src/base/utf8.ts';
import {partedFormat, partsOf} from '../../../src/formats/parts/index.ts';
import {readProfile} from '../../../src/read.ts';
import {bytesField, join, message, numberField} from '../../support/proto.ts';
import {samplePath} from '../../support/samples.ts';

const plain = (path: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(samplePath(path))));
const CPU = plain('nodeips-hot/cpu-before.pb.gz');
const AFTER = plain('nodeips-hot/cpu-after.pb.gz');
const HEAP = plain('replicaset-flood/heap-before.pb.gz');

/** What each part is to the reader of one profile. */
function seen(bytes: Uint8Array): unknown[] {
  const format = partedFormat(bytes.subarray(0, 2048));
  if (format === undefined) return [];
  return partsOf(bytes, format).map((part) => {
    const {kind, samples} = readProfile(part.bytes());
    return [part.path, part.repeat, kind, samples.length];
  });
}

const count = (bytes: Uint8Array): number => readProfile(bytes).samples.length;

describe('pprof profiles one after the other', () => {
  it('are cut where each begins, whatever they begin with', () => {
    expect(seen(join(CPU, AFTER, HEAP))).toEqual([
      ['1', 0, 'cpu', count(CPU)],
      ['2', 0, 'cpu', count(AFTER)],
      ['3', 0, 'heap', count(HEAP)],
    ]);
    for (const [at, bytes] of [CPU, AFTER, HEAP].entries())
      expect(partsOf(join(CPU, AFTER, HEAP), 'pprof')[at].bytes()).toEqual(bytes);
  });

  it.each([
    ['one profile', HEAP],
    // As protobuf merges messages: allowed, and one profile.
    [
      'a string table in two pieces',
      join(message(1, numberField(1, 1)), bytesField(6, ''), bytesField(6, 'a'), bytesField(6, '')),
    ],
    ['sample types behind the strings', join(bytesField(6, ''), bytesField(6, 'a'), message(1, numberField(1, 1)))],
    ['what is cut off', join(CPU, AFTER.subarray(0, 900))],
  ])('%s is not taken apart', (_, bytes) => {
    expect(partsOf(bytes, 'pprof')).toEqual([]);
  });
});

const STACK = 'main.work(...)\n\t/src/main.go:7 +0x1d\n';
const WRITER = 'goroutine 9 [running]:\nruntime/pprof.writeGoroutineStacks({0x1, 0x2})\n\t/go/pprof.go:7 +0x1d\n';
const DUMP = `${WRITER}\ngoroutine 1 [chan send, 5 minutes]:\n${STACK}\ngoroutine 2 [select]:\n${STACK}`;
const HEAP_TEXT =
  'heap profile: 1: 64 [3: 192] @ heap/1048576\n1: 64 [3: 192] @ 0x401000\n#\t0x401000\tmain.f+0x10\t/src/main.go:10\n\n';
const COUNTS = 'goroutine profile: total 3\n3 @ 0x401000\n#\t0x401000\tmain.f+0x10\t/src/main.go:10\n\n';
const MUTEX =
  '--- mutex:\ncycles/second=1000000000\nsampling period=1\n12 3 @ 0x401000\n#\t0x401000\tmain.f+0x10\t/src/main.go:10\n\n';

describe('text profiles one below the other', () => {
  it.each<[string, string, readonly (readonly [string, number, string])[]]>([
    [
      'with headings',
      `=== goroutines\n${DUMP}\n=== heap\n${HEAP_TEXT}`,
      [
        ['1-goroutine', 0, 'goroutine'],
        ['2-heap', 0, 'heap'],
      ],
    ],
    [
      'two dumps',
      `before:\n${DUMP}\nafter:\n${DUMP}`,
      [
        ['1-goroutine', 0, 'goroutine'],
        ['2-goroutine', 1, 'goroutine'],
      ],
    ],
    [
      'a dump of a signal behind a heap',
      `${HEAP_TEXT}\ngoroutine 1 [chan send]:\n${STACK}`,
      [
        ['1-heap', 0, 'heap'],
        ['2-goroutine', 0, 'goroutine'],
      ],
    ],
    [
      'a dump of a signal before one',
      `goroutine 1 [chan send]:\n${STACK}\n${HEAP_TEXT}`,
      [
        ['1-goroutine', 0, 'goroutine'],
        ['2-heap', 0, 'heap'],
      ],
    ],
    [
      'of three kinds',
      COUNTS + HEAP_TEXT + MUTEX,
      [
        ['1-goroutine', 0, 'goroutine'],
        ['2-heap', 0, 'heap'],
        ['3-mutex', 0, 'mutex'],
      ],
    ],
  ])('%s', (_, text, parts) => {
    expect(seen(encodeUtf8(text)).map((part) => (part as unknown[]).slice(0, 3))).toEqual(parts);
  });

  it.each([
    ['a dump', DUMP],
    ['a dump of a signal', `goroutine 1 [chan send]:\n${STACK}`],
    ['a profile that a log quotes further on', `${COUNTS}I1127 heap profile: 1: 64\n`],
  ])('%s is one', (_, text) => {
    expect(seen(encodeUtf8(text))).toEqual([]);
  });
});
