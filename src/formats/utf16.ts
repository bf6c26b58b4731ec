/**
 * Narrows UTF-16 (little-endian), as PowerShell's redirection writes it, to bytes. Text profiles are ASCII but for names
 * in other scripts, which lose their letters here.
 */

const QUESTION = 63;

export function isUtf16(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0xfe;
}

export class Utf16Narrower {
  private low = -1;

  narrow(chunk: Uint8Array): Uint8Array {
    const out = new Uint8Array((chunk.length >> 1) + 1);
    let length = 0;
    for (const byte of chunk) {
      if (this.low < 0) {
        this.low = byte;
        continue;
      }
      const isMark = this.low === 0xff && byte === 0xfe;
      if (!isMark) out[length++] = byte === 0 ? this.low : QUESTION;
      this.low = -1;
    }
    return out.subarray(0, length);
  }
}
