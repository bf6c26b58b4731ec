/**
 * Text inside a regular expression.
 */

/** `text` as a pattern that matches just that text, in Go's syntax and in JavaScript's. */
export function quotePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
