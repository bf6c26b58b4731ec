/**
 * Puts a text that has its newest line first back in order: lines are held until their header comes.
 */
import {binaryText} from '../../../base/ascii.ts';
import type {LinePlace} from '../lines/line-place.ts';
import {HEADER} from '../lines/line-scanner.ts';

/** Deeper than any stack that the runtime prints in full. */
const MAX_HELD = 5000;

export interface HeldLine extends LinePlace {
  readonly text: string;
}

export class Reverser {
  private held: HeldLine[] = [];

  /**
   * Takes a line, and hands out lines in their right order once a header ends them.
   *
   * @returns lines to interpret, none while they are being held
   */
  take(kind: number, source: Uint8Array, start: number, end: number, place: LinePlace): HeldLine[] {
    this.held.push({...place, text: binaryText(source, start, end)});
    return kind === HEADER || this.held.length >= MAX_HELD ? this.rest() : [];
  }

  /** What is held, in order. */
  rest(): HeldLine[] {
    const lines = this.held.reverse();
    this.held = [];
    return lines;
  }
}
