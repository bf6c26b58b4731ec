/**
 * What the page loads on demand must be asked for whenever it would change the outcome.
 */
import fc from 'fast-check';
import protobuf from 'protobufjs/minimal.js';
import {RE2JS} from 're2js';
import {describe, expect, it, vi} from 'vitest';
import {foreignByMark} from '../../../../src/formats/foreign.ts';
import {FORMATS as ALL} from '../../../../src/formats/index.ts';
import {MissingModule, withModules} from '../../../../viewer/worker/lazy/missing-module.ts';
import {unicodeRanges} from '../../../../viewer/worker/lazy/unicode-ranges.ts';
import {readSample} from '../../../support/samples.ts';

/** As a page finds it before it has read anything. */
async function atFirst(): Promise<typeof import('../../../../viewer/worker/lazy/formats.ts')> {
  vi.resetModules();
  return import('../../../../viewer/worker/lazy/formats.ts');
}

const lines = fc.constantFrom(
  'goroutine 1 [running]:\n',
  'main.main()\n\t/x.go:1 +0x1\n',
  'heap profile: 1: 2 [3: 4] @ heap/1\n',
  '--- threadz 1 ---\n',
  'main;f 3\n',
  'flat  flat%   sum%\n',
);

describe('formats of the page', () => {
  it('are only protobuf where the whole registry would say so as well', async () => {
    const {FORMATS} = await atFirst();
    const start = fc.tuple(
      fc.constantFrom(0x0a, 0x5a, 0x48, 0),
      fc.oneof(fc.integer({min: 0, max: 8}), fc.integer({min: 0, max: 40})),
      fc.constantFrom(8, 10, 32),
    );
    const rest = fc.oneof(
      fc.uint8Array({maxLength: 60}),
      lines.map((text) => new TextEncoder().encode(text)),
    );
    let alone = 0;
    fc.assert(
      fc.property(start, fc.array(rest, {maxLength: 5}), fc.boolean(), (first, parts, isWhole) => {
        const head = Uint8Array.from([...first, ...parts.flatMap((part) => [...part])]);
        let chosen: string | undefined;
        try {
          chosen = FORMATS.find((format) => format.sniff(head, isWhole))?.id;
        } catch (error) {
          expect(error).toHaveProperty('load');
          return;
        }
        alone++;
        expect(chosen).toBe(ALL.find((format) => format.sniff(head, isWhole))?.id);
      }),
      {numRuns: 3000, examples: [[[10, 33, 32], [new TextEncoder().encode('main;f 3\n'), Uint8Array.of(0)], false]]},
    );
    expect(alone).toBeGreaterThan(100);
  });

  it('are all there once something else was read', async () => {
    const formats = await atFirst();
    const head = new TextEncoder().encode('goroutine 1 [running]:\nmain.main()\n\t/x.go:1 +0x1\n');
    const parts = await import('../../../../viewer/worker/lazy/missing-module.ts');
    const found = await parts.withModules(() => formats.FORMATS.find((format) => format.sniff(head, true))?.id);
    expect(found).toBe('goroutine-text');
    expect(formats.FORMATS.map(({id}) => id)).toEqual(ALL.map(({id}) => id));
  });
});

describe('foreign inputs of the page', () => {
  const MARKS = ['\x7fELF', 'MZ', 'PK\x03\x04', '\x28\xb5\x2f\xfd', 'BZh9\x00', 'go 1.22 trace\0', 'x\x9c\0', 'ustar'];

  it('are none where the marks say so as well', async () => {
    vi.resetModules();
    const page = await import('../../../../viewer/worker/lazy/foreign.ts');
    let alone = 0;
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 255}),
        fc.constantFrom(...MARKS),
        fc.constantFrom(0, 1, 6, 257),
        (fill, mark, at) => {
          const head = new Uint8Array(512).fill(fill);
          head.set(Buffer.from(mark, 'latin1'), at);
          try {
            expect(page.foreignByMark(head)).toBeUndefined();
          } catch (error) {
            if (error instanceof Error) throw error;
            expect(error).toHaveProperty('load');
            return;
          }
          alone++;
          expect(foreignByMark(head)).toBeUndefined();
        },
      ),
      {numRuns: 3000, examples: [[0x48, 'ustar', 257]]},
    );
    expect(alone).toBeGreaterThan(10);
  });

  it('are named once their module is there', async () => {
    vi.resetModules();
    const page = await import('../../../../viewer/worker/lazy/foreign.ts');
    const parts = await import('../../../../viewer/worker/lazy/missing-module.ts');
    const tar = new Uint8Array(512).fill(0x48);
    tar.set(Buffer.from('ustar'), 257);
    expect((await parts.withModules(() => page.foreignByMark(tar)))?.message).toContain('a tar archive');
  });
});

