import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {NONE} from '../../../src/base/columns.ts';
import {ByteInterner} from '../../../src/base/tables/byte-interner.ts';
import {IntSequenceInterner} from '../../../src/base/tables/int-sequence-interner.ts';
import {PairInterner} from '../../../src/base/tables/pair-interner.ts';
import {TrieInterner} from '../../../src/base/tables/trie-interner.ts';

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

describe('TrieInterner', () => {
  it('gives equal paths one row, in order of first appearance, as a Map would', () => {
    const paths = fc.array(fc.array(fc.integer({min: -2, max: 12}), {maxLength: 8}), {maxLength: 400});
    fc.assert(
      fc.property(paths, (keys) => {
        const interner = new TrieInterner();
        const rows = new Map<string, number>();
        for (const path of keys) {
          let parent = NONE;
          for (const key of path) {
            const expected = rows.get(`${parent},${key}`) ?? rows.size;
            rows.set(`${parent},${key}`, expected);
            const row = interner.intern(parent, key);
            expect([row, interner.first.values[row], interner.second.values[row]]).toEqual([expected, parent, key]);
            parent = row;
          }
        }
        expect(interner.length).toBe(rows.size);
      }),
    );
  });

  it('keeps a wide node as well as a deep one', () => {
    const interner = new TrieInterner();
    const wide = Array.from({length: 5000}, (_, key) => interner.intern(NONE, key));
    expect(wide).toEqual(Array.from({length: 5000}, (_, row) => row));
    let deep = 4999;
    for (let key = 0; key < 100_000; key++) deep = interner.intern(deep, key);
    expect([deep, interner.length]).toEqual([104_999, 105_000]);
    expect(wide.map((_, key) => interner.intern(NONE, key))).toEqual(wide);
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
