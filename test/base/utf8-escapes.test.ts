/**
 * The lossless decoder against the engine's own, over every kind of bad sequence.
 */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {decodeUtf8, displayText, encodeUtf8} from '../../src/base/utf8.ts';

const byte = fc.oneof(
  fc.constantFrom(
    0x00,
    0x41,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
  ),
  fc.integer({min: 0, max: 255}),
);
const bytes = fc.array(byte, {maxLength: 12}).map((list) => Uint8Array.from(list));

describe('utf8 with escapes', () => {
  it('any bytes come back as they were', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(Array.from(encodeUtf8(decodeUtf8(input)))).toEqual(Array.from(input));
      }),
      {numRuns: 3000, seed: 1},
    );
  });

  it('valid UTF-8 decodes as the engine decodes it', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', maxLength: 300}), (text) => {
        const valid = new TextEncoder().encode(text);
        expect(decodeUtf8(valid)).toBe(new TextDecoder('utf-8', {ignoreBOM: true}).decode(valid));
      }),
      {numRuns: 200, seed: 1},
    );
  });

  it('bytes are good or bad as the engine finds them', () => {
    const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
    fc.assert(
      fc.property(bytes, (input) => {
        let isValid = true;
        try {
          strict.decode(input);
        } catch {
          isValid = false;
        }
        const text = decodeUtf8(input);
        expect(displayText(text) === text).toBe(isValid);
      }),
      {numRuns: 3000, seed: 2},
    );
  });

  it('16 MiB of bad bytes decode in one pass', () => {
    const bad = new Uint8Array(16 << 20).fill(0xe0);
    expect(decodeUtf8(bad).length).toBe(16 << 20);
  });
});
