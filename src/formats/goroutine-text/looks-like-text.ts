/**
 * Tells text from binary data: the one thing that all goroutine dumps have in common at their first bytes.
 *
 * A dump may lie anywhere in a log, so the head need not show it. A text that holds none is refused at its end.
 */

const ESCAPE = 27;

export function looksLikeText(head: Uint8Array): boolean {
  if (isUtf16(head)) return true;
  for (const byte of head) if (byte < 32 && !isTextControl(byte)) return false;
  return head.length > 0;
}

/** Little-endian UTF-16, as PowerShell's redirection writes it. */
export function isUtf16(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0xfe;
}

/** Backspace to carriage return, and what begins a colour. */
function isTextControl(byte: number): boolean {
  return (byte >= 8 && byte <= 13) || byte === ESCAPE;
}
