/**
 * Forms that people and tools make of dumps: counts of stacks, lists by hand, reports of other libraries.
 *
 * One file a form; each is a few rules, tried in the order below. A rule that only counts must leave no doubt that
 * goroutines are counted.
 */
import type {Assembler} from '../grammar/assembler.ts';
import {ArrowNotation} from './arrow-notation.ts';
import {BY_HAND} from './by-hand.ts';
import {COUNTS} from './counts.ts';
import {DEBUG1_ROWS} from './debug1-rows.ts';
import {DELVE} from './delve.ts';
import {EDITOR} from './editor.ts';
import {GO_DEADLOCK} from './go-deadlock.ts';
import {GOLEAK} from './goleak.ts';
import {PANICPARSE} from './panicparse.ts';
import {RACE_REPORT} from './race-report.ts';
import type {Rule, Verdict} from './rule.ts';
import {SummaryWriter} from './summary-writer.ts';

const RULES: readonly Rule[] = [
  ...DEBUG1_ROWS,
  ...COUNTS,
  ...GOLEAK,
  ...GO_DEADLOCK,
  ...RACE_REPORT,
  ...DELVE,
  ...EDITOR,
  ...PANICPARSE,
  ...BY_HAND,
];

/** The most that a line of such a form has; longer ones are something else. */
const MAX_LENGTH = 2000;

export class SummaryForms {
  private readonly writer: SummaryWriter;
  private readonly arrows: ArrowNotation;

  constructor(assembler: Assembler) {
    this.writer = new SummaryWriter(assembler);
    this.arrows = new ArrowNotation((frames, offset, lineNumber) => {
      assembler.beginHeaderless(offset, lineNumber);
      for (const name of frames) this.writer.frame(name, '');
      assembler.finish();
    });
  }

  /** @param text  the line as binary text, without prefix and trailing blanks */
  take(text: string, offset: number, lineNumber: number): Verdict {
    this.writer.offset = offset;
    this.writer.lineNumber = lineNumber;
    if (text.length > MAX_LENGTH) return 'refused';
    const line = text.trimEnd();
    for (const {pattern, use} of RULES) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const verdict = use(match, this.writer);
      if (verdict !== 'refused') {
        this.arrows.end();
        return verdict;
      }
    }
    return this.arrows.take(text, offset, lineNumber) ? 'used' : 'refused';
  }

  /** How many `N @ place` lines counted a place again. */
  get repeatedPlaces(): number {
    return this.writer.repeatedPlaces;
  }

  /** Whether a list by hand may continue. */
  get isListing(): boolean {
    return this.arrows.isOpen;
  }

  /** A line of another kind came: lists by hand end here. */
  endLists(): void {
    this.arrows.end();
  }
}
