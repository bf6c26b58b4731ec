/**
 * zstd data whose frames want more memory than an archive needs, wherever they say so.
 */
import {describe, expect, it} from 'vitest';
import {ZstdFrames} from '../../../src/cli/archive/zstd-frames.ts';

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** One raw block, the last. */
const BLOCK = [(3 << 3) | 1, 0, 0, 97, 98, 99];
/** @param exponent  of the window; @param eighths  of it in addition */
const windowed = (exponent: number, eighths = 0): number[] => [...MAGIC, 0, ((exponent - 10) << 3) | eighths, ...BLOCK];
/** Of one segment, with a content size of four or eight bytes. */
const single = (size: number): number[] => [...MAGIC, 0xa0, ...littleEndian(size, 4), ...BLOCK];
const singleOfEight = (size: number): number[] => [...MAGIC, 0xe0, ...littleEndian(size, 8), ...BLOCK];
const skippable = [0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2];
/** With checksum, dictionary id and a block that repeats a byte. */
const dressed = [...MAGIC, 0x05, (7 << 3) | 0, 9, (5 << 3) | 2, 0, 0, 97, ...BLOCK, 1, 2, 3, 4];

function littleEndian(value: number, length: number): number[] {
  return Array.from({length}, (_, at) => Math.floor(value / 256 ** at) % 256);
}

/** In pieces of `length`. */
function taken(bytes: readonly number[], length: number): () => void {
  return () => {
    const frames = new ZstdFrames();
    for (let at = 0; at < bytes.length; at += length) frames.take(Uint8Array.from(bytes.slice(at, at + length)));
  };
}

describe.each([1, 7, 1000])('in pieces of %s bytes', (length) => {
  it.each([
    ['a window of 128 MiB', windowed(27)],
    ['one segment of 128 MiB', single(2 ** 27)],
    ['frames of all forms', [...dressed, ...skippable, ...windowed(17), ...singleOfEight(100)]],
    ['what is no frame', [...windowed(17), 1, 2, 3, 4, ...windowed(31)]],
  ])('%s passes', (_, bytes) => {
    expect(taken(bytes, length)).not.toThrow();
  });

  it.each([
    ['a window of more', windowed(27, 1)],
    ['one segment of more', single(2 ** 27 + 1)],
    ['one segment of exabytes', singleOfEight(2 ** 60)],
    ['a later frame', [...windowed(17), ...windowed(28)]],
    ['a frame behind all others', [...dressed, ...skippable, ...single(9), ...single(2 ** 31)]],
  ])('%s is refused', (_, bytes) => {
    expect(taken(bytes, length)).toThrow(
      expect.objectContaining({code: 'LIMIT_EXCEEDED', message: expect.stringContaining('128 MiB of window')}),
    );
  });
});
