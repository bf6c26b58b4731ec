/**
 * Columns against arrays that hold the same.
 */
import {describe, expect, it} from 'vitest';
import {ByteColumn, Float64Column, grownCapacity, Int32Column, joinBytes} from '../../src/base/columns.ts';

it.each([
  [0, 1, 64],
  [64, 65, 256],
  [1024, 1025, 4096],
  [4096, 4097, 6144],
  [6144, 6145, 9216],
  [64, 5000, 5000],
])('a capacity of %i that must hold %i grows to %i', (capacity, needed, grown) => {
  expect(grownCapacity(capacity, needed)).toBe(grown);
});

describe.each([
  ['Int32Column', (): Int32Column => new Int32Column()],
  ['Float64Column', (): Float64Column => new Float64Column()],
])('%s', (_, make) => {
  it('allocates nothing before its first row', () => {
    expect(make().values.length).toBe(0);
    expect([...make().finish()]).toEqual([]);
  });

  it('holds what was pushed, row by row', () => {
    const column = make();
    const rows = Array.from({length: 10_000}, (__, i) => (i * 7919) % 1000);
    expect(rows.map((value) => column.push(value))).toEqual(rows.map((__, i) => i));
    expect([...column.finish()]).toEqual(rows);
    expect(column.length).toBe(10_000);
  });

  it('extends with a fill, keeps what is there, and never shrinks', () => {
    const column = make();
    column.push(5);
    column.extend(200, -1);
    column.extend(100, 9);
    column.push(6);
    column.extend(203, 3);
    expect([...column.finish()]).toEqual([5, ...Array<number>(199).fill(-1), 6, 3, 3]);
  });

  it('extends within its capacity', () => {
    const column = make();
    column.push(1);
    column.extend(3, 2);
    expect([...column.finish()]).toEqual([1, 2, 2]);
    expect(column.values.length).toBe(64);
  });
});

describe('ByteColumn', () => {
  it('holds single bytes and stretches of any length, and says where each begins', () => {
    const column = new ByteColumn();
    const source = Uint8Array.from({length: 3000}, (_, i) => i % 251);
    const expected: number[] = [];
    for (const size of [0, 1, 63, 64, 65, 300, 2000]) {
      expect(column.append(source, 5, 5 + size)).toBe(expected.length);
      expected.push(...source.subarray(5, 5 + size));
      expect(column.push(size & 255)).toBe(expected.length);
      expected.push(size & 255);
    }
    expect([...column.finish()]).toEqual(expected);
  });
});

it('pieces are joined in their order', () => {
  expect([...joinBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)])]).toEqual([1, 2, 3]);
});
