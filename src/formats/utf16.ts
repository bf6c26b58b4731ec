/**
 * Narrows UTF-16 of either byte order, as PowerShell's redirection writes it, to bytes. Text profiles are ASCII but for
 * names in other scripts, which lose their letters here.
 */

const QUESTION = 63;

export function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || isBigEndian(head);
}

function isBigEndian(head: Uint8Array): boolean {
  return head[0] === 0xfe && head[1] === 0xff;
}

export class Utf16Narrower {
  private readonly isBigEndian: boolean;
  /** First byte of a letter whose second is still to come; -1 between letters. */
  private first = -1;

  /** @param head  the beginning of the text, with its byte order mark */
  constructor(head: Uint8Array) {
    this.isBigEndian = isBigEndian(head);
  }

  narrow(chunk: Uint8Array): Uint8Array {
    const out = new Uint8Array((chunk.length >> 1) + 1);
    let length = 0;
    for (const byte of chunk) {
      if (this.first < 0) {
        this.first = byte;
        continue;
      }
      const [high, low] = this.isBigEndian ? [this.first, byte] : [byte, this.first];
      const isMark = high === 0xfe && low === 0xff;
      if (!isMark) out[length++] = high === 0 ? low : QUESTION;
      this.first = -1;
    }
    return out.subarray(0, length);
  }
}
