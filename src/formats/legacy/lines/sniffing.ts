/**
 * The first lines of an input as text, for sniffers.
 */
import {decodeUtf8} from '../../../base/utf8.ts';

/** The first `count` lines that are not to be skipped, without their ends of line. */
export function firstLines(head: Uint8Array, count: number, isSkipped?: (line: string) => boolean): string[] {
  const found: string[] = [];
  let start = 0;
  while (found.length < count && start < head.length) {
    const next = head.indexOf(0x0a, start);
    const end = next < 0 ? head.length : next;
    const line = decodeUtf8(head, start, end).replace(/\r$/, '');
    if (isSkipped === undefined || !isSkipped(line)) found.push(line);
    start = end + 1;
  }
  return found;
}

/** For `firstLines`: titles may come after these. */
export function isBlankOrComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}