describe('the reader of protobuf in the page', () => {
  it('may lack all methods of the one it replaces: the core calls none', () => {
    const methods = Object.getOwnPropertyNames(protobuf.Reader.prototype).filter((name) => name !== 'constructor');
    const spies = methods.map((name) => vi.spyOn(protobuf.Reader.prototype, name as 'skip'));
    readSample('replicaset-flood/heap-before.pb.gz');
    expect(methods).toContain('uint32');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

describe('properties of Unicode in the page', () => {
  /** Letters of several scripts, a combining mark, digits, punctuation, symbols, and halves of surrogate pairs. */
  const POINTS = [
    0x41, 0x7a, 0x30, 0x5f, 0x24, 0x20, 0xe9, 0x301, 0x3b1, 0x416, 0x661, 0x4e2d, 0x1f600, 0xd800, 0x10ffff,
  ];

  it.each([
    'L',
    'Lu',
    'Ll',
    'LC',
    'M',
    'N',
    'Nd',
    'P',
    'Pc',
    'S',
    'Sc',
    'So',
    'Zs',
    'Cc',
    'Cs',
    'Cn',
    'Greek',
    'Cyrillic',
    'Han',
  ])('%s has the same characters as the engine says', (name) => {
    const ranges = unicodeRanges(name.length > 2 ? `\\p{Script=${name}}` : `\\p{${name}}`);
    const isIn = (point: number): boolean =>
      ranges.some((low, i) => i % 2 === 0 && low <= point && point <= ranges[i + 1]);
    const pattern = RE2JS.compile(`^\\p{${name}}$`);
    const texts = POINTS.filter((point) => point < 0xd800 || point > 0xdfff);
    expect(texts.filter(isIn)).toEqual(texts.filter((point) => pattern.test(String.fromCodePoint(point))));
    expect(isIn(0xd800)).toBe(name === 'Cs');
  });

  it('unknown to the host have no characters', () => {
    expect(unicodeRanges('\\p{Script=Klingon}')).toEqual([]);
  });

  it('are ranges, ascending, joined across the steps in which they are found', () => {
    expect(unicodeRanges('\\p{Cs}')).toEqual([0xd800, 0xdfff]);
    expect(unicodeRanges('\\p{Co}')).toEqual([0xe000, 0xf8ff, 0xf0000, 0xffffd, 0x100000, 0x10fffd]);
  });
});

describe('the engine of patterns in the page', () => {
  const part = fc.constantFrom(
    ...'ab.*+?()|[]^$',
    '\\pL',
    '\\d',
    '\\b',
    '(?i)',
    '(?:',
    '[^a]',
    '{2}',
    'é',
    '\\.',
    '(?P<n>',
    'Ж',
  );
  const text = fc.string({unit: fc.constantFrom(...'abAB.1 é(*', 'ж', '😀'), maxLength: 12});

  it('answers as the package does', async () => {
    const built = new URL('../../../../dist/viewer/worker/build.js', import.meta.url).href;
    const page = (await import(built)) as {readonly RE2JS: typeof RE2JS};
    const answers = ({compile}: Pick<typeof RE2JS, 'compile'>, pattern: string, texts: readonly string[]): unknown => {
      try {
        const engine = compile(pattern);
        return texts.map((each) => {
          const matcher = engine.matcher(each);
          return [engine.test(each), matcher.find() ? [matcher.group(0), matcher.find()] : ''];
        });
      } catch (error) {
        return String(error);
      }
    };
    let compiled = 0;
    fc.assert(
      fc.property(fc.array(part, {minLength: 1, maxLength: 9}), fc.array(text, {maxLength: 6}), (parts, texts) => {
        const expected = answers(RE2JS, parts.join(''), texts);
        if (Array.isArray(expected)) compiled++;
        expect(answers(page.RE2JS, parts.join(''), texts)).toEqual(expected);
      }),
      {
        numRuns: 600,
        examples: [
          [
            ['(', 'a', ')', '|', 'b'],
            ['ab', ''],
          ],
          [
            ['^', '(', 'a', ')', '*', '$'],
            ['aaa', 'ab'],
          ],
        ],
      },
    );
    expect(compiled).toBeGreaterThan(100);
  });
});

describe('withModules', () => {
  it('tries again until nothing is missing, and lets every failure pass', async () => {
    const loaded: string[] = [];
    const need = (part: string): void => {
      if (!loaded.includes(part)) throw new MissingModule(async () => void loaded.push(part));
    };
    const answer = await withModules(() => {
      need('a');
      need('b');
      return loaded.join();
    });
    expect(answer).toBe('a,b');
    await expect(withModules(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
