/**
 * Tests on bytes of text that make no strings.
 */

const ZERO = 48;
const NINE = 57;

/** The bytes of an ASCII text, to compare with. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Value of a hexadecimal digit (lower case, as Go prints them), -1 for any other byte. */
export function hexDigit(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO;
  return byte >= 97 && byte <= 102 ? byte - 87 : -1;
}

/** Whether [at, end) of `source` begins with `text`. */
export function startsWithBytes(source: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (source[at + i] !== text[i]) return false;
  return true;
}

/** First position of `text` in [at, end) of `source`, -1 when it is not there. */
export function findBytes(source: Uint8Array, at: number, end: number, text: Uint8Array): number {
  const last = end - text.length;
  for (let i = at; i <= last; i++) if (source[i] === text[0] && startsWithBytes(source, i, end, text)) return i;
  return -1;
}

/** Bytes [start, end) as a string of one character a byte: lossless, for pattern matching. */
export function binaryText(source: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 8192) {
    text += String.fromCharCode.apply(null, source.subarray(at, Math.min(end, at + 8192)) as unknown as number[]);
  }
  return text;
}

/** The bytes of a `binaryText`. */
export function binaryBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
