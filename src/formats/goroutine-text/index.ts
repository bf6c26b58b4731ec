/**
 * Goroutine dumps as text: debug=2, panics, fatal errors, SIGQUIT, and what people make of them on the way.
 *
 * Streams: a goroutine goes into the tables when the next one begins. The beginning of the text is looked at first, to
 * learn what has happened to it; then every line goes through line-parser.ts, but for whole frames that were seen
 * before, which are only compared.
 */

import {grownCapacity, NONE} from '../../base/columns.ts';
import {pushAll} from '../../base/lists.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {describeForeign} from '../foreign.ts';
import {type Format, type FormatReader, type ReadOptions, SNIFF_BYTES} from '../format.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {SkippedCounter} from '../skipped.ts';
import {Assembler} from './grammar/assembler.ts';
import {Interpreter} from './grammar/interpreter.ts';
import {reportComments} from './grammar/report-kind.ts';
import {LineParser} from './line-parser.ts';
import {LineReader} from './line-reader.ts';
import {probeText} from './probe.ts';
import {RepeatFastPath} from './repeat-fast-path.ts';

export const goroutineTextFormat: Format = {
  id: 'goroutine-text',
  title: 'goroutine dump (text)',
  sniff: (head) => looksLikeText(head) && indexOfHeader(head) !== NONE,
  open: (options) => new GoroutineTextReader(options),
};

/** Where net/http/pprof stops writing a debug=2 dump. */
const DUMP_LIMIT = 64 * 2 ** 20;
/** How much of a text is looked at before it is read: from where goroutines begin in it. */
const PROBE_BYTES = 128 * 1024;
/** How much of a log is kept while no goroutine has come. */
const MAX_HEAD_BYTES = 16 * 2 ** 20;
const HEADER_WORD = Array.from('goroutine ', (char) => char.charCodeAt(0));

/** Where `goroutine 1` or its like begins, NONE when it does not. */
function indexOfHeader(text: Uint8Array): number {
  for (let at = text.indexOf(HEADER_WORD[0]); at >= 0; at = text.indexOf(HEADER_WORD[0], at + 1)) {
    const digit = text[at + HEADER_WORD.length];
    if (digit >= 0x30 && digit <= 0x39 && HEADER_WORD.every((byte, i) => text[at + i] === byte)) return at;
  }
  return NONE;
}

class GoroutineTextReader implements FormatReader {
  private readonly builder: ProfileBuilder;
  private readonly skipped = new SkippedCounter();
  private readonly assembler: Assembler;
  private readonly interpreter: Interpreter;
  /** The beginning of the text until it is probed, then its first bytes. */
  private head: Uint8Array = new Uint8Array(0);
  private headLength = 0;
  /** Where the first goroutine begins in it. */
  private firstHeader: number = NONE;
  private lines: LineReader | undefined;
  private byteCount = 0;
  private firstId: number = NONE;
  private dumpCount = 0;

  constructor(options: ReadOptions) {
    this.builder = new ProfileBuilder('goroutine-text', options.name);
    this.builder.addSampleType('goroutine', 'count');
    this.assembler = new Assembler(this.builder, this.skipped);
    this.interpreter = new Interpreter(this.assembler);
  }

  write(chunk: Uint8Array): void {
    this.byteCount += chunk.length;
    if (this.lines !== undefined) {
      this.lines.write(chunk);
      return;
    }
    this.keep(chunk);
    const {firstHeader, headLength} = this;
    const isEnough = firstHeader !== NONE && headLength >= firstHeader + PROBE_BYTES;
    if (isEnough || headLength >= MAX_HEAD_BYTES) this.start();
  }

  private keep(text: Uint8Array): void {
    const {headLength} = this;
    if (headLength + text.length > this.head.length) {
      const grown = new Uint8Array(grownCapacity(this.head.length, headLength + text.length));
      grown.set(this.head.subarray(0, headLength));
      this.head = grown;
    }
    this.head.set(text, headLength);
    this.headLength += text.length;
    if (this.firstHeader !== NONE) return;
    const from = Math.max(0, headLength - HEADER_WORD.length);
    const at = indexOfHeader(this.head.subarray(from, this.headLength));
    // One that comes so late is not waited for: what is looked at must not depend on how the bytes come.
    if (at !== NONE && from + at + PROBE_BYTES <= MAX_HEAD_BYTES) this.firstHeader = from + at;
  }

  end(): Profile {
    const {assembler, builder} = this;
    const lines = this.lines ?? this.start();
    lines.end();
    assembler.finish();
    if (assembler.goroutineCount === 0)
      throw describeForeign(this.head.subarray(0, Math.min(this.headLength, SNIFF_BYTES)), false);
    this.warn(lines);
    assembler.table.finish();
    builder.head.skippedLines = this.skipped.finish();
    builder.head.counts = {samples: assembler.goroutineCount};
    return builder.finish();
  }

  /** Learns from the beginning what was done to the text, and reads it. */
  private start(): LineReader {
    const head = this.head.subarray(0, this.headLength);
    const from = this.firstHeader < PROBE_BYTES / 2 ? 0 : head.lastIndexOf(10, this.firstHeader) + 1;
    const probe = probeText(head.subarray(from, from + PROBE_BYTES));
    pushAll(this.builder.comments, reportComments(head.subarray(0, from + PROBE_BYTES)));
    const onHeader = (id: number): void => this.countDumps(id);
    const {assembler, interpreter, skipped} = this;
    const parser = new LineParser(assembler, interpreter, probe.prefixes, skipped, onHeader, probe.isReversed);
    const lines = new LineReader(assembler, interpreter, parser, new RepeatFastPath(assembler, onHeader), probe);
    if (probe.isReversed) {
      this.builder.warn('REVERSED_LINES', 'the text has its newest line first; it is read from its end backwards');
    }
    this.lines = lines;
    this.head = head.slice(0, SNIFF_BYTES);
    lines.write(head);
    return lines;
  }

  /** Ids are unique within a dump: when the first one comes again, another dump has begun. */
  private countDumps(id: number): void {
    if (this.dumpCount === 0) this.firstId = id;
    if (id === this.firstId && id !== NONE) this.dumpCount++;
  }

  private warn({isCut, parser}: LineReader): void {
    const {builder, skipped, assembler} = this;
    if (this.byteCount === DUMP_LIMIT) {
      builder.warn(
        'DUMP_LIMIT',
        'the dump has exactly 64 MiB, where /debug/pprof/goroutine?debug=2 stops: counts are lower bounds',
      );
    } else if (isCut && assembler.headerCount > 0 && !assembler.isClosed) {
      builder.warn('TRUNCATED_TEXT', 'the text ends within a line: the last goroutine may be incomplete');
    }
    if (this.dumpCount > 1) {
      builder.warn('SEVERAL_DUMPS', `${this.dumpCount} dumps follow each other; the goroutines of all are counted`);
    }
    if (assembler.inferredCount > 0) {
      const noun = assembler.inferredCount === 1 ? 'goroutine has' : 'goroutines have';
      builder.warn('INFERRED_STATE', `${assembler.inferredCount} ${noun} no header; the state is inferred from frames`);
    }
    if (parser.summaries.repeatedPlaces > 0) {
      builder.warn('REPEATED_COUNT', 'a place is counted more than once; the last count holds, they are not added up');
    }
    if (skipped.count > 0) {
      const noun = skipped.count === 1 ? 'line is' : 'lines are';
      builder.warn(
        'SKIPPED_LINES',
        `${skipped.count} ${noun} no part of a goroutine dump and left out (-v lists them)`,
      );
    }
  }
}
