/**
 * Lossless UTF-8: bytes that are not UTF-8 become lone surrogates U+DC80…U+DCFF (byte + 0xDC00) and come
 * back as the same bytes.
 *
 * So a JavaScript string is a faithful identity for a name from any file: two names that differ in one bad byte stay
 * two names. Whoever shows a name replaces these surrogates by U+FFFD (`displayText`).
 */

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const encoder = new TextEncoder();
/** Up to here the engine's decoder costs more to call than it saves. */
const SHORT = 192;

/** Decodes bytes [start, end). */
export function decodeUtf8(source: Uint8Array, start = 0, end: number = source.length): string {
  const bytes = source.subarray(start, end);
  if (bytes.length <= SHORT) {
    return isAscii(bytes) ? String.fromCharCode.apply(null, bytes as unknown as number[]) : decodeWithEscapes(bytes);
  }
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

/** Encodes a string of `decodeUtf8` back to the very bytes it came from. */
export function encodeUtf8(text: string): Uint8Array {
  if (!hasEscapedBytes(text)) return encoder.encode(text);
  const out = new Uint8Array(text.length * 3);
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) out[length++] = code;
    else if (code >= 0xdc80 && code <= 0xdcff) out[length++] = code - 0xdc00;
    else {
      const part = encoder.encode(char);
      out.set(part, length);
      length += part.length;
    }
  }
  return out.slice(0, length);
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

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] > 0x7f) return false;
  return true;
}

/** Below the surrogates, UTF-16 order is byte order. */
function isPlainOrder(text: string): boolean {
  return !/[\uD800-\uDFFF]/.test(text);
}

/** As many code units as `fromCharCode` may take as arguments at once. */
const UNITS_AT_ONCE = 8192;

/** One pass and no exceptions: a long name of bad bytes must not cost more than a good one. */
function decodeWithEscapes(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    const size = sequenceLength(bytes, at);
    if (size <= 1) {
      units[length++] = size === 0 ? 0xdc00 + bytes[at] : bytes[at];
      at++;
      continue;
    }
    let code = bytes[at] & (0xff >> (size + 1));
    for (let i = 1; i < size; i++) code = (code << 6) | (bytes[at + i] & 0x3f);
    if (code > 0xffff) {
      units[length++] = 0xd7c0 + (code >> 10);
      units[length++] = 0xdc00 + (code & 0x3ff);
    } else units[length++] = code;
    at += size;
  }
  let text = '';
  for (let from = 0; from < length; from += UNITS_AT_ONCE) {
    const part = units.subarray(from, Math.min(length, from + UNITS_AT_ONCE));
    text += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return text;
}

/** Length of the well-formed sequence that begins at `at` (Unicode, table 3-7), 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  const size = sizeOfLead(lead);
  if (size < 2) return size;
  if (at + size > bytes.length || !isSecond(lead, bytes[at + 1])) return 0;
  for (let i = 2; i < size; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  return size;
}

function sizeOfLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Four leads allow less: no overlong forms, no surrogates, nothing past U+10FFFF. */
const SECOND_RANGE: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);
const ANY_SECOND = [0x80, 0xbf] as const;

function isSecond(lead: number, second: number): boolean {
  const [least, most] = SECOND_RANGE.get(lead) ?? ANY_SECOND;
  return second >= least && second <= most;
}
