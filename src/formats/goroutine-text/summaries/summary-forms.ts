/**
 * Forms that people and tools make of dumps: counts of stacks, lists by hand, reports of other libraries.
 *
 * Each form is one rule: a pattern of a line and what it tells the assembler. The rules stand in `summary-rules`;
 * here is what they share. A rule that only counts must leave no doubt that goroutines are counted.
 */
import {binaryBytes} from '../../../base/ascii.ts';
import type {Assembler} from '../grammar/assembler.ts';
import {ArrowNotation} from './arrow-notation.ts';
import {RULES} from './summary-rules.ts';

/** What a rule does with a line: whether the frames that follow are a goroutine's. */
export type Verdict = 'frames' | 'aside' | 'used' | 'refused';

/** The most that a line of such a form has; longer ones are something else. */
const MAX_LENGTH = 2000;

export class SummaryForms {
  readonly assembler: Assembler;
  /** Where the line begins, and its number. */
  offset = 0;
  lineNumber = 0;
  /** What go-deadlock tells next is where a lock was taken, not what a goroutine does now. */
  isHolder = false;
  /** Rows of `N @ place` lines by place. */
  private readonly places = new Map<string, {row: number; count: number}>();
  private readonly arrows: ArrowNotation;
  repeatedPlaces = 0;

  constructor(assembler: Assembler) {
    this.assembler = assembler;
    this.arrows = new ArrowNotation((frames, offset, lineNumber) => this.addStack(frames, offset, lineNumber));
  }

  /** @param text  the line as binary text, without prefix and trailing blanks */
  take(text: string, offset: number, lineNumber: number): Verdict {
    this.offset = offset;
    this.lineNumber = lineNumber;
    if (text.length > MAX_LENGTH) return 'refused';
    for (const {pattern, use} of RULES) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const verdict = use(match, this);
      if (verdict !== 'refused') {
        this.arrows.end();
        return verdict;
      }
    }
    return this.arrows.take(text, offset, lineNumber) ? 'used' : 'refused';
  }

  /** Whether a list by hand may go on. */
  get isListing(): boolean {
    return this.arrows.isOpen;
  }

  /** A line of another kind came: lists by hand end here. */
  endLists(): void {
    this.arrows.end();
  }

  /** Opens a goroutine as if its header were printed. */
  begin(id: number, state: string): void {
    const header = binaryBytes(`[${state}]:`);
    this.assembler.begin(header, id, 0, header.length, this.offset);
  }

  beginCounted(count: number): void {
    this.assembler.beginCounted(count, this.offset);
  }

  /** A frame with its file (`path:line`), either in binary text; '' for no file. */
  frame(name: string, file: string): void {
    const bytes = binaryBytes(name);
    this.assembler.frame(bytes, 0, bytes.length);
    if (file !== '') this.place(file);
  }

  /** The file (`path:line`) of the frame just given, in binary text. */
  place(file: string): void {
    const place = binaryBytes(file);
    this.assembler.file(place, 0, place.length, place.length);
  }

  /** Who started the goroutine just begun, in binary text. */
  createdBy(name: string): void {
    const bytes = binaryBytes(name);
    this.assembler.setCreator(bytes, 0, bytes.length);
  }

  /** An argument word of the frame just given: a lock's address. */
  word(text: string): void {
    const bytes = binaryBytes(text);
    this.assembler.argumentList(bytes, 0, bytes.length);
  }

  /** `count` goroutines at one place. Where a place is counted again, the last count holds. */
  countPlace(count: number, name: string, file: string): void {
    const {assembler} = this;
    this.beginCounted(count);
    const row = assembler.table.length;
    this.frame(name, file);
    assembler.finish();
    const key = file === '' ? name : file;
    const before = this.places.get(key);
    if (before !== undefined) {
      assembler.takeBack(before.row, before.count);
      this.repeatedPlaces++;
    }
    if (assembler.table.length > row) this.places.set(key, {row, count});
  }

  private addStack(frames: readonly string[], offset: number, lineNumber: number): void {
    this.assembler.beginHeaderless(offset, lineNumber);
    for (const name of frames) this.frame(name, '');
    this.assembler.finish();
  }
}
