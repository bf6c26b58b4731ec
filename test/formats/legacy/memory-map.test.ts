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
});
