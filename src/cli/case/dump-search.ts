/**
 * Finds dumps in a log of any length, and hands on only the parts around them.
 *
 * Most logs hold none, and reading every line of them as if they did takes a hundred times as long as looking for the
 * word that begins one.
 */
import type {ProfileReader} from '../../read.ts';

/** `goroutine 12 [running`, `goroutine profile: total 3`. */
const HEADER = /^goroutine (?:\d+ (?:gp=\S+ (?:m=\S+ )?(?:mp=\S+ )?)?\[|profile: )/;
/** Words that begin a dump, and what must follow; reports of the kernel need no more than their words. */
const MARKS: readonly (readonly [string, RegExp])[] = [
  ['goroutine ', HEADER],
  ...['blocked for more than', 'Call Trace:', 'Call trace:', 'soft lockup', 'LOCKUP', 'detected stall'].map(
    (word): readonly [string, RegExp] => [word, /^/],
  ),
];
/** As much as a mark and what must follow it take. */
const MARK_BYTES = 80;
/** What is handed on from before the first mark: the line that it stands in, and the message of a panic above it. */
const CONTEXT_BYTES = 1 << 14;

export class DumpSearch {
  private readonly reader: ProfileReader;
  /** The end of what came before and was not handed on. */
  private tail: Buffer = Buffer.alloc(0);
  /** The chunk before had a mark, so this one may continue its dump. */
  private isNear = false;
  hasFound = false;

  constructor(reader: ProfileReader) {
    this.reader = reader;
  }

  write(chunk: Uint8Array): void {
    const hasMark = includesMark(Buffer.concat([this.tail.subarray(-MARK_BYTES), chunk]));
    if (hasMark && !this.isNear) this.reader.write(this.tail);
    if (hasMark || this.isNear) this.reader.write(chunk);
    this.hasFound ||= hasMark;
    this.isNear = hasMark;
    // A short chunk is not all there is to look back at.
    const seen = chunk.length >= CONTEXT_BYTES ? chunk : Buffer.concat([this.tail, chunk]);
    this.tail = hasMark ? Buffer.alloc(0) : Buffer.from(seen.subarray(-CONTEXT_BYTES));
  }
}

function includesMark(bytes: Buffer): boolean {
  return MARKS.some(([word, rest]) => {
    for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + word.length)) {
      if (rest.test(bytes.toString('latin1', at, at + MARK_BYTES))) return true;
    }
    return false;
  });
}
