/**
 * Tables of strings against arrays and maps.
 */
import {describe, expect, it} from 'vitest';
import {PagedBytes} from '../../../src/base/tables/paged-bytes.ts';
import {StringTable} from '../../../src/base/tables/string-table.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('StringTable', () => {
  it('has the empty string in row 0', () => {
    const table = new StringTable();
    expect([table.length, table.at(0), table.intern('')]).toEqual([1, '', 0]);
  });

  it('gives bytes and text of one string one row', () => {
    const table = new StringTable();
    const source = encode('main.run, main.café');
    const rows = [
      table.internBytes(source, 0, 8),
      table.intern('main.run'),
      table.intern('main.café'),
      table.internBytes(source, 10, 20),
      table.intern('main.run'),
    ];
    expect(rows).toEqual([1, 1, 2, 2, 1]);
    expect([1, 2].map((row) => table.at(row))).toEqual(['main.run', 'main.café']);
    expect([...table.bytes(2)]).toEqual([...encode('main.café')]);
    expect(table.length).toBe(3);
  });
});

describe('PagedBytes', () => {
  const SIZES = [0, 1, 63, 64, 4000, 31, 5000, 2, 8192, 100, 3_000_000, 7, 1 << 20, 1];

  it('gives each string back, and no string crosses a page', () => {
    const pages = new PagedBytes();
    const source = Uint8Array.from({length: 3_000_100}, (_, i) => (i * 31) % 253);
    SIZES.forEach((size, i) => {
      pages.push(source, i, i + size);
    });
    expect(pages.length).toBe(SIZES.length);
    expect(pages.byteLength).toBe(SIZES.reduce((sum, size) => sum + size, 0));
    SIZES.forEach((size, i) => {
      const stored = pages.pageFor(i).subarray(pages.startOf(i), pages.endOf(i));
      expect(stored.length).toBe(size);
      expect(Buffer.compare(stored, source.subarray(i, i + size))).toBe(0);
    });
  });

  it('begins with a small page; later ones double up to a mebibyte, and a long string gets what it needs', () => {
    const pages = new PagedBytes();
    const bytes = new Uint8Array(3 << 20);
    const sizes: number[] = [];
    for (let i = 0; i < 12; i++) {
      pages.push(bytes, 0, 3000);
      // What is left of the page.
      const page = pages.pageFor(pages.length - 1);
      pages.push(bytes, 0, page.length - 3000);
      sizes.push(page.length);
    }
    expect(sizes.slice(0, 3)).toEqual([4096, 8192, 16_384]);
    expect(sizes.slice(8)).toEqual([1 << 20, 1 << 20, 1 << 20, 1 << 20]);
    pages.push(bytes, 0, bytes.length);
    expect(pages.pageFor(pages.length - 1).length).toBe(3 << 20);
  });
});
