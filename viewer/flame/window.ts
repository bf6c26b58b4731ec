/**
 * The part of a flamegraph's width that is seen.
 */
import type {FlameLayout} from '../../src/analysis/tree/flame-layout.ts';

const NARROWEST = 1e-9;

/** Edges as shares of the total width. */
export class FlameWindow {
  from = 0;
  to = 1;

  /** As wide as a frame. */
  fit({left, width}: FlameLayout, node: number): void {
    const at = node < left.length ? node : 0;
    this.from = left[at];
    this.to = left[at] + Math.max(width[at], NARROWEST);
  }

  moveTo(from: number, to: number): void {
    const width = Math.min(1, Math.max(NARROWEST, to - from));
    this.from = Math.min(1 - width, Math.max(0, from));
    this.to = this.from + width;
  }

  /** Widens or narrows the window around its middle, or moves it by a part of its width. */
  nudge(factor: number, shift: number): void {
    const width = (this.to - this.from) * factor;
    const middle = (this.from + this.to) / 2 + shift * (this.to - this.from);
    this.moveTo(middle - width / 2, middle + width / 2);
  }

  /** Whether a frame is outside. */
  isBeside({left, width}: FlameLayout, node: number): boolean {
    return left[node] + width[node] <= this.from || left[node] >= this.to;
  }
}
