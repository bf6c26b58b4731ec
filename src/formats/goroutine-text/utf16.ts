/**
 * Narrows UTF-16 (little-endian), as PowerShell's redirection writes it, to bytes; any other text passes as it is. A dump
 * is ASCII but for names in other scripts, which lose their letters here.
 */
import {isUtf16} from './looks-like-text.ts';

const QUESTION = 63;
const MARK_BEGIN = 0xff;
const MARK_END = 0xfe;

export class Utf16Narrower {
  /** Unknown until the first two bytes have come. */
  private isWide: boolean | undefined;
  private isMarkBegun = false;
  private low = -1;

  narrow(chunk: Uint8Array): Uint8Array {
    const text = this.isMarkBegun ? Uint8Array.of(MARK_BEGIN, ...chunk) : chunk;
    if (this.isWide === undefined) {
      this.isMarkBegun = text.length === 1 && text[0] === MARK_BEGIN;
      if (this.isMarkBegun || text.length === 0) return text.subarray(text.length);
      this.isWide = isUtf16(text);
    }
    return this.isWide ? this.narrowed(text) : text;
  }

  /** @returns what was held back */
  end(): Uint8Array {
    return this.isMarkBegun ? Uint8Array.of(MARK_BEGIN) : new Uint8Array(0);
  }

  private narrowed(text: Uint8Array): Uint8Array {
    const out = new Uint8Array((text.length >> 1) + 1);
    let length = 0;
    for (const byte of text) {
      if (this.low < 0) {
        this.low = byte;
        continue;
      }
      const isMark = this.low === MARK_BEGIN && byte === MARK_END;
      if (!isMark) out[length++] = byte === 0 ? this.low : QUESTION;
      this.low = -1;
    }
    return out.subarray(0, length);
  }
}
