/**
 * Decides what a line of known kind means in its context, and passes it to the assembler.
 *
 * The rule behind all of them: a goroutine is never invented. Frames with no header over them are believed only in a
 * text that has shown no header yet, and are a goroutine only if they look like a stack.
 */
import {asciiBytes, findBytes} from '../../../base/ascii.ts';
import type {LineWindow} from '../../../base/lines.ts';
import type {LinePlace} from '../lines/line-place.ts';
import {
  ANCESTOR,
  BLANK,
  CREATED_BY,
  FILE,
  FRAME,
  HEADER,
  type LineScanner,
  OTHER,
  REMARK,
  RUNTIME_STACK,
  SEPARATOR,
} from '../lines/line-scanner.ts';
import type {Assembler} from './assembler.ts';

const GOROUTINE = asciiBytes('goroutine ');

export class Interpreter {
  private readonly assembler: Assembler;
  /** Frames belong to ancestors or to the runtime's own stack: understood, but no goroutine's. */
  private isAside = false;
  /** A blank line or separator came since the last line. */
  private hasGap = true;
  private awaitsCreatorFile = false;
  /** The line before speaks of a goroutine in a form that is no header: the frames under it are explained by it. */
  private isExplained = false;

  constructor(assembler: Assembler) {
    this.assembler = assembler;
  }

  /** Whether the window may be compared with known frames. */
  get canFollow(): boolean {
    return !this.isAside && !this.awaitsCreatorFile && !this.hasGap;
  }

  /** Whether the next line may be a goroutine's first, and whatever was before it is over. */
  get isBetween(): boolean {
    return this.hasGap && !this.isAside && !this.awaitsCreatorFile;
  }

  /**
   * Uses a scanned line, or says that it has no place here.
   *
   * @param window  given if the line lies in it unchanged
   */
  take(kind: number, source: Uint8Array, line: LineScanner, place: LinePlace, window: LineWindow | undefined): boolean {
    if (kind === BLANK) return this.blank();
    const isUsed = this.takeContent(kind, source, line, place, window);
    if (isUsed) {
      this.isExplained = false;
      this.hasGap = kind === SEPARATOR;
      if (this.assembler.isOpen) this.assembler.extend(place.endOffset);
    }
    return isUsed;
  }

  /** A line of a summary form was used: its frames follow, or those of somebody else. */
  enter(isAside: boolean): void {
    this.isAside = isAside;
    this.hasGap = false;
    this.awaitsCreatorFile = false;
    this.isExplained = false;
  }

  /** A line that nobody understood: what follows it is not what came before it. */
  skip(source: Uint8Array, start: number, end: number): void {
    this.isExplained = findBytes(source, start, end, GOROUTINE) >= 0;
    // Behind a blank line it is a header that nobody can read: the frames under it are not those of the one before.
    if (this.isExplained && this.hasGap) this.assembler.close();
  }

  private takeContent(
    kind: number,
    source: Uint8Array,
    line: LineScanner,
    place: LinePlace,
    window: LineWindow | undefined,
  ): boolean {
    const {assembler} = this;
    switch (kind) {
      case HEADER:
        assembler.begin(source, line.id, line.bracket, line.end, place.offset);
        this.isAside = false;
        this.awaitsCreatorFile = false;
        return true;
      case FRAME:
        return this.frame(source, line, place, window);
      case FILE:
        return this.file(source, line, window);
      case CREATED_BY:
        return this.createdBy(source, line, window);
      case OTHER:
        return false;
      default:
        return this.aside(kind);
    }
  }

  /** A blank line. */
  blank(): boolean {
    this.hasGap = true;
    this.isAside = false;
    this.awaitsCreatorFile = false;
    return true;
  }

  private frame(source: Uint8Array, line: LineScanner, place: LinePlace, window: LineWindow | undefined): boolean {
    const {assembler} = this;
    this.awaitsCreatorFile = false;
    if (this.isAside) {
      assembler.lateCreator.frame(source, line.nameStart, line.nameEnd);
      return true;
    }
    if (!assembler.isOpen || assembler.isClosed || (this.hasGap && assembler.headerCount === 0)) {
      if (!assembler.beginExpected(place.offset)) {
        if (assembler.headerCount > 0 || this.isExplained) return false;
        assembler.beginHeaderless(place.offset, place.lineNumber);
      }
    }
    assembler.frame(source, line.nameStart, line.nameEnd);
    assembler.argumentList(source, line.argumentsStart, line.argumentsEnd);
    if (window !== undefined && line.nameStart === window.lineStart) assembler.noteRawFrame(window, line.nameEnd);
    return true;
  }

  private file(source: Uint8Array, line: LineScanner, window: LineWindow | undefined): boolean {
    const {assembler} = this;
    if (this.awaitsCreatorFile) {
      this.awaitsCreatorFile = false;
      if (window !== undefined && line.isRepeatable && !this.isAside) assembler.rememberRawCreator(window);
      return true;
    }
    if (this.isAside) return true;
    if (!assembler.hasPendingFrame) return false;
    assembler.file(source, line.fileStart, line.numberEnd, line.offsetEnd);
    if (window !== undefined && line.isRepeatable) assembler.rememberRawFrame(window);
    return true;
  }

  private createdBy(source: Uint8Array, line: LineScanner, window: LineWindow | undefined): boolean {
    const {assembler} = this;
    if (!this.isAside) {
      if (!assembler.isOpen || assembler.isClosed) return false;
      assembler.createdBy(source, line.nameStart, line.nameEnd, line.id);
      if (window !== undefined) assembler.noteRawCreator(window, line.id < 0 ? line.nameEnd : line.idStart);
    }
    this.awaitsCreatorFile = true;
    return true;
  }

  private aside(kind: number): boolean {
    const {assembler} = this;
    if (kind === REMARK) return assembler.isOpen || this.isAside;
    if (kind === ANCESTOR || kind === SEPARATOR) assembler.close();
    if (kind === RUNTIME_STACK) assembler.finish();
    this.isAside = kind !== SEPARATOR;
    this.awaitsCreatorFile = false;
    return true;
  }
}
