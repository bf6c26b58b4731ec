import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {PprofxError} from '../../../src/base/errors.ts';
import {encodeUtf8} from '../../../src/base/utf8.ts';
import {DEFAULT_READ_OPTIONS} from '../../../src/formats/format.ts';
import {FORMATS} from '../../../src/formats/index.ts';
import {sampleLines} from '../../support/profile-text.ts';

const MAP = '--- Memory map: ---\n  build=/opt\n  00400000-00fcb000: $build/app (@10) ab1\n';

/** One small input per text format. */
const INPUTS = {
  'contention-text': `--- mutex:\ncycles/second=2000000000\nsampling period=5\n1000 2 @ 0x400010 0x20\n#\t0x40000f\tmain.f+0x1\t/m.go:1\n${MAP}`,
  'goroutine-count':
    'goroutine profile: total 3\n2 @ 0x10 0x20 0x30 0x40\n# labels: {"a":"b", "c":"\\u00e9"}\n#\t0x2f\tmain.f+0x1\t\t/m.go:1\n\n1 @ 0x10 0x21 0x31 0x50\n#\t0x4f\tmain.g+0x1\t/m.go:2\n',
  'heap-text': `heap profile: 1: 8 [2: 16] @ heap/1048576\n1: 8 [2: 16] @ 0x400010 0x20\n#\t0x1f\tmain.f+0x1\t/m.go:1\n# runtime.MemStats\n# Alloc = 5\n# Stack = 1 / 2\n${MAP}`,
  'java-text':
    '--- contentionz 1 ---\nformat = java\nresolution = microseconds\nsampling period = 100\n  14  2 @ 0x3 0x4\n\n 0x3 A.f (A.java:12)\n 0x4 B.g (libx.so)\n',
  threadz: `--- threadz 1 ---\n\n--- Thread 7e (name: main/2) stack: ---\n  PC: 0x400010 0x20\n--- Thread 7f (name: w/3) stack: ---\n  [same as previous thread]\n${MAP}`,
};

/** What a caller sees of an input that arrives in these pieces. */
function outcome(id: string, bytes: Uint8Array, cuts: readonly number[]): unknown {
  const reader = FORMATS.find((format) => format.id === id)?.open(DEFAULT_READ_OPTIONS);
  if (reader === undefined) throw new Error(`no format ${id}`);
  let from = 0;
  try {
    for (const cut of [...cuts].map((at) => Math.min(at, bytes.length)).sort((a, b) => a - b)) {
      reader.write(bytes.slice(from, cut));
      from = cut;
    }
    reader.write(bytes.slice(from));
    const profile = reader.end();
    const {goroutines, mappings, memStats, skippedLines, warnings} = profile;
    return {lines: sampleLines(profile), goroutines, mappings, memStats, skippedLines, warnings};
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    return {code: error.code, message: error.message, at: error.at};
  }
}

describe.each(Object.entries(INPUTS))('%s', (id, text) => {
  const bytes = encodeUtf8(text);
  const cuts = fc.array(fc.nat(bytes.length), {maxLength: 8});
  const edits = fc.array(fc.record({at: fc.nat(bytes.length - 1), byte: fc.nat(255)}), {maxLength: 4});

  it('is told by its first lines, before all other formats', () => {
    expect(FORMATS.find((format) => format.sniff(bytes, true))?.id).toBe(id);
  });

  it('is read', () => {
    expect(outcome(id, bytes, [])).toMatchObject({lines: expect.arrayContaining([expect.stringContaining(': ')])});
  });

  it('gives one outcome however it is cut, sound or damaged', () => {
    fc.assert(
      fc.property(cuts, edits, fc.nat(bytes.length), fc.boolean(), (at, changes, end, isCutShort) => {
        const damaged = bytes.slice(0, isCutShort ? end : bytes.length);
        for (const {at: place, byte} of changes) if (place < damaged.length) damaged[place] = byte;
        expect(outcome(id, damaged, at)).toEqual(outcome(id, damaged, []));
      }),
      {numRuns: 200},
    );
  });
});
