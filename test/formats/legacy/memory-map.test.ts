import {describe, expect, it} from 'vitest';
import {MemoryMap} from '../../../src/formats/legacy/addresses/memory-map.ts';

function map(...lines: readonly string[]): MemoryMap {
  const memoryMap = new MemoryMap();
  for (const line of lines) memoryMap.readLine(line);
  memoryMap.repair();
  return memoryMap;
}

function shown(memoryMap: MemoryMap): string[] {
  return memoryMap
    .mappings()
    .map((m) => `${m.start.toString(16)}-${m.limit.toString(16)}+${m.offset.toString(16)} ${m.file}`);
}

describe('MemoryMap', () => {
  it('leaves out what cannot be executed', () => {
    expect(shown(map('1000-2000 rw-p 0 08:01 7 /heap', '3000-4000 r-xp 0 08:01 7 /app'))).toEqual(['3000-4000+0 /app']);
  });

  it('joins neighbours of one file whose offsets follow', () => {
    expect(shown(map('1000-2000 r-xp 0 08:01 7 /app', '2000-3000 r-xp 1000 08:01 7 /app'))).toEqual([
      '1000-3000+0 /app',
    ]);
  });

  it('keeps neighbours of different files apart', () => {
    expect(shown(map('1000-2000: /app', '2000-3000: /other'))).toHaveLength(2);
  });

  it('puts the main binary first, before libraries and kernel pages', () => {
    const lines = ['1000-2000: [vdso]', '3000-4000: /lib/libc-2.15.so', '5000-6000: /bin/app (deleted)'];
    expect(shown(map(...lines))[0]).toBe('5000-6000+0 /bin/app');
  });

  it('moves a main binary that was remapped back to the usual address', () => {
    expect(shown(map('500000-600000 r-xp 100000 08:01 7 /app'))).toEqual(['400000-600000+0 /app']);
  });

  it('takes log prefixes off', () => {
    expect(shown(map('I0101 12:00:00.1 99 dump.cc:12] 1000-2000: /app'))).toEqual(['1000-2000+0 /app']);
  });

  it('gives addresses of no region to one nameless mapping, and address 0 to none', () => {
    const memoryMap = map('1000-2000: /app');
    expect([memoryMap.locate(0x1000n), memoryMap.locate(0x2000n), memoryMap.locate(1n), memoryMap.locate(0n)]).toEqual([
      0, 1, 1, -1,
    ]);
  });

  it('extends a region downwards by its offset for an address just below', () => {
    const memoryMap = map('3000-4000 r-xp 1000 08:01 7 /app');
    expect(memoryMap.locate(0x2800n)).toBe(0);
    expect(shown(memoryMap)).toEqual(['2000-4000+0 /app']);
  });

  it('puts values in for variables, the first of two that fit', () => {
    const lines = ['build=/opt/app', 'buildroot=/other', '1000-2000: $buildroot/bin', '3000-4000: $unknown/$build'];
    expect(shown(map(...lines))).toEqual(['1000-2000+0 /opt/approot/bin', '3000-4000+0 $unknown//opt/app']);
  });

  it('refuses variables that double with each line', () => {
    const lines = Array.from({length: 40}, (_, i) => `v${i + 1}x=$v${i}x$v${i}x`);
    expect(() => map('v0x=12345678', ...lines)).toThrow(
      expect.objectContaining({code: 'LIMIT_EXCEEDED', message: expect.stringContaining('16 MiB')}),
    );
  });

  it('gives an address of several regions to the first, whatever was asked before', () => {
    // Regions and questions of a seeded generator, against the definition: the first region of the list that fits.
    let seed = 7;
    const next = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const hex = (value: number): string => value.toString(16);
    for (let round = 0; round < 200; round++) {
      const rows = Array.from({length: 1 + next(8)}, (_, i) => {
        const start = 16 + next(200);
        return `${hex(start)}-${hex(start + 1 + next(40))} r-xp ${hex(next(3) * next(16))} 08:01 7 /lib${i}.so`;
      });
      const memoryMap = map(...rows);
      const model = map(...rows)
        .mappings()
        .map(({start, limit, offset}) => ({start, limit, offset}));
      for (let ask = 0; ask < 40; ask++) {
        const address = BigInt(1 + next(260));
        expect(memoryMap.locate(address)).toBe(locateByScan(model, address));
      }
    }
  });

  it('finds the regions of 50 000 addresses among 50 000', () => {
    const lines = Array.from(
      {length: 50_000},
      (_, i) => `${(2 * i + 1).toString(16)}000-${(2 * i + 2).toString(16)}000: /l${i}.so`,
    );
    const memoryMap = map(...lines);
    for (let i = 0; i < 50_000; i++) expect(memoryMap.locate(BigInt((2 * i + 1) * 4096))).toBe(i);
  });
});

interface Range {
  start: bigint;
  readonly limit: bigint;
  offset: bigint;
}

/** What `locate` answers, by definition; extends and adds regions as it does. */
function locateByScan(ranges: Range[], address: bigint): number {
  const holder = ranges.findIndex(({limit, start}) => start <= address && address < limit);
  if (holder >= 0) return holder;
  const cut = ranges.find(({offset, start}) => offset !== 0n && start - offset <= address && address < start);
  if (cut === undefined) return ranges.push({start: 0n, limit: 2n ** 64n - 1n, offset: 0n}) - 1;
  cut.start -= cut.offset;
  cut.offset = 0n;
  return ranges.indexOf(cut);
}
