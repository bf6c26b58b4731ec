/**
 * Makes names from files safe to print: nothing in a profile may move the cursor, recolour or reorder a terminal.
 */
import {displayText} from './utf8.ts';

/** C0, DEL, C1, line separators, bidirectional controls and zero-width characters. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text with every unsafe character written as \xNN or \u{NNNN}. */
export function safeText(text: string): string {
  return displayText(text).replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
