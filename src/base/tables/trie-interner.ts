/**
 * Gives each path of keys a row: a node of a trie, named by its parent's row and its own key.
 *
 * The first child of every node has a column of its own; only further children are hashed. In stacks most nodes have
 * one child, so following a path is reading neighbours, where a hash table would access memory at random: 16 million frames
 * of one stack take 12 bytes each and a tenth of the time.
 */
import {Int32Column, NONE} from '../columns.ts';
import {hashPair, largerSlots} from './pair-interner.ts';

const EMPTY = -1;

export class TrieInterner {
  /** Parent per row, NONE for outermost ones; parents come before children. */
  readonly first: Int32Column = new Int32Column();
  /** Key per row. */
  readonly second: Int32Column = new Int32Column();
  /** By parent + 1: its first child + 1, 0 for none. */
  private readonly firstChild = new Int32Column();
  /** Rows that are not the first child of their parent. */
  private slots: Int32Array = new Int32Array(64).fill(EMPTY);
  private mask = 63;
  private used = 0;

  constructor() {
    this.firstChild.push(0);
  }

  get length(): number {
    return this.first.length;
  }

  /**
   * The row of `key` under `parent`; a new one at the end when the pair was not seen before.
   *
   * @param parent  a row, or NONE
   */
  intern(parent: number, key: number): number {
    const child = this.firstChild.values[parent + 1] - 1;
    if (child === NONE) {
      this.firstChild.values[parent + 1] = this.first.length + 1;
      return this.add(parent, key);
    }
    return this.second.values[child] === key ? child : this.internFurther(parent, key);
  }

  private internFurther(parent: number, key: number): number {
    const {first, mask, second, slots} = this;
    let slot = hashPair(parent, key) & mask;
    for (let row = slots[slot]; row !== EMPTY; row = slots[slot]) {
      if (first.values[row] === parent && second.values[row] === key) return row;
      slot = (slot + 1) & mask;
    }
    const row = this.add(parent, key);
    slots[slot] = row;
    this.used++;
    if (this.used * 2 > mask) this.grow();
    return row;
  }

  private add(parent: number, key: number): number {
    this.second.push(key);
    this.firstChild.push(0);
    return this.first.push(parent);
  }

  private grow(): void {
    this.slots = largerSlots(this.slots, this.first.values, this.second.values);
    this.mask = this.slots.length - 1;
  }
}
