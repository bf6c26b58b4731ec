/**
 * Which locations, functions and label sets are one row, as google/pprof's merge decides.
 */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {NONE} from '../../../src/base/columns.ts';
import {FunctionColumns} from '../../../src/model/builder/function-columns.ts';
import {type LabelInput, LabelSetColumns} from '../../../src/model/builder/label-set-columns.ts';
import {LocationColumns} from '../../../src/model/builder/location-columns.ts';
import type {Mapping} from '../../../src/model/profile.ts';
import {ValueColumn} from '../../../src/model/value-column.ts';

const mapping = (start: bigint, more: Partial<Mapping> = {}): Mapping => ({
  start,
  limit: start + 0x5000n,
  offset: 0n,
  file: '/app',
  buildId: 'id',
  hasFunctions: true,
  hasFilenames: true,
  hasLineNumbers: true,
  hasInlineFrames: true,
  ...more,
});

describe('a location', () => {
  const at = (columns: LocationColumns, address: bigint, row: number, isFolded = false, lines: number[] = []): number =>
    columns.intern(Number(BigInt.asIntN(32, address)), Number(BigInt.asIntN(32, address >> 32n)), row, isFolded, lines);

  it('is found again wherever its mapping was loaded', () => {
    const columns = new LocationColumns();
    const [first, moved] = [0x40_0000n, 0x7fff_ffff_f000n].map((start) => columns.addMapping(mapping(start)));
    expect([first, moved]).toEqual([0, 1]);
    // The second address crosses a border of 32 bits inside its mapping.
    expect(at(columns, 0x40_1234n, first)).toBe(0);
    expect(at(columns, 0x8000_0000_0234n, moved)).toBe(0);
    expect(at(columns, 0x8000_0000_0235n, moved)).toBe(1);
  });

  it.each<[string, Partial<Mapping>]>([
    ['another build', {buildId: 'other'}],
    ['another offset in the file', {offset: 0x1000n}],
    ['another size', {limit: 0x40_0000n + 0x9000n}],
  ])('in a mapping of %s is another one', (_, more) => {
    const columns = new LocationColumns();
    const rows = [mapping(0x40_0000n), mapping(0x40_0000n, more)].map((each) => columns.addMapping(each));
    expect(rows.map((row) => at(columns, 0x40_1234n, row))).toEqual([0, 1]);
  });

  it('in mappings without build ids is known by their file, and sizes are counted in pages', () => {
    const columns = new LocationColumns();
    const plain = {buildId: ''};
    const rows = [
      mapping(0x40_0000n, plain),
      mapping(0x80_0000n, {...plain, limit: 0x80_0000n + 0x4001n}),
      mapping(0x80_0000n, {...plain, file: '/other'}),
    ].map((each) => columns.addMapping(each));
    expect([0x40_0100n, 0x80_0100n, 0x80_0100n].map((address, i) => at(columns, address, rows[i]))).toEqual([0, 0, 1]);
  });

  it('is another one with other lines, folded, or without a mapping', () => {
    const columns = new LocationColumns();
    const row = columns.addMapping(mapping(0n));
    const rows = [
      at(columns, 0x10n, row, false, [1, 5, 0]),
      at(columns, 0x10n, row, false, [1, 6, 0]),
      at(columns, 0x10n, row, false, [1, 5, 3]),
      at(columns, 0x10n, row, false, [1, 5 + 2 ** 32, 0]),
      at(columns, 0x10n, row, true, [1, 5, 0]),
      at(columns, 0x10n, NONE, false, [1, 5, 0]),
      at(columns, 0x10n, row, false, [1, 5, 0]),
    ];
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 0]);
  });

  it('keeps its address, its flags and its lines', () => {
    const columns = new LocationColumns();
    at(columns, 0xffff_ffff_8000_1234n, NONE, true, [3, 12, 7, 4, 2 ** 40, 1]);
    at(columns, 0x10n, columns.addMapping(mapping(0n)));
    const table = columns.finish();
    expect([...table.address]).toEqual([0xffff_ffff_8000_1234n, 0x10n]);
    expect([[...table.mapping], [...table.isFolded], [...table.lineStart]]).toEqual([
      [NONE, 0],
      [1, 0],
      [0, 2, 2],
    ]);
    expect([...table.lineFunction, ...table.lineNumber, ...table.lineColumn]).toEqual([3, 4, 12, 2 ** 40, 7, 1]);
    expect(table.length).toBe(2);
  });
});

