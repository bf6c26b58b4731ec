import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

const MUTEX = `--- mutex:
cycles/second=2000000000
sampling period=5
1000 2 @ 0x10 0x20 0x30
#	0xf	sync.(*Mutex).Unlock+0x1	/sync/mutex.go:1
#	0x1f	main.work+0x1	/m.go:2

600 1 @ 0x10 0x40
`;

describe('a contention profile in text', () => {
  it('is scaled by the sampling period and turned from cycles into nanoseconds', () => {
    const profile = readText(MUTEX);
    expect(sampleLines(profile)).toEqual([
      '10 2500: sync.(*Mutex).Unlock < main.work',
      '5 1500: sync.(*Mutex).Unlock < 0x3f',
    ]);
    expect(profile.period).toBe(5n);
  });

  it.each([
    ['--- mutex:', 'mutex'],
    ['--- contention:', 'block'],
    ['--- contentionz 1 ---', 'block'],
  ])('titled "%s" is of kind %s', (title, kind) => {
    expect(readText(`${title}\ncycles/second=1000000000\n7 1 @ 0x10\n`).kind).toBe(kind);
  });

  it('without any attribute keeps cycles as they are', () => {
    expect(sampleLines(readText('--- contention:\n7 1 @ 0x10\n'))).toEqual(['1 7: 0xf']);
  });

  it('is refused when an attribute is unknown', () => {
    expect(() => readText('--- contention:\nflavour=sweet\n7 1 @ 0x10\n')).toThrow(
      expect.objectContaining({code: 'MALFORMED_TEXT', at: {input: '-', line: 2, byteOffset: 16}}),
    );
  });
});
