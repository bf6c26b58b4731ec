/**
 * Breaks prose into lines for a terminal; commands between backquotes stay whole on lines of their own, to be copied.
 */

/** Words of `text` in lines of at most `width` columns. */
export function wrapWords(text: string, width: number): string[] {
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

/** A line of prose, or a command that must not be broken. */
export interface Piece {
  readonly text: string;
  readonly isCommand: boolean;
}

/** Splits a step into wrapped prose and whole commands. */
export function stepPieces(step: string, width: number): Piece[] {
  return step.split('`').flatMap((part, i): Piece[] => {
    const text = part.trim();
    if (text === '') return [];
    if (i % 2 === 1) return [{text, isCommand: true}];
    return wrapWords(text, width).map((line) => ({text: line, isCommand: false}));
  });
}
