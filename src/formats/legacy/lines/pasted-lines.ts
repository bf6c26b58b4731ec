/**
 * Lines of a text profile as people paste them: prose before the title, and before every line what a log, a mail or grep
 * put there, which the title's own line shows.
 */
import {binaryText} from '../../../base/ascii.ts';
import {failure} from '../../../base/errors.ts';
import {quotePattern} from '../../../base/quote-pattern.ts';
import {unwrapJsonLog} from './json-log.ts';

const BRACE = 0x7b;
const NEWLINE = 0x0a;
/** So much of a line is searched for the title. */
const TITLE_BYTES = 400;

/** A line without what stood before it. */
export interface BareLine {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export class PastedLines {
  private readonly title: RegExp;
  private hasBegun = false;
  /** What stands before a line, its numbers aside; undefined when nothing does. */
  private prefix: RegExp | undefined;
  private prefixBytes = 0;

  /** @param title  how the first line of the profile begins, without an anchor */
  constructor(title: RegExp) {
    this.title = title;
  }

  /** The line itself; undefined before the profile begins. */
  bare(bytes: Uint8Array, start: number, end: number): BareLine | undefined {
    const text = bytes[start] === BRACE ? unwrapJsonLog(bytes, start, end) : undefined;
    if (text !== undefined && text[0] !== BRACE) {
      if (text.includes(NEWLINE))
        throw failure(
          'MALFORMED_TEXT',
          'the whole profile is one string of JSON; take it out first, as jq -r does',
          {},
        );
      return this.bare(text, 0, text.length);
    }
    if (!this.hasBegun) return this.begin({bytes, start, end});
    if (this.prefix === undefined) return {bytes, start, end};
    const before = this.prefix.exec(binaryText(bytes, start, Math.min(end, start + this.prefixBytes)));
    return {bytes, start: start + (before?.[0].length ?? 0), end};
  }

  private begin({bytes, end, start}: BareLine): BareLine | undefined {
    const text = binaryText(bytes, start, Math.min(end, start + TITLE_BYTES));
    const found = this.title.exec(text);
    if (found === null) return undefined;
    this.hasBegun = true;
    const before = text.slice(0, found.index);
    if (before !== '') {
      this.prefix = prefixPattern(before);
      // Numbers may grow.
      this.prefixBytes = 2 * before.length + 20;
    }
    return {bytes, start: start + found.index, end};
  }
}

/** The same text with any numbers; blanks at its end may be lost where the line is empty. */
function prefixPattern(text: string): RegExp {
  const parts = text.trimEnd().split(/\d+/).map(quotePattern);
  return new RegExp(
    `^${parts.join('\\d+').replace(/^:$/, '[:-]').replace(/:$/, '[:-]')}[ \\t]{0,${text.length - text.trimEnd().length}}`,
  );
}
