import {describe, expect, it} from 'vitest';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {sampleLines} from '../../support/profile-text.ts';

interface Layout {
  readonly bytes: 4 | 8;
  readonly isLittle: boolean;
}

function words(values: readonly (number | bigint)[], {bytes, isLittle}: Layout): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  values.forEach((value, i) => {
    if (bytes === 8) view.setBigUint64(i * 8, BigInt(value), isLittle);
    else view.setUint32(i * 4, Number(value), isLittle);
  });
  return new Uint8Array(view.buffer);
}

const LE64: Layout = {bytes: 8, isLittle: true};
const HEADER = [0, 3, 0, 10_000, 0];
const END = [0, 1, 0];

function read(values: readonly (number | bigint)[], text = '', layout: Layout = LE64): Profile {
  return readProfile(Buffer.concat([words(values, layout), Buffer.from(text)]));
}

/** So many samples, each with a leaf and a caller of its own. */
function withSecondFrame(count: number, second: (sample: number) => number): number[] {
  return Array.from({length: count}, (_, i) => [1, 3, 0x1000 + i, second(i), 0x2001 + i]).flat();
}

describe('a binary CPU profile', () => {
  it.each([
    {bytes: 4, isLittle: true},
    {bytes: 4, isLittle: false},
    {bytes: 8, isLittle: true},
    {bytes: 8, isLittle: false},
  ] as const)('is read with words of $bytes bytes, little-endian: $isLittle', (layout) => {
    const profile = read([...HEADER, 2, 2, 0x100, 0x200, 3, 1, 0x300, ...END], '', layout);
    expect(sampleLines(profile)).toEqual(['2 20000000: 0x100 < 0x1ff', '3 30000000: 0x300']);
    expect(profile.period).toBe(10_000_000n);
  });

  it('loses a second frame that all samples share: the signal handler', () => {
    const profile = read([...HEADER, ...withSecondFrame(2, () => 0x50), ...END]);
    expect(sampleLines(profile)).toEqual(['1 10000000: 0x1000 < 0x2000', '1 10000000: 0x1001 < 0x2001']);
  });

  it('loses at most two frames that way', () => {
    const profile = read([...HEADER, 1, 5, 0x100, 0x50, 0x60, 0x70, 0x80, 1, 5, 0x200, 0x50, 0x60, 0x70, 0x80, ...END]);
    expect(sampleLines(profile)).toEqual(['1 10000000: 0x100 < 0x6f < 0x7f', '1 10000000: 0x200 < 0x6f < 0x7f']);
  });

  it('loses it when one sample in 32 differs, and keeps it when two do', () => {
    const one = read([...HEADER, ...withSecondFrame(32, (i) => (i === 0 ? 0x70 : 0x50)), ...END]);
    const two = read([...HEADER, ...withSecondFrame(32, (i) => (i < 2 ? 0x70 : 0x50)), ...END]);
    expect(sampleLines(one).filter((line) => line.includes('0x4f'))).toHaveLength(0);
    expect(sampleLines(two).filter((line) => line.includes('0x4f'))).toHaveLength(30);
  });

  it('takes names of binaries from the memory map at its end', () => {
    const map =
      '00001000-00002000 r-xp 00000000 08:01 77 /bin/app\nbuild=/opt\n00003000-00004000: $build/lib.so (@10) abc1\n';
    const profile = read([...HEADER, 1, 2, 0x1100, 0x3100, 1, 1, 0x3100, ...END], map);
    expect(profile.mappings.map(({file, offset, buildId}) => [file, offset, buildId])).toEqual([
      ['/bin/app', 0n, ''],
      ['/opt/lib.so', 16n, 'abc1'],
    ]);
    expect([...profile.locations.mapping]).toEqual([0, 1, 1]);
  });

  it('needs no end marker', () => {
    expect(sampleLines(read([...HEADER, 2, 1, 0x100]))).toEqual(['2 20000000: 0x100']);
  });

  it('of Java has numbers of symbols instead of addresses', () => {
    const profile = read([0, 3, 1, 10_000, 0, 2, 2, 7, 8, ...END], ' 0x7 A.f (A.java:1)\n 0x8 B.g (B.java:2)\n');
    expect(sampleLines(profile)).toEqual(['2 20000000: A.f < B.g']);
  });

  it('that ends within a sample is refused with the place', () => {
    expect(() => read([...HEADER, 2, 3, 0x100])).toThrow(
      expect.objectContaining({code: 'TRUNCATED_PROFILE', at: {input: '-', byteOffset: 40}}),
    );
  });

  it('that claims an absurd stack is refused before anything is kept', () => {
    expect(() => read([...HEADER, 2, 2n ** 40n, 1])).toThrow(/a stack of 1099511627776 frames/);
  });
});
