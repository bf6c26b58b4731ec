/**
 * Takes a profile out of what somebody put around it: HTTP headers of `curl -i`, a byte order mark, blank lines,
 * base64, hexadecimal digits.
 *
 * Knows no gzip beyond its first bytes; the caller inflates what comes out.
 */
import {joinBytes} from '../base/columns.ts';
import {withoutTrailing} from '../base/without-trailing.ts';
import {isGzip} from './is-gzip.ts';

/** How much of an input decides. */
export const WRAPPING_BYTES = 4096;
/** Fewer letters could be a word of any text. */
const FEWEST_LETTERS = 32;
const SPACES: ReadonlySet<number> = new Set([9, 10, 13, 32]);
const HEADERS = /^HTTP\/\d(?:\.\d)? \d{3}[^\n]*\n(?:[!-9;-~]+:[^\n]*\n)*\r?\n/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** Several profiles of gzip, each with its own end. */
const BASE64_BLOCKS = /^H4sI[A-Za-z0-9+/_=-]+$/;

const LENGTH_DELIMITED = 2;
/** Field numbers and wire types of the Profile message. */
const PROFILE_TAGS: ReadonlySet<number> = new Set([
  ...[1, 2, 3, 4, 5, 6, 11, 13].map((field) => (field << 3) | LENGTH_DELIMITED),
  ...[7, 8, 9, 10, 12, 13, 14, 15].map((field) => field << 3),
]);

type Wrapping = 'headers' | 'blanks' | 'base64' | 'hex';

/** Whether there is something around the profile, by the beginning of an input. */
export function isWrapped(head: Uint8Array): boolean {
  return wrappingOf(head.subarray(0, WRAPPING_BYTES)) !== undefined;
}

/** The bytes inside, or the same bytes where nothing is around them. */
export function unwrapped(bytes: Uint8Array): Uint8Array {
  const head = bytes.subarray(0, WRAPPING_BYTES);
  switch (wrappingOf(head)) {
    case 'headers':
      return bytes.subarray(headersLength(head));
    case 'blanks':
      return bytes.subarray(blanksLength(head));
    case 'base64':
      return decodedBase64(bytes);
    case 'hex':
      return decodedHex(bytes);
    default:
      return bytes;
  }
}

function wrappingOf(head: Uint8Array): Wrapping | undefined {
  // No letter or digit, no blank, no mark: the usual file.
  if (isGzip(head) || (head[0] < 48 && !SPACES.has(head[0]))) return undefined;
  if (blanksLength(head) > 0 && isGzip(head.subarray(blanksLength(head)))) return 'blanks';
  if (headersLength(head) > 0) return 'headers';
  const letters = lettersOf(head);
  if (letters.length < FEWEST_LETTERS) return undefined;
  if (isHexOfProfile(letters)) return 'hex';
  return isBase64OfProfile(letters) ? 'base64' : undefined;
}

/** Length of a byte order mark and blanks at the beginning. */
function blanksLength(head: Uint8Array): number {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (at < head.length && SPACES.has(head[at])) at++;
  return at;
}

/** Length of one or more blocks of HTTP headers: redirects and proxies leave theirs before the last. */
function headersLength(head: Uint8Array): number {
  let rest = new TextDecoder('latin1').decode(head);
  for (;;) {
    const block = HEADERS.exec(rest);
    if (block === null) return head.length - rest.length;
    rest = rest.slice(block[0].length);
  }
}

/** Everything but blanks, as text. */
function lettersOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes.filter((byte) => !SPACES.has(byte)));
}

function isHexOfProfile(letters: string): boolean {
  return /^(?:\\x|0x)?1f8b08[0-9a-f]+$/i.test(letters);
}

function isBase64OfProfile(letters: string): boolean {
  const text = letters.replace(/^data:[^,]{0,100};base64,/, '');
  if (BASE64_BLOCKS.test(text)) return true;
  if (!BASE64.test(text)) return false;
  return beginsAsProfile(bytesOfBase64(withoutTrailing(text, '=').slice(0, text.length - (text.length % 4))));
}

/** Whether the first fields could be a plain profile's: a text passes for one field by chance, hardly for three. */
function beginsAsProfile(bytes: Uint8Array): boolean {
  let at = 0;
  for (let field = 0; field < 3 && at < bytes.length; field++) {
    const tag = bytes[at++];
    if (!PROFILE_TAGS.has(tag)) return false;
    let number = 0;
    for (let shift = 1; at < bytes.length; shift *= 128) {
      number += (bytes[at] & 127) * shift;
      if (bytes[at++] < 128) break;
    }
    if ((tag & 7) === LENGTH_DELIMITED) at += number;
  }
  // A long first field ends behind what is looked at.
  return at <= bytes.length || bytes.length > WRAPPING_BYTES / 2;
}

/** What `=` ends is a block of its own; nothing else can follow it. */
function decodedBase64(bytes: Uint8Array): Uint8Array {
  const letters = lettersOf(bytes).replace(/^data:[^,]{0,100};base64,/, '');
  const blocks = letters.split(/=+/).map(bytesOfBase64);
  return blocks.length <= 2 && blocks.at(-1)?.length === 0 ? blocks[0] : joinBytes(blocks);
}

/** Both alphabets of RFC 4648; a stray letter at a cut end is dropped. */
function bytesOfBase64(text: string): Uint8Array {
  const digits = text.replaceAll('-', '+').replaceAll('_', '/');
  const binary = atob(digits.slice(0, digits.length - (digits.length % 4 === 1 ? 1 : 0)));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function decodedHex(bytes: Uint8Array): Uint8Array {
  const digits = lettersOf(bytes).replace(/^(?:\\x|0x)/, '');
  const inner = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < inner.length; i++) inner[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return inner;
}
