/**
 * Tests on bytes, against the same on strings.
 */
import fc from 'fast-check';
import {expect, it} from 'vitest';
import {
  asciiBytes,
  binaryBytes,
  binaryText,
  findBytes,
  hexDigit,
  isDigit,
  startsWithBytes,
} from '../../src/base/ascii.ts';
import {groupBy, largest, pushAll} from '../../src/base/lists.ts';
import {quotePattern} from '../../src/base/quote-pattern.ts';
import {safeText} from '../../src/base/safe-text.ts';
import {withoutTrailing} from '../../src/base/without-trailing.ts';

it('digits are those of JavaScript, hexadecimal ones in lower case', () => {
  for (let byte = 0; byte < 256; byte++) {
    const char = String.fromCharCode(byte);
    expect(isDigit(byte)).toBe(/[0-9]/.test(char));
    expect(hexDigit(byte)).toBe(/[0-9a-f]/.test(char) ? Number.parseInt(char, 16) : -1);
  }
});

it('bytes are found where their text is', () => {
  const text = fc.string({unit: fc.constantFrom('a', 'b'), maxLength: 12});
  fc.assert(
    fc.property(text, text, fc.nat({max: 5}), fc.nat({max: 12}), (whole, wanted, at, end) => {
      fc.pre(wanted !== '' && at <= end && end <= whole.length);
      const source = asciiBytes(whole);
      const found = whole.slice(0, end).indexOf(wanted, at);
      expect(findBytes(source, at, end, asciiBytes(wanted))).toBe(found);
      expect(startsWithBytes(source, at, end, asciiBytes(wanted))).toBe(found === at);
    }),
  );
});

it('binary text holds every byte, of any length', () => {
  const bytes = Uint8Array.from({length: 20_000}, (_, i) => (i * 7) % 256);
  const text = binaryText(bytes, 3, 19_999);
  expect(text.length).toBe(19_996);
  expect(text.charCodeAt(0)).toBe(21);
  expect(Buffer.compare(binaryBytes(text), bytes.subarray(3, 19_999))).toBe(0);
});

it('characters at the end are trimmed, and no others', () => {
  expect(['', 'a', 'a//', '//', '/a/b/'].map((text) => withoutTrailing(text, '/'))).toEqual(['', 'a', 'a', '', '/a/b']);
});

it('what moves the cursor or hides is written out', () => {
  expect(safeText('a\u001b[1m\u007f\u009b\u202eb\udc80')).toBe('a\\x1b[1m\\x7f\\x9b\\u{202e}b\ufffd');
  expect(safeText('\n\u0000')).toBe('\\x0a\\x00');
});

it('a quoted text is a pattern of itself', () => {
  const text = '\\^$.*+?()[]{}|a-b/';
  expect(new RegExp(`^${quotePattern(text)}$`).test(text)).toBe(true);
  expect(quotePattern('main.(*T).Run')).toBe('main\\.\\(\\*T\\)\\.Run');
});

it('lists are joined, compared and grouped in their order', () => {
  const list = [1];
  pushAll(list, new Set([3, 2]));
  expect(list).toEqual([1, 3, 2]);
  expect([largest(list), largest([-5, -7]), largest([])]).toEqual([3, -5, Number.NEGATIVE_INFINITY]);
  expect([...groupBy(['ab', 'c', 'de'], (each) => each.length)]).toEqual([
    [2, ['ab', 'de']],
    [1, ['c']],
  ]);
});
