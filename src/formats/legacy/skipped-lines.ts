/**
 * Counts the lines that a text format could make no sense of: input is used, or it is said to be skipped.
 */
import type {ProfileBuilder} from '../../model/profile-builder.ts';

const SHOWN = 5;

export class SkippedLines {
  count = 0;
  private readonly first: number[] = [];

  add(lineNumber: number): void {
    this.count++;
    if (this.first.length < SHOWN) this.first.push(lineNumber);
  }

  /** Puts one warning on the profile when any line was skipped. */
  report(builder: ProfileBuilder): void {
    if (this.count === 0) return;
    const more = this.count > SHOWN ? ' and others' : '';
    const lines = this.count === 1 ? '1 line was' : `${this.count} lines were`;
    builder.warn('SKIPPED_LINES', `${lines} not understood and skipped (line ${this.first.join(', ')}${more})`);
  }
}
