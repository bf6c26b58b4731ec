/**
 * What the page loads on demand must be asked for whenever it would change the outcome.
 */
import fc from 'fast-check';
import {describe, expect, it, vi} from 'vitest';
import {FORMATS as ALL} from '../../../../src/formats/index.ts';
import {MissingModule, withModules} from '../../../../viewer/worker/lazy/missing-module.ts';

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
