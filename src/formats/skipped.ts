/**
 * Counts the lines that no reader claimed and keeps the numbers of the first of them.
 */
import type {SkippedLines} from '../model/profile.ts';

const MAX_NUMBERS = 10_000;

export class SkippedCounter {
  count = 0;
  private readonly lineNumbers: number[] = [];

  add(lineNumber: number): void {
    this.count++;
    if (this.lineNumbers.length < MAX_NUMBERS) this.lineNumbers.push(lineNumber);
  }

  /** The line turned out to be the first part of one that was used. */
  takeBack(lineNumber: number): void {
    if (this.lineNumbers.at(-1) === lineNumber) this.lineNumbers.pop();
    this.count--;
  }

  finish(): SkippedLines | undefined {
    return this.count === 0 ? undefined : {count: this.count, lineNumbers: this.lineNumbers};
  }
}
