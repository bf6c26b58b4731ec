/**
 * Trims one character from the end of a text.
 *
 * A pattern such as `/+$` starts again at every slash of a text that does not end in one, which is quadratic time.
 */

/** The text without the characters at its end that equal `character`. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
