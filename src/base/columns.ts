/**
 * Typed arrays that grow: every table is built from them.
 *
 * Empty ones allocate nothing: a profile has dozens of columns, and some stay empty. A large column grows by half, so it
 * wastes at most a third. Builders own columns; finished tables hold the plain typed arrays that `finish()` hands out,
 * cut to length.
 */

/** "No row" in every index column. */
export const NONE = -1;

const FIRST_CAPACITY = 64;

/** Up to this capacity columns grow fourfold: in a small profile, making arrays costs more than the room. */
const SMALL_CAPACITY = 4096;

/** Next capacity for at least `needed` elements. */
export function grownCapacity(capacity: number, needed: number): number {
  const grown = capacity < SMALL_CAPACITY ? capacity * 4 : capacity + (capacity >> 1);
  return Math.max(needed, grown, FIRST_CAPACITY);
}

/** The pieces one after the other. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

export class Int32Column {
  length = 0;
  values: Int32Array = new Int32Array(0);

  push(value: number): number {
    if (this.length === this.values.length) this.reserve(this.length + 1);
    this.values[this.length] = value;
    return this.length++;
  }

  /** Makes rows up to `length` exist; new ones hold `fill`. */
  extend(length: number, fill: number): void {
    if (length <= this.length) return;
    this.reserve(length);
    this.values.fill(fill, this.length, length);
    this.length = length;
  }

  /** The rows so far, without a copy: push no more afterwards. */
  finish(): Int32Array {
    return this.values.subarray(0, this.length);
  }

  private reserve(needed: number): void {
    if (needed <= this.values.length) return;
    const grown = new Int32Array(grownCapacity(this.values.length, needed));
    grown.set(this.values);
    this.values = grown;
  }
}

export class Float64Column {
  length = 0;
  values: Float64Array = new Float64Array(0);

  push(value: number): number {
    if (this.length === this.values.length) {
      const grown = new Float64Array(grownCapacity(this.values.length, this.length + 1));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    return this.length++;
  }

  /** Makes rows up to `length` exist; new ones hold `fill`. */
  extend(length: number, fill: number): void {
    if (length <= this.length) return;
    if (length > this.values.length) {
      const grown = new Float64Array(grownCapacity(this.values.length, length));
      grown.set(this.values);
      this.values = grown;
    }
    this.values.fill(fill, this.length, length);
    this.length = length;
  }

  /** The rows so far, without a copy: push no more afterwards. */
  finish(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}

export class ByteColumn {
  length = 0;
  values: Uint8Array = new Uint8Array(0);

  push(value: number): number {
    if (this.length === this.values.length) this.reserve(this.length + 1);
    this.values[this.length] = value;
    return this.length++;
  }

  /** Appends bytes [start, end) of `source` and returns where they now begin. */
  append(source: Uint8Array, start: number, end: number): number {
    const at = this.length;
    const size = end - start;
    if (at + size > this.values.length) this.reserve(at + size);
    // A short copy is faster by hand than by making a view for `set`.
    if (size < 64) {
      for (let i = 0; i < size; i++) this.values[at + i] = source[start + i];
    } else {
      this.values.set(source.subarray(start, end), at);
    }
    this.length = at + size;
    return at;
  }

  /** The rows so far, without a copy: push no more afterwards. */
  finish(): Uint8Array {
    return this.values.subarray(0, this.length);
  }

  private reserve(needed: number): void {
    const grown = new Uint8Array(grownCapacity(this.values.length, needed));
    grown.set(this.values);
    this.values = grown;
  }
}
