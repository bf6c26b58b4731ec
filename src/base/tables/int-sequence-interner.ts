/**
 * Gives each distinct sequence of 32-bit integers a row: table rows whose identity is their content.
 *
 * A thin layer over ByteInterner, which sees the sequence as bytes; the sequence is written into one reused scratch.
 */
import {ByteInterner} from './byte-interner.ts';

export class IntSequenceInterner {
  private readonly interner = new ByteInterner();
  private words = new Int32Array(64);
  private bytes = new Uint8Array(this.words.buffer);
  private count = 0;

  get length(): number {
    return this.interner.length;
  }

  /** Starts a new sequence. */
  begin(): this {
    this.count = 0;
    return this;
  }

  /** Appends one 32-bit word to the sequence. */
  add(word: number): this {
    if (this.count === this.words.length) {
      const grown = new Int32Array(this.count * 2);
      grown.set(this.words);
      this.words = grown;
      this.bytes = new Uint8Array(grown.buffer);
    }
    this.words[this.count++] = word;
    return this;
  }

  /** Row of the sequence added since `begin`. */
  end(): number {
    return this.interner.intern(this.bytes, 0, this.count * 4);
  }
}
