/**
 * Stretches of text kept as bytes, to be compared with those that come later: eight bytes a step.
 */
import {ByteColumn} from '../../../base/columns.ts';

export class Literals {
  /** Every literal begins at a multiple of eight. */
  private readonly arena = new ByteColumn();
  private view = new DataView(this.arena.values.buffer);
  private doubles: Float64Array = new Float64Array(0);

  /** Bytes kept so far. */
  get size(): number {
    return this.arena.length;
  }

  /** Keeps [start, end) and returns its place. */
  append(source: Uint8Array, start: number, end: number): number {
    while ((this.arena.length & 7) !== 0) this.arena.push(0);
    const at = this.arena.append(source, start, end);
    const {buffer} = this.arena.values;
    if (buffer !== this.view.buffer) {
      this.view = new DataView(buffer);
      this.doubles = new Float64Array(buffer, 0, buffer.byteLength >>> 3);
    }
    return at;
  }

  /**
   * Whether the literal at `place`, `length` bytes long, is what `view` has at `to`; all of it must be there.
   *
   * As doubles: equal doubles are equal bytes but for zeros, which no line holds; bytes that make no number are taken
   * for unequal, and such a line is parsed.
   */
  matches(place: number, length: number, view: DataView, to: number): boolean {
    const {doubles} = this;
    const whole = length >>> 3;
    const base = place >>> 3;
    for (let i = 0; i < whole; i++) {
      if (doubles[base + i] !== view.getFloat64(to + (i << 3), true)) return false;
    }
    if ((length & 7) === 0) return true;
    const stored = this.view;
    // The rest with the bytes before it as one more double, rather than byte by byte.
    if (whole > 0) return stored.getFloat64(place + length - 8, true) === view.getFloat64(to + length - 8, true);
    for (let i = 0; i < length; i++) if (stored.getUint8(place + i) !== view.getUint8(to + i)) return false;
    return true;
  }
}
