import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

const CONTENTION = `--- contentionz 1 ---
format = java
resolution = microseconds
sampling period = 100
ms since reset = 6000
     14     2 @ 0x00000003 0x00000004
      1     1 @ 0x00000005 0x00000009

 0x0000003 com.example.Lock.take (Lock.java:12)
 0x0000004 com.example.Main.run (Main.java:-1)
 0x0000005 GC
 0x0000007 com.example.Unused.f (Unused.java:1)
`;

describe('a Java profile in text', () => {
  it('is named by the list that follows and scaled by the sampling period', () => {
    expect(sampleLines(readText(CONTENTION))).toEqual([
      '200 1400: com.example.Lock.take < com.example.Main.run',
      '100 100: GC < 0x0',
    ]);
  });

  it('counts only the functions that stacks have', () => {
    expect(readText(CONTENTION).counts).toEqual({samples: 2, locations: 4, functions: 3, mappings: 1});
  });

  it('takes unit and duration from its header', () => {
    const profile = readText(CONTENTION);
    expect(profile.sampleTypes[1]).toEqual({type: 'delay', unit: 'microseconds'});
    expect(profile.durationNanos).toBe(6_000_000_000n);
  });

  it('names a library by its file and a stub as such', () => {
    const profile = readText(`--- heapz 1 ---
format = java
resolution = bytes
  8   1 @ 0x01 0x02
 0x01 native_take (/lib/x86/libc.so)
 0x02 generated stub/JIT
`);
    expect(sampleLines(profile)[0]).toMatch(/: native_take < STUB \{bytes=8\}$/);
    expect(profile.strings.at(profile.functions.filename[0])).toBe('libc.so');
  });

  it('is refused when a heap row counts no object', () => {
    const text = '--- heapz 1 ---\nformat = java\nresolution = bytes\n0 0 @ 0x1\n';
    expect(() => readText(text)).toThrow(expect.objectContaining({code: 'MALFORMED_TEXT'}));
  });
});
