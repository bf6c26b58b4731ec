/**
 * Text of others inside Markdown.
 */
import {safeText} from '../../base/safe-text.ts';

/** Names hold stars and brackets that Markdown would take for its own, and could hold HTML. */
export function prose(text: string): string {
  return safeText(text).replace(/[\\`*_[\]<>#|]/g, '\\$&');
}

/** A name as code; backticks cannot stand in a span of one. */
export function codeSpan(name: string): string {
  return `\`${safeText(name).replaceAll('`', "'")}\``;
}

/** The same in a table, where a bar would end the cell. */
export function codeCell(name: string): string {
  return codeSpan(name).replaceAll('|', '\\|');
}