it('functions are one row where name, system name, file and first line are', () => {
  const columns = new FunctionColumns();
  const rows = [
    [1, 2, 3, 4],
    [9, 2, 3, 4],
    [1, 9, 3, 4],
    [1, 2, 9, 4],
    [1, 2, 3, 9],
    [1, 2, 3, 4 + 2 ** 32],
    [1, 2, 3, 4],
  ].map(([name, system, file, line]) => columns.intern(name, system, file, line));
  expect(rows).toEqual([0, 1, 2, 3, 4, 5, 0]);
  const table = columns.finish();
  expect([...table.name]).toEqual([1, 9, 1, 1, 1, 1]);
  expect([...table.systemName]).toEqual([2, 2, 9, 2, 2, 2]);
  expect([...table.filename]).toEqual([3, 3, 3, 9, 3, 3]);
  expect([...table.startLine]).toEqual([4, 4, 4, 4, 9, 4 + 2 ** 32]);
  expect(table.length).toBe(6);
});

describe('label sets', () => {
  const text = (key: number, row: number): LabelInput => ({key, text: row, number: 0n, unit: 0});
  const count = (key: number, number: bigint, unit = 0): LabelInput => ({key, text: NONE, number, unit});

  it('are one whatever the order of their keys; values of one key keep theirs', () => {
    const columns = new LabelSetColumns();
    const rows = [
      [],
      [text(1, 5), text(2, 6)],
      [text(2, 6), text(1, 5)],
      [text(1, 5), text(1, 6)],
      [text(1, 6), text(1, 5)],
      [text(3, 1), text(2, 1), text(1, 1)],
      [text(1, 1), text(2, 1), text(3, 1)],
    ].map((labels) => columns.intern(labels));
    expect(rows).toEqual([0, 1, 1, 2, 3, 4, 4]);
  });

  it('differ by text, unit and every bit of a number', () => {
    const columns = new LabelSetColumns();
    const rows = [count(1, 7n), count(1, 7n, 2), count(1, 7n + 2n ** 32n), count(1, -7n), text(1, 7), count(1, 7n)];
    expect(rows.map((label) => columns.intern([label]))).toEqual([1, 2, 3, 4, 5, 1]);
    const table = columns.finish();
    expect([...table.number]).toEqual([7n, 7n, 7n + 2n ** 32n, -7n, 0n]);
    expect([...table.unit]).toEqual([0, 2, 0, 0, 0]);
    expect([...table.text]).toEqual([NONE, NONE, NONE, NONE, 7]);
    expect([...table.start]).toEqual([0, 0, 1, 2, 3, 4, 5]);
    expect(table.length).toBe(6);
  });
});

it('a column of values is exact, past 2^53 too', () => {
  const values = fc.array(fc.tuple(fc.nat({max: 3}), fc.bigInt({min: -(2n ** 62n), max: 2n ** 62n})), {maxLength: 40});
  fc.assert(
    fc.property(values, (additions) => {
      const column = new ValueColumn();
      const expected: bigint[] = [0n, 0n, 0n, 0n];
      for (let row = 0; row < 4; row++) column.add(row, 0, 0);
      for (const [row, value] of additions) {
        const nearest = Number(value);
        column.add(row, nearest, Number(value - BigInt(nearest)));
        expected[row] += value;
      }
      expected.forEach((sum, row) => {
        expect(BigInt(column.at(row)) + BigInt(column.residueAt(row))).toBe(sum);
        expect(column.isZero(row)).toBe(sum === 0n);
      });
      const picked = column.finish(Int32Array.of(2, 1));
      expect([...picked.values]).toEqual([column.at(2), column.at(1)]);
      expect(picked.residues === undefined ? [0, 0] : [...picked.residues]).toEqual([
        column.residueAt(2),
        column.residueAt(1),
      ]);
    }),
  );
});
