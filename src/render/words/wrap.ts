/**
 * Breaks prose into lines for a terminal; commands between backquotes stay whole on lines of their own, to be copied.
 */

/** Words of `text` in lines of at most `width` columns. */
export function wrapWords(text: string, width: number): string[] {
  if (WIDE.test(text)) return wrapWide(text, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Characters of Chinese and its full-width punctuation: two columns each, and a line may end between any two. */
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]/;
/** What stays together: a word or one wide character, with punctuation that may not begin or end a line. */
const PIECES = /(?:[（“《]*(?:[^ \u3000-\u30ff\u3400-\u9fff\uff00-\uff60“”]+|[^ ])[，。；：！？、）”》]*)| /g;

function wrapWide(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== '' && columnsOf(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    if (line !== '' || piece !== ' ') line += piece;
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd());
  return lines;
}

/** Columns that the text takes in a terminal. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += WIDE.test(char) ? 2 : 1;
  return columns;
}

/** padEnd by columns. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** A line of prose, or a command that must not be broken. */
export interface Piece {
  readonly text: string;
  readonly isCommand: boolean;
}

/** Code of one word, such as a setting: it reads as part of its sentence. */
const WORD_OF_CODE = /`([^`\s]+)`/g;

/** What ended a sentence behind a command, which its own line ends now. */
const STOP = /^[.,;:]\s*/;

/** Splits a step into wrapped prose and whole commands. */
export function stepPieces(step: string, width: number): Piece[] {
  return step
    .replace(WORD_OF_CODE, '$1')
    .split('`')
    .flatMap((part, i): Piece[] => {
      const text = part.trim().replace(STOP, '');
      if (text === '') return [];
      if (i % 2 === 1) return [{text, isCommand: true}];
      return wrapWords(text, width).map((line) => ({text: line, isCommand: false}));
    });
}
