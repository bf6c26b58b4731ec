/**
 * Gives each distinct byte sequence a row, in order of first appearance.
 *
 * The bytes lie in one arena, so a million short sequences are one allocation, and equality is byte equality: two
 * names that only print alike stay distinct rows. Also used as a fast path: equal packed bytes are an equal stack.
 */
import {ByteColumn, Int32Column} from '../columns.ts';

const EMPTY = -1;
/** Up to this mask slots grow fourfold. */
const SMALL_MASK = 4095;

export class ByteInterner {
  private readonly arena = new ByteColumn();
  private readonly starts = new Int32Column();
  /** Row and hash, side by side: a probe touches one line of the processor's cache. */
  private slots: Int32Array = emptySlots(256);
  private mask = 255;
  private sourceView: DataView = new DataView(new ArrayBuffer(0));
  private arenaView: DataView = new DataView(new ArrayBuffer(0));

  get length(): number {
    return this.starts.length;
  }

  /** Row of the bytes [start, end) of `source`; compare with `length` before the call to see whether it is new. */
  intern(source: Uint8Array, start: number, end: number): number {
    const view = this.viewOf(source);
    const from = source.byteOffset + start;
    const hash = hashBytes(view, from, source.byteOffset + end);
    const {mask, slots} = this;
    let slot = hash & mask;
    for (;;) {
      const row = slots[2 * slot];
      if (row === EMPTY) break;
      if (slots[2 * slot + 1] === hash && this.equals(row, view, from, end - start)) return row;
      slot = (slot + 1) & mask;
    }
    const row = this.starts.push(this.arena.append(source, start, end));
    slots[2 * slot] = row;
    slots[2 * slot + 1] = hash;
    if (this.starts.length * 2 > mask) this.grow();
    return row;
  }

  /** A view of the row's bytes; valid until the next `intern`. */
  bytes(row: number): Uint8Array {
    return this.arena.values.subarray(this.starts.values[row], this.endOf(row));
  }

  private endOf(row: number): number {
    return row + 1 < this.starts.length ? this.starts.values[row + 1] : this.arena.length;
  }

  /** Callers come with the same buffer again and again; a view of it is kept. */
  private viewOf(source: Uint8Array): DataView {
    if (source.buffer !== this.sourceView.buffer) this.sourceView = new DataView(source.buffer);
    return this.sourceView;
  }

  /** Whether the row's bytes are the `size` bytes of `view` at `from`; four at a time. */
  private equals(row: number, view: DataView, from: number, size: number): boolean {
    const start = this.starts.values[row];
    if (this.endOf(row) - start !== size) return false;
    if (this.arena.values.buffer !== this.arenaView.buffer) this.arenaView = new DataView(this.arena.values.buffer);
    const {arenaView} = this;
    let i = 0;
    for (; i + 4 <= size; i += 4) if (arenaView.getInt32(start + i) !== view.getInt32(from + i)) return false;
    for (; i < size; i++) if (arenaView.getUint8(start + i) !== view.getUint8(from + i)) return false;
    return true;
  }

  private grow(): void {
    const old = this.slots;
    const grown = emptySlots((this.mask + 1) * (this.mask < SMALL_MASK ? 4 : 2));
    const mask = grown.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === EMPTY) continue;
      let slot = old[at + 1] & mask;
      while (grown[2 * slot] !== EMPTY) slot = (slot + 1) & mask;
      grown[2 * slot] = old[at];
      grown[2 * slot + 1] = old[at + 1];
    }
    this.slots = grown;
    this.mask = mask;
  }
}

function emptySlots(count: number): Int32Array {
  return new Int32Array(2 * count).fill(EMPTY);
}

/** FNV-1a's idea over four bytes a step, finished as MurmurHash3 does; a signed 32-bit word. */
function hashBytes(view: DataView, start: number, end: number): number {
  let h = 0x811c9dc5 ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    h = Math.imul(h ^ view.getInt32(i), 0x01000193);
    h ^= h >>> 13;
  }
  for (; i < end; i++) h = Math.imul(h ^ view.getUint8(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return h ^ (h >>> 13);
}
