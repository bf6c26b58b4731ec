/**
 * UTF-8 that loses nothing: bytes that are no UTF-8 become lone surrogates U+DC80…U+DCFF (byte + 0xDC00) and come
 * back as the same bytes.
 *
 * So a JavaScript string is a faithful identity for a name from any file: two names that differ in one bad byte stay
 * two names. Whoever shows a name replaces these surrogates by U+FFFD (`displayText`).
 */

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const encoder = new TextEncoder();

/** Decodes bytes [start, end). */
export function decodeUtf8(source: Uint8Array, start = 0, end: number = source.length): string {
  const bytes = source.subarray(start, end);
  if (isShortAscii(bytes)) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

/** Encodes a string of `decodeUtf8` back to the very bytes it came from. */
export function encodeUtf8(text: string): Uint8Array {
  if (!hasEscapedBytes(text)) return encoder.encode(text);
  const out: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) out.push(code - 0xdc00);
    else out.push(...encoder.encode(char));
  }
  return Uint8Array.from(out);
}

/** Whether the text holds bytes that were no UTF-8. */
export function hasEscapedBytes(text: string): boolean {
  return /[\uDC80-\uDCFF]/u.test(text);
}

/** The text as a person may see it: escaped bytes become U+FFFD. */
export function displayText(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/**
 * Orders names as Go orders strings, by their UTF-8 bytes; JavaScript's own order differs above U+FFFF.
 *
 * @returns negative, zero or positive
 */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (isPlainOrder(a) && isPlainOrder(b)) return a < b ? -1 : 1;
  const left = encodeUtf8(a);
  const right = encodeUtf8(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) if (left[i] !== right[i]) return left[i] - right[i];
  return left.length - right.length;
}

function isShortAscii(bytes: Uint8Array): boolean {
  if (bytes.length > 192) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] > 0x7f) return false;
  return true;
}

/** Below the surrogates, UTF-16 order is byte order. */
function isPlainOrder(text: string): boolean {
  return !/[\uD800-\uDFFF]/.test(text);
}

function decodeWithEscapes(bytes: Uint8Array): string {
  let out = '';
  let at = 0;
  while (at < bytes.length) {
    const size = validSequence(bytes, at);
    if (size === 0) out += String.fromCharCode(0xdc00 + bytes[at++]);
    else {
      out += strict.decode(bytes.subarray(at, at + size));
      at += size;
    }
  }
  return out;
}

/** Length of the well-formed sequence that begins at `at`, 0 if there is none. */
function validSequence(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return 1;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (size === 0 || at + size > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + size));
    return size;
  } catch {
    return 0;
  }
}
