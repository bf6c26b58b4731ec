/**
 * Lines of a window of bytes, against lines of the whole text.
 */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {findNewline, LineWindow} from '../../src/base/lines.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

function lineOf(window: LineWindow): Line {
  const {bytes, lineEnd, lineNumber, lineStart} = window;
  return {text: decode(bytes.subarray(lineStart, lineEnd)), number: lineNumber, offset: window.offsetOf(lineStart)};
}

function linesOf(chunks: readonly Uint8Array[]): {lines: Line[]; window: LineWindow} {
  const window = new LineWindow();
  const lines: Line[] = [];
  const drain = (): void => {
    while (window.next()) lines.push(lineOf(window));
  };
  for (const chunk of chunks) window.feed(chunk, drain);
  if (window.last()) lines.push(lineOf(window));
  return {lines, window};
}

describe('lines of a window', () => {
  it('are those of the text, with number and offset, for any chunks', () => {
    const text = fc
      .array(fc.constantFrom('', 'a', 'bb', 'x'.repeat(3000)), {maxLength: 12})
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, fc.integer({min: 1, max: 5000}), (whole, size) => {
        const bytes = encode(whole);
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
        const expected = whole.split('\n');
        if (expected.at(-1) === '') expected.pop();
        let offset = 0;
        expect(linesOf(chunks).lines).toEqual(
          expected.map((line, i) => {
            const at = offset;
            offset += line.length + 1;
            return {text: line, number: i + 1, offset: at};
          }),
        );
      }),
    );
  });

  it('say whether the last one lacks its end', () => {
    expect(linesOf([encode('a\nb')]).window.isUnterminated).toBe(true);
    expect(linesOf([encode('a\nb\n')]).window.isUnterminated).toBe(false);
  });

  it('of a large chunk pass through a window of a quarter mebibyte', () => {
    const line = 'y'.repeat(99);
    const {lines, window} = linesOf([encode(`${line}\n`.repeat(20_000))]);
    expect(lines.length).toBe(20_000);
    expect(lines.every(({text}) => text === line)).toBe(true);
    expect(window.bytes.length).toBe(256 * 1024);
    expect(window.view.buffer).toBe(window.bytes.buffer);
  });

  it('keep the place of an offset while its bytes are there', () => {
    const window = new LineWindow();
    window.feed(encode('ab\ncd\n'), () => undefined);
    window.next();
    window.next();
    expect(window.positionOf(3)).toBe(window.lineStart);
    window.feed(new Uint8Array(5000), () => undefined);
    expect(window.positionOf(3)).toBe(-3);
    expect(window.offsetOf(0)).toBe(6);
  });
});

describe('the next newline', () => {
  it('is where a search byte by byte finds it, whatever bytes are around it', () => {
    const bytes = fc.array(fc.constantFrom(10, 11, 9, 0x8a, 0x0b, 0, 255), {maxLength: 40});
    fc.assert(
      fc.property(bytes, fc.nat({max: 8}), (values, start) => {
        const window = new LineWindow();
        window.feed(Uint8Array.from(values), () => undefined);
        const at = Math.min(start, values.length);
        const found = values.indexOf(10, at);
        expect(findNewline(window, at)).toBe(found < 0 ? values.length : found);
      }),
    );
  });
});
