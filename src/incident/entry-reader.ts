/**
 * Reads one entry of a folder or archive as far as it is evidence: its beginning decides, and of logs only the dumps in
 * them are read.
 */
import {joinBytes} from '../base/columns.ts';
import {foreignByMark} from '../formats/foreign.ts';
import {type Format, type ReadOptions, SNIFF_BYTES} from '../formats/format.ts';
import {goroutineTextFormat} from '../formats/goroutine-text/index.ts';
import {FORMATS} from '../formats/index.ts';
import {anyTextFormat} from '../formats/kernel/any-text.ts';
import {isUtf16} from '../formats/utf16.ts';
import type {Profile} from '../model/profile.ts';
import {ProfileReader} from '../profile-reader.ts';

/** A letter for each byte, the same for each ASCII byte. Hosts have faster ones than the core could. */
export type LettersOf = (bytes: Uint8Array) => string;

/** Thrown to stop reading. */
export const NOT_EVIDENCE: Error = new Error('no evidence');
/** Formats that any text could be of: for these, a file's name has to say so. */
const WEAK_FORMATS: ReadonlyMap<string, RegExp> = new Map([
  ['folded', /fold|collaps|flame|stack/i],
  ['top-table', /(?:^|[^a-z])top(?:[^a-z]|$)/i],
]);
/** Formats that any log could be of. */
const LOG_FORMATS: readonly string[] = [goroutineTextFormat.id, anyTextFormat.id];
const EVIDENCE_NAME =
  /\.(?:pprof|prof|pb|pprog)(?:\.gz)?$|(?:^|[^a-z])(?:heap|goroutines?|allocs|mutex|block|threadcreate|profile|pprof-\w+|stacks(?:_with_labels)?)(?:[^a-z]|$)/i;

export class EntryReader {
  private readonly name: string;
  private readonly reader: ProfileReader;
  private head: Uint8Array = new Uint8Array(0);
  private sink: {write(chunk: Uint8Array): void} | undefined;
  private search: DumpSearch | undefined;
  private readonly lettersOf: LettersOf;
  byteCount = 0;

  constructor(path: string, reading: Partial<ReadOptions> & {readonly name: string}, lettersOf: LettersOf) {
    this.name = path.split('/').at(-1) ?? '';
    this.reader = new ProfileReader(reading);
    this.lettersOf = lettersOf;
  }

  /** Whether what is wrong with it is worth a word: by its name it should have been a profile. */
  get isPlainlyEvidence(): boolean {
    return EVIDENCE_NAME.test(this.name) && !/trace/i.test(this.name);
  }

  readonly write = (chunk: Uint8Array): void => {
    this.byteCount += chunk.length;
    if (this.sink !== undefined) {
      this.sink.write(chunk);
      return;
    }
    this.head = joinBytes([this.head, chunk]);
    if (this.head.length >= SNIFF_BYTES) this.start(false);
  };

  end(): Profile | undefined {
    if (this.byteCount === 0) return undefined;
    if (this.sink === undefined) this.start(true);
    return this.search?.hasFound === false ? undefined : this.reader.end();
  }

  private start(isWhole: boolean): void {
    const head = this.head.subarray(0, SNIFF_BYTES);
    const format = foreignByMark(head) === undefined ? formatOf(head, isWhole) : undefined;
    const weak = format === undefined ? undefined : WEAK_FORMATS.get(format.id);
    if (format === undefined || weak?.test(this.name) === false) throw this.refusal(head);
    if (LOG_FORMATS.includes(format.id) && !this.isPlainlyEvidence)
      this.search = new DumpSearch(this.reader, this.lettersOf);
    this.sink = this.search ?? this.reader;
    this.sink.write(this.head);
    this.head = new Uint8Array(0);
  }

  /** What a file by the name of a profile holds instead is worth a word; anything else is not. */
  private refusal(head: Uint8Array): Error {
    if (!this.isPlainlyEvidence || head.length === 0) return NOT_EVIDENCE;
    return foreignByMark(head) ?? NOT_EVIDENCE;
  }
}

function formatOf(head: Uint8Array, isWhole: boolean): Format | undefined {
  // Every second byte of such text is zero, which no sniffer takes for text; the reader narrows it.
  if (isUtf16(head)) return goroutineTextFormat;
  return FORMATS.find((candidate) => candidate.sniff(head, isWhole));
}

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

/**
 * Finds dumps in a log of any length, and hands on only the parts around them.
 *
 * Most logs hold none, and reading every line of them as if they did takes a hundred times as long as looking for the
 * word that begins one.
 */
class DumpSearch {
  private readonly reader: ProfileReader;
  /** The end of what came before and was not handed on. */
  private tail: Uint8Array = new Uint8Array(0);
  private readonly lettersOf: LettersOf;
  /** The chunk before had a mark, so this one may continue its dump. */
  private isNear = false;
  hasFound = false;

  constructor(reader: ProfileReader, lettersOf: LettersOf) {
    this.reader = reader;
    this.lettersOf = lettersOf;
  }

  write(chunk: Uint8Array): void {
    const hasMark = includesMark(this.lettersOf(joinBytes([this.tail.subarray(-MARK_BYTES), chunk])));
    if (hasMark && !this.isNear) this.reader.write(this.tail);
    if (hasMark || this.isNear) this.reader.write(chunk);
    this.hasFound ||= hasMark;
    this.isNear = hasMark;
    // A short chunk is not all there is to look back at.
    const seen = chunk.length >= CONTEXT_BYTES ? chunk : joinBytes([this.tail, chunk]);
    this.tail = hasMark ? new Uint8Array(0) : seen.slice(-CONTEXT_BYTES);
  }
}

function includesMark(letters: string): boolean {
  return MARKS.some(([word, rest]) => {
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length)) {
      if (rest.test(letters.slice(at, at + MARK_BYTES))) return true;
    }
    return false;
  });
}
