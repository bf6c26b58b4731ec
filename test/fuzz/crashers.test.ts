/**
 * Inputs that the fuzzer found, cut down to what mattered.
 */
import {describe, expect, it} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {ProfileReader, readProfile} from '../../src/read.ts';
import {encodePprof} from '../../src/render/exchange/pprof.ts';
import {bytesField, join, message, numberField} from '../support/proto.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('crashers', () => {
  it('a Java heap that names its resolution twice has each sample type once', () => {
    const text =
      '--- heapz 1 ---\nformat = java\nresolution = bytes\nresolution = bytes\n 7048 1 @ 0x3 0x4\n 0x3 a.b (C.java:1)\n';
    const profile = readProfile(bytes(text));
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['inuse_objects', 'inuse_space']);
    expect(profile.samples.values.map((column) => column.length)).toEqual([1, 1]);
  });

  it.each([
    'goroutine profile: total 3\n3 @ 0x401000 0x402000\n',
    'heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] @ 0x401000\n',
    '      flat  flat%   sum%        cum   cum%\n  1 100% 100%  1 100%  main.f\n',
    'panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:10 +0x1d\n',
  ])('a profile that quotes %j in a comment is the profile, not the text', (comment) => {
    const profile = readProfile(bytes('main;f 4\n'));
    const written = encodePprof({...profile, comments: [comment]});
    const read = readProfile(written);
    expect([read.format, ...read.comments]).toEqual(['pprof', comment]);
    expect([...read.samples.values[0]]).toEqual([4]);
  });

  it('a CPU profile whose times add up to less than nothing has no hot function', () => {
    const words = [0n, 3n, 0n, 10_000n, 0n, 0xbb00_0000_0000_0001n, 2n, 0x410bc0n, 0x41a771n];
    const profile = readProfile(new Uint8Array(BigUint64Array.from(words).buffer));
    expect(Number(profile.samples.values[0][0])).toBeLessThan(0);
    expect(analyze([profile]).findings).toEqual([]);
  });

  it('a head field of a wrong type is named for itself, however the bytes are cut', () => {
    const damaged = join(message(4, numberField(1, 1)), bytesField(7, 'x'));
    for (const size of [1, damaged.length]) {
      const reader = new ProfileReader();
      const read = (): void => {
        for (let at = 0; at < damaged.length; at += size) reader.write(damaged.slice(at, at + size));
        reader.end();
      };
      expect(read).toThrow(
        expect.objectContaining({
          code: 'WIRE_FORMAT',
          at: {byteOffset: 6, field: 'drop_frames', input: expect.any(String)},
        }),
      );
    }
  });
});
