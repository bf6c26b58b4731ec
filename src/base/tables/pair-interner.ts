/**
 * Gives each distinct pair of integers a row, in order of first appearance.
 *
 * Open addressing over two Int32 columns: a trie node is (parent, key), a sample is (stack, labels). No object per
 * entry, so a million pairs cost 8 bytes each plus the slots.
 */
import {Int32Column, NONE} from '../columns.ts';

const EMPTY = -1;
/** Up to this many slots the table grows fourfold. */
const SMALL_SLOTS = 4096;

export class PairInterner {
  readonly first: Int32Column = new Int32Column();
  readonly second: Int32Column = new Int32Column();
  private slots: Int32Array = new Int32Array(256).fill(EMPTY);
  private mask = 255;
  private used = 0;

  get length(): number {
    return this.first.length;
  }

  /** The row of (a, b); a new one at the end when the pair was not seen before. */
  intern(a: number, b: number): number {
    const firstValues = this.first.values;
    const secondValues = this.second.values;
    const {mask, slots} = this;
    let slot = hashPair(a, b) & mask;
    for (;;) {
      const row = slots[slot];
      if (row === EMPTY) break;
      if (firstValues[row] === a && secondValues[row] === b) return row;
      slot = (slot + 1) & mask;
    }
    const row = this.first.push(a);
    this.second.push(b);
    slots[slot] = row;
    this.used++;
    if (this.used * 2 > mask) this.grow();
    return row;
  }

  /** The row of (a, b), NONE when it was never interned. */
  find(a: number, b: number): number {
    let slot = hashPair(a, b) & this.mask;
    for (;;) {
      const row = this.slots[slot];
      if (row === EMPTY) return NONE;
      if (this.first.values[row] === a && this.second.values[row] === b) return row;
      slot = (slot + 1) & this.mask;
    }
  }

  /** A row of its own that `intern` never finds again. */
  append(a: number, b: number): number {
    this.second.push(b);
    return this.first.push(a);
  }

  private grow(): void {
    this.slots = largerSlots(this.slots, this.first.values, this.second.values);
    this.mask = this.slots.length - 1;
  }
}

/**
 * The rows of a hash table of pairs in a larger one; rows that are in no slot stay out.
 *
 * @param slots  a power of two of them, a row or -1 each
 */
export function largerSlots(slots: Int32Array, first: Int32Array, second: Int32Array): Int32Array {
  const larger = new Int32Array(slots.length * (slots.length <= SMALL_SLOTS ? 4 : 2)).fill(EMPTY);
  const mask = larger.length - 1;
  for (const row of slots) {
    if (row === EMPTY) continue;
    let slot = hashPair(first[row], second[row]) & mask;
    while (larger[slot] !== EMPTY) slot = (slot + 1) & mask;
    larger[slot] = row;
  }
  return larger;
}

/** Mixes two 32-bit words; the finalizer of MurmurHash3 spreads neighbouring rows. */
export function hashPair(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}
