import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {compareBytes, decodeUtf8, displayText, encodeUtf8} from '../../src/base/utf8.ts';

describe('utf8', () => {
  it('any bytes survive decoding and encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 300}), (bytes) => {
        expect([...encodeUtf8(decodeUtf8(bytes))]).toEqual([...bytes]);
      }),
    );
  });

  it('two names that differ in a bad byte stay two names and print alike', () => {
    const [a, b] = [decodeUtf8(Uint8Array.of(0x61, 0xff)), decodeUtf8(Uint8Array.of(0x61, 0xfe))];
    expect(a).not.toBe(b);
    expect([displayText(a), displayText(b)]).toEqual(['a\ufffd', 'a\ufffd']);
  });

  it('well-formed text decodes as TextDecoder does', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme', maxLength: 100}), (text) => {
        expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
      }),
    );
  });

  it('names are ordered by their UTF-8 bytes', () => {
    // U+FFFD is EF BF BD, U+10000 is F0 90 80 80; UTF-16 code units order them the other way round.
    expect(compareBytes('\ufffd', '\u{10000}')).toBeLessThan(0);
    expect(['b', 'a', 'a.b'].sort(compareBytes)).toEqual(['a', 'a.b', 'b']);
  });
});
