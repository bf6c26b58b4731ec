/**
 * Fast path for goroutines that equal an earlier one from header to blank line: read whole, line by line not at all.
 *
 * Only where a dump is as the runtime printed it, and only between two goroutines; all else goes line by line, and
 * what was read line by line is what it learns from.
 */
import {NONE} from '../../base/columns.ts';
import type {LineWindow} from '../../base/lines.ts';
import type {GoroutineInput} from '../../model/builder/goroutine-table-builder.ts';
import type {Assembler} from './grammar/assembler.ts';
import {beginsGoroutine} from './repeats/goroutine-spans.ts';
import {RepeatMatcher} from './repeats/repeat-matcher.ts';

export class RepeatFastPath {
  private readonly assembler: Assembler;
  private readonly onHeader: (id: number) => void;
  private readonly whole = new RepeatMatcher();
  /** By kind: a goroutine of it. */
  private readonly examples: GoroutineInput[] = [];

  constructor(assembler: Assembler, onHeader: (id: number) => void) {
    this.assembler = assembler;
    this.onHeader = onHeader;
  }

  /** Takes goroutines from the window as long as they are known ones; it stands between two. */
  take(window: LineWindow): void {
    const {assembler, whole} = this;
    if (assembler.isOpen ? assembler.frameCount === 0 : assembler.expectsCount) return;
    while (beginsGoroutine(window, window.pos)) {
      const offset = window.offsetOf(window.pos);
      const kind = whole.take(window);
      if (kind === NONE) return;
      assembler.addAlike(this.examples[kind], whole, window, offset);
      this.onHeader(whole.id);
    }
  }

  /** The window stands behind a blank line: what is before it may be a goroutine whose kind will come again. */
  learn(window: LineWindow): void {
    const {assembler, examples} = this;
    const {byteOffset, byteLength} = assembler.last;
    const start = window.positionOf(byteOffset);
    const isAll = start >= 0 && start + byteLength + 1 === window.pos;
    if (!assembler.isWhole || !isAll || !beginsGoroutine(window, window.pos)) return;
    const frames = assembler.frameCount;
    assembler.finish();
    const {last} = assembler;
    const kind = this.whole.learn(window.bytes, start, window.pos, frames, last.waitMinutes !== NONE);
    if (kind !== examples.length) return;
    examples.push({...last, kind: assembler.table.kindOf(last)});
  }
}
