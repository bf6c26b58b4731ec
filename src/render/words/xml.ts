/**
 * The only place where names become XML or HTML text.
 */
import {safeText} from '../../base/safe-text.ts';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text for element content and quoted attributes: characters XML cannot hold are spelled out, markup is escaped. */
export function xmlText(text: string): string {
  return safeText(text).replace(/[&<>"']/g, (char) => ENTITIES.get(char) ?? char);
}
