/**
 * Gives each distinct byte sequence a row, in order of first appearance.
 *
 * The bytes lie in one arena, so a million short sequences are one allocation, and equality is byte equality: two
 * names that merely print alike stay two rows. Also used as a fast path: equal packed bytes are an equal stack.
 */
import {ByteColumn, Int32Column} from './columns.ts';

const EMPTY = -1;

export class ByteInterner {
  private readonly arena = new ByteColumn();
  private readonly starts = new Int32Column();
  private readonly hashes = new Int32Column();
  private slots: Int32Array = new Int32Array(256).fill(EMPTY);
  private mask = 255;

  get length(): number {
    return this.starts.length;
  }

  /** Row of the bytes [start, end) of `source`; compare with `length` before the call to see whether it is new. */
  intern(source: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(source, start, end);
    let slot = hash & this.mask;
    for (;;) {
      const row = this.slots[slot];
      if (row === EMPTY) break;
      if (this.hashes.values[row] === hash && this.equals(row, source, start, end)) return row;
      slot = (slot + 1) & this.mask;
    }
    const row = this.starts.push(this.arena.append(source, start, end));
    this.hashes.push(hash);
    this.slots[slot] = row;
    if (this.starts.length * 2 > this.slots.length) this.grow();
    return row;
  }

  /** A view of the row's bytes; valid until the next `intern`. */
  bytes(row: number): Uint8Array {
    return this.arena.values.subarray(this.starts.values[row], this.endOf(row));
  }

  private endOf(row: number): number {
    return row + 1 < this.starts.length ? this.starts.values[row + 1] : this.arena.length;
  }

  private equals(row: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.starts.values[row];
    const size = end - start;
    if (this.endOf(row) - from !== size) return false;
    const stored = this.arena.values;
    for (let i = 0; i < size; i++) if (stored[from + i] !== source[start + i]) return false;
    return true;
  }

  private grow(): void {
    const size = this.slots.length * 2;
    this.slots = new Int32Array(size).fill(EMPTY);
    this.mask = size - 1;
    for (let row = 0; row < this.hashes.length; row++) {
      let slot = this.hashes.values[row] & this.mask;
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & this.mask;
      this.slots[slot] = row;
    }
  }
}

/** FNV-1a's idea over four bytes a step, finished as MurmurHash3 does; a signed 32-bit word. */
function hashBytes(source: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5 ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = source[i] | (source[i + 1] << 8) | (source[i + 2] << 16) | (source[i + 3] << 24);
    h = Math.imul(h ^ word, 0x01000193);
    h ^= h >>> 13;
  }
  for (; i < end; i++) h = Math.imul(h ^ source[i], 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return h ^ (h >>> 13);
}
