/**
 * Feeds lines to their parser, undoing what was done to all of them: wrapping and double spacing.
 *
 * Between lines it lets whole goroutines and whole frames be taken from the window, which is how big dumps are read.
 */
import {LineWindow} from '../../base/lines.ts';
import type {Assembler} from './grammar/assembler.ts';
import type {Interpreter} from './grammar/interpreter.ts';
import type {LineParser} from './line-parser.ts';
import {CREATED_BY, FILE, LineScanner, OTHER} from './lines/line-scanner.ts';
import type {Probe} from './probe.ts';
import type {RepeatFastPath} from './repeat-fast-path.ts';

const NEWLINE = 10;
const RETURN = 13;
/** A wrapped line longer than this is no line of a dump. */
const MAX_WRAPPED = 64 * 1024;

export class LineReader {
  readonly parser: LineParser;
  private readonly window = new LineWindow();
  private readonly assembler: Assembler;
  private readonly interpreter: Interpreter;
  private readonly probe: Probe;
  /** Given where no line was wrapped or followed by a blank one. */
  private readonly whole: RepeatFastPath | undefined;
  private readonly scanner = new LineScanner();
  private blanks = 0;
  /** The parts of a wrapped line so far. */
  private wrapped: Uint8Array = new Uint8Array(0);
  private wrappedOffset = 0;
  private readonly drain = (): void => this.readLines();

  constructor(assembler: Assembler, interpreter: Interpreter, parser: LineParser, whole: RepeatFastPath, probe: Probe) {
    this.whole = probe.isDoubleSpaced || probe.wrapWidth > 0 ? undefined : whole;
    this.assembler = assembler;
    this.interpreter = interpreter;
    this.parser = parser;
    this.probe = probe;
  }

  /** Whether the text ended within a line. */
  get isCut(): boolean {
    return this.window.isUnterminated;
  }

  write(chunk: Uint8Array): void {
    this.window.feed(chunk, this.drain);
  }

  end(): void {
    if (this.window.last()) this.readLine();
    if (this.wrapped.length > 0) this.endWrapped(this.wrapped);
    this.parser.end();
  }

  private readLines(): void {
    const {window, assembler, parser, whole} = this;
    for (;;) {
      if (parser.canFollow) assembler.follow(window);
      while (window.pos < window.limit && window.bytes[window.pos] === NEWLINE) {
        window.pos++;
        window.lineNumber++;
        this.readBlank();
      }
      if (whole !== undefined && parser.canTakeWhole) whole.take(window);
      if (!window.next()) return;
      this.readLine();
    }
  }

  private readBlank(): void {
    if (this.wrapped.length > 0) this.endWrapped(this.wrapped);
    // Where every line has a blank one after it, only a second one was there before.
    this.blanks++;
    if (!this.probe.isDoubleSpaced || this.blanks > 1) this.interpreter.blank();
    if (this.whole !== undefined && this.parser.canTakeWhole) this.whole.learn(this.window);
  }

  private readLine(): void {
    const {window, probe} = this;
    this.blanks = 0;
    if (probe.wrapWidth > 0) this.readWrapped();
    else this.parser.read(window);
  }

  private readWrapped(): void {
    const {window, probe, wrapped} = this;
    const end = window.bytes[window.lineEnd - 1] === RETURN ? window.lineEnd - 1 : window.lineEnd;
    const line = window.bytes.slice(window.lineStart, end);
    const offset = window.offsetOf(window.lineStart);
    const isFull = line.length === probe.wrapWidth;
    const joined = wrapped.length === 0 ? line : concatenate(wrapped, line);
    if (wrapped.length > 0 && !this.goesOn(wrapped, line, joined, isFull)) {
      this.endWrapped(wrapped);
      this.wrappedOffset = offset;
      if (isFull) this.wrapped = line;
      else this.parser.readJoined(line, window, offset);
      return;
    }
    if (wrapped.length === 0) this.wrappedOffset = offset;
    if (isFull && joined.length < MAX_WRAPPED) this.wrapped = joined;
    else this.endWrapped(joined);
  }

  /** Whether `line` is the next part of `wrapped`, which may as well be a whole line of just that length. */
  private goesOn(wrapped: Uint8Array, line: Uint8Array, joined: Uint8Array, isFull: boolean): boolean {
    const kind = this.kindOf(wrapped);
    // Headers and calls show their end; paths and names may continue.
    if (kind === OTHER) return isFull || this.kindOf(joined) !== OTHER || this.kindOf(line) === OTHER;
    if (kind !== FILE && kind !== CREATED_BY) return false;
    return this.kindOf(line) === OTHER && this.kindOf(joined) !== OTHER;
  }

  private kindOf(line: Uint8Array): number {
    return this.scanner.scan(line, 0, line.length);
  }

  private endWrapped(line: Uint8Array): void {
    this.wrapped = new Uint8Array(0);
    this.parser.readJoined(line, this.window, this.wrappedOffset);
  }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
