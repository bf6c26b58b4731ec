import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {compareBytes, decodeUtf8, displayText, encodeUtf8, hasEscapedBytes} from '../../src/base/utf8.ts';

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

  it('code points at the edges of their sizes are decoded beside a bad byte', () => {
    // Unicode, table 3-7: the first and last of each length.
    const points = [0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff];
    const text = String.fromCodePoint(...points);
    expect(decodeUtf8(Uint8Array.of(...new TextEncoder().encode(text), 0xff))).toBe(`${text}\udcff`);
  });

  it.each([
    ['overlong', [0xc1, 0x81]],
    ['a lone continuation', [0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['past U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['cut short', [0xe2, 0x82]],
    ['broken in its third byte', [0xe2, 0x82, 0x41]],
  ])('%s is no UTF-8: every byte is escaped on its own', (_, bytes) => {
    const escaped = bytes.map((byte) => (byte < 0x80 ? byte : 0xdc00 + byte));
    expect(decodeUtf8(Uint8Array.from(bytes))).toBe(String.fromCharCode(...escaped));
  });

  it('a name is less than one that continues it, below and above U+FFFF', () => {
    expect(compareBytes('a', 'ab')).toBeLessThan(0);
    expect(compareBytes('\u{10000}b', '\u{10000}')).toBeGreaterThan(0);
    expect(compareBytes('\u{10000}a', '\u{10000}b')).toBeLessThan(0);
    expect(compareBytes('\u{10000}', '\u{10000}')).toBe(0);
  });

  it('a part of the bytes is decoded without the others', () => {
    expect(decodeUtf8(new TextEncoder().encode('main.run'), 5, 7)).toBe('ru');
  });

  it('escaped bytes are known, letters outside ASCII are not taken for them', () => {
    expect(['a\udc80', 'a\u{10480}', 'café'].map(hasEscapedBytes)).toEqual([true, false, false]);
  });
});
