/**
 * Goroutine dumps as text: debug=2, panics, fatal errors, SIGQUIT, and what people make of them on the way.
 *
 * Streams: a goroutine goes into the tables when the next one begins. The road of a line is window → (cleaned) →
 * scanner → interpreter → assembler; whole frames that were seen before skip it and are only compared.
 */
import {NONE} from '../../base/columns.ts';
import {LineWindow} from '../../base/lines.ts';
import type {Profile} from '../../model/profile.ts';
import {ProfileBuilder} from '../../model/profile-builder.ts';
import {describeForeign} from '../foreign.ts';
import {type Format, type FormatReader, type ReadOptions, SNIFF_BYTES} from '../format.ts';
import {Assembler} from './assembler.ts';
import {Interpreter} from './interpreter.ts';
import {HEADER, LineScanner} from './line-scanner.ts';
import {looksLikeText} from './looks-like-text.ts';
import {SkippedCounter} from './skipped.ts';

export const goroutineTextFormat: Format = {
  id: 'goroutine-text',
  title: 'goroutine dump (text)',
  sniff: looksLikeText,
  open: (options) => new GoroutineTextReader(options),
};

const NEWLINE = 10;
/** Where net/http/pprof stops writing a debug=2 dump. */
const DUMP_LIMIT = 64 * 2 ** 20;

class GoroutineTextReader implements FormatReader {
  private readonly builder: ProfileBuilder;
  private readonly window = new LineWindow();
  private readonly scanner = new LineScanner();
  private readonly skipped = new SkippedCounter();
  private readonly assembler: Assembler;
  private readonly interpreter: Interpreter;
  private head: Uint8Array | undefined;
  private byteCount = 0;
  private firstId: number = NONE;
  private dumpCount = 0;
  private readonly drain = (): void => this.readLines();

  constructor(options: ReadOptions) {
    this.builder = new ProfileBuilder('goroutine-text', options.name);
    this.builder.addSampleType('goroutine', 'count');
    this.assembler = new Assembler(this.builder, this.skipped);
    this.interpreter = new Interpreter(this.assembler);
  }

  write(chunk: Uint8Array): void {
    this.head ??= chunk.slice(0, SNIFF_BYTES);
    this.byteCount += chunk.length;
    this.window.feed(chunk, this.drain);
  }

  end(): Profile {
    const {assembler, builder} = this;
    if (this.window.last()) this.readLine();
    assembler.finish();
    if (assembler.goroutineCount === 0) throw describeForeign(this.head ?? new Uint8Array(0));
    this.warn();
    assembler.table.finish();
    builder.head.skippedLines = this.skipped.finish();
    builder.head.counts = {samples: assembler.goroutineCount};
    return builder.finish();
  }

  private readLines(): void {
    const {window, assembler, interpreter} = this;
    for (;;) {
      if (interpreter.canFollow) assembler.follow(window);
      while (window.pos < window.limit && window.bytes[window.pos] === NEWLINE) {
        window.pos++;
        window.lineNumber++;
        interpreter.blank();
      }
      if (!window.next()) return;
      this.readLine();
    }
  }

  private readLine(): void {
    const {window, scanner, interpreter} = this;
    const {bytes, lineStart, lineEnd, lineNumber} = window;
    const kind = scanner.scan(bytes, lineStart, lineEnd);
    const offset = window.offsetOf(lineStart);
    if (interpreter.take(kind, bytes, scanner, offset, window.offsetOf(window.pos), lineNumber, window)) {
      if (kind === HEADER) this.countDumps(scanner.id);
      return;
    }
    interpreter.skip(bytes, lineStart, lineEnd);
    this.skipped.add(lineNumber);
  }

  /** Ids are unique within a dump: when the first one comes again, another dump has begun. */
  private countDumps(id: number): void {
    if (this.dumpCount === 0) this.firstId = id;
    if (id === this.firstId) this.dumpCount++;
  }

  private warn(): void {
    const {builder, skipped, assembler} = this;
    if (this.byteCount === DUMP_LIMIT) {
      builder.warn(
        'DUMP_LIMIT',
        'the dump has exactly 64 MiB, where /debug/pprof/goroutine?debug=2 stops: counts are lower bounds',
      );
    } else if (this.window.isUnterminated && assembler.headerCount > 0 && !assembler.isClosed) {
      builder.warn('TRUNCATED_TEXT', 'the text ends within a line: the last goroutine may be incomplete');
    }
    if (this.dumpCount > 1) {
      builder.warn('SEVERAL_DUMPS', `${this.dumpCount} dumps follow each other; the goroutines of all are counted`);
    }
    if (assembler.inferredCount > 0) {
      builder.warn(
        'INFERRED_STATE',
        `${assembler.inferredCount} goroutines have no header; their state is inferred from their frames`,
      );
    }
    if (skipped.count > 0) {
      const lines = skipped.count === 1 ? 'line is' : 'lines are';
      builder.warn(
        'SKIPPED_LINES',
        `${skipped.count} ${lines} no part of a goroutine dump and left out (-v lists them)`,
      );
    }
  }
}
