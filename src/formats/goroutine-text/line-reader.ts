/**
 * Feeds lines to their road, undoing what was done to all of them: wrapping and double spacing.
 *
 * Between lines it lets the assembler take whole frames from the window, which is where big dumps are read.
 */
import {LineWindow} from '../../base/lines.ts';
import type {Assembler} from './assembler.ts';
import type {Interpreter} from './interpreter.ts';
import type {LineRoad} from './line-road.ts';
import type {Survey} from './survey.ts';

const NEWLINE = 10;
const RETURN = 13;
/** A wrapped line longer than this is no line of a dump. */
const MAX_WRAPPED = 64 * 1024;

export class LineReader {
  readonly road: LineRoad;
  private readonly window = new LineWindow();
  private readonly assembler: Assembler;
  private readonly interpreter: Interpreter;
  private readonly survey: Survey;
  private blanks = 0;
  /** The parts of a wrapped line so far. */
  private wrapped: Uint8Array = new Uint8Array(0);
  private wrappedOffset = 0;
  private readonly drain = (): void => this.readLines();

  constructor(assembler: Assembler, interpreter: Interpreter, road: LineRoad, survey: Survey) {
    this.assembler = assembler;
    this.interpreter = interpreter;
    this.road = road;
    this.survey = survey;
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
    this.road.end();
  }

  private readLines(): void {
    const {window, assembler, road} = this;
    for (;;) {
      if (road.canFollow) assembler.follow(window);
      while (window.pos < window.limit && window.bytes[window.pos] === NEWLINE) {
        window.pos++;
        window.lineNumber++;
        this.readBlank();
      }
      if (!window.next()) return;
      this.readLine();
    }
  }

  private readBlank(): void {
    if (this.wrapped.length > 0) this.endWrapped(this.wrapped);
    // Where every line has a blank one after it, only a second one was there before.
    this.blanks++;
    if (!this.survey.isDoubleSpaced || this.blanks > 1) this.interpreter.blank();
  }

  private readLine(): void {
    const {window, survey} = this;
    this.blanks = 0;
    if (survey.wrapWidth > 0) this.readWrapped();
    else this.road.read(window);
  }

  private readWrapped(): void {
    const {window, survey, wrapped} = this;
    const end = window.bytes[window.lineEnd - 1] === RETURN ? window.lineEnd - 1 : window.lineEnd;
    const size = end - window.lineStart;
    const line = new Uint8Array(wrapped.length + size);
    line.set(wrapped);
    line.set(window.bytes.subarray(window.lineStart, end), wrapped.length);
    if (wrapped.length === 0) this.wrappedOffset = window.offsetOf(window.lineStart);
    if (size === survey.wrapWidth && line.length < MAX_WRAPPED) this.wrapped = line;
    else this.endWrapped(line);
  }

  private endWrapped(line: Uint8Array): void {
    this.wrapped = new Uint8Array(0);
    this.road.readJoined(line, this.window, this.wrappedOffset);
  }
}
