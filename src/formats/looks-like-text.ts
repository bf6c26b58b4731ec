/**
 * Distinguishes text from binary data: all that the first bytes of goroutine dumps have in common.
 *
 * A dump may be anywhere in a log, so the head need not show it. A text without one is refused at its end.
 */

const ESCAPE = 27;

export function looksLikeText(head: Uint8Array): boolean {
  for (const byte of head) if (byte < 32 && !isTextControl(byte)) return false;
  return head.length > 0;
}

/** Backspace to carriage return, and what begins a colour. */
function isTextControl(byte: number): boolean {
  return (byte >= 8 && byte <= 13) || byte === ESCAPE;
}
