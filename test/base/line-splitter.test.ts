import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {LineSplitter} from '../../src/base/line-splitter.ts';
import {decodeUtf8, encodeUtf8} from '../../src/base/utf8.ts';

interface Seen {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
}

function split(text: string, cuts: readonly number[] = []): Seen[] {
  const seen: Seen[] = [];
  const splitter: LineSplitter = new LineSplitter((bytes, start, end, line) =>
    seen.push({text: decodeUtf8(bytes, start, end), line, offset: splitter.lineOffset}),
  );
  const bytes = encodeUtf8(text);
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    splitter.write(bytes.slice(from, cut));
    from = cut;
  }
  splitter.write(bytes.slice(from));
  splitter.end();
  return seen;
}

describe('LineSplitter', () => {
  it('takes LF and CR LF off the lines and keeps offsets of the input', () => {
    expect(split('a\r\n\nbc')).toEqual([
      {text: 'a', line: 1, offset: 0},
      {text: '', line: 2, offset: 3},
      {text: 'bc', line: 3, offset: 4},
    ]);
  });

  it('gives the same lines however the input is cut', () => {
    const input = fc
      .array(fc.constantFrom('a', 'é', '\n', '\r\n', '\r', ''), {maxLength: 30})
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(input, fc.array(fc.nat(40), {maxLength: 8}), (text, cuts) => {
        const size = encodeUtf8(text).length;
        expect(
          split(
            text,
            cuts.map((cut) => Math.min(cut, size)),
          ),
        ).toEqual(split(text));
      }),
    );
  });

  it('carries a line of a mebibyte over many chunks', () => {
    const long = 'x'.repeat(2 ** 20);
    const cuts = Array.from({length: 64}, (_, i) => i * 16_384);
    expect(split(`${long}\ny`, cuts).map(({text}) => text.length)).toEqual([2 ** 20, 1]);
  });

  it('refuses a line past its limit with the place where it begins', () => {
    const splitter = new LineSplitter(() => undefined, 8);
    splitter.write(encodeUtf8('ok\n1234567'));
    expect(() => splitter.write(encodeUtf8('89'))).toThrow(
      expect.objectContaining({code: 'LIMIT_EXCEEDED', at: {line: 2, byteOffset: 3}}),
    );
  });
});
