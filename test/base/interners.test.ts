import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ByteInterner} from '../../src/base/byte-interner.ts';
import {IntSequenceInterner} from '../../src/base/int-sequence-interner.ts';
import {PairInterner} from '../../src/base/pair-interner.ts';

describe('PairInterner', () => {
  it('gives equal pairs one row, in order of first appearance, as a Map would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({min: -2, max: 40}), fc.integer({min: -2, max: 40})), {maxLength: 2000}),
        (pairs) => {
          const interner = new PairInterner();
          const rows = new Map<string, number>();
          for (const [a, b] of pairs) {
            const expected = rows.get(`${a},${b}`) ?? rows.size;
            rows.set(`${a},${b}`, expected);
            expect(interner.intern(a, b)).toBe(expected);
          }
          expect(interner.length).toBe(rows.size);
        },
      ),
    );
  });

  it('never finds an appended row again', () => {
    const interner = new PairInterner();
    expect([interner.append(1, 2), interner.append(1, 2)]).toEqual([0, 1]);
  });
});

describe('ByteInterner', () => {
  it('tells sequences apart by every byte and by length', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({maxLength: 12, max: 3}), {maxLength: 600}), (sequences) => {
        const interner = new ByteInterner();
        const rows = new Map<string, number>();
        for (const bytes of sequences) {
          const expected = rows.get(bytes.join()) ?? rows.size;
          rows.set(bytes.join(), expected);
          expect(interner.intern(bytes, 0, bytes.length)).toBe(expected);
          expect([...interner.bytes(expected)]).toEqual([...bytes]);
        }
      }),
    );
  });
});

describe('IntSequenceInterner', () => {
  it('tells [1, 2] from [1], [2, 1] and [258]', () => {
    const interner = new IntSequenceInterner();
    const row = (...words: number[]): number => {
      interner.begin();
      for (const word of words) interner.add(word);
      return interner.end();
    };
    expect([row(1, 2), row(1), row(2, 1), row(258), row(1, 2)]).toEqual([0, 1, 2, 3, 0]);
  });
});
