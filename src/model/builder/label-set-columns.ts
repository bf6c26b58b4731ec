/**
 * Label sets while they are being built; equal sets are one row, and row 0 is the empty one.
 */
import {Int32Column} from '../../base/columns.ts';
import {pushAll} from '../../base/lists.ts';
import {IntSequenceInterner} from '../../base/tables/int-sequence-interner.ts';
import type {LabelSetTable} from '../profile.ts';

/** One label of a sample; strings are rows of the string table. */
export interface LabelInput {
  readonly key: number;
  /** Row of the string value, NONE for a numeric label. */
  readonly text: number;
  readonly number: bigint;
  readonly unit: number;
}

export class LabelSetColumns {
  private readonly rows = new IntSequenceInterner();
  private readonly start = new Int32Column();
  private readonly labels: LabelInput[] = [];

  constructor() {
    this.start.push(0);
    this.intern([]);
  }

  /** Row of a set; the order of labels of one key counts, the order of keys does not. */
  intern(labels: readonly LabelInput[]): number {
    const sorted = labels.length < 2 ? labels : [...labels].sort((a, b) => a.key - b.key);
    const known = this.rows.length;
    this.rows.begin();
    for (const {key, number, text, unit} of sorted) {
      this.rows.add(key).add(text).add(unit);
      this.rows.add(Number(BigInt.asIntN(32, number))).add(Number(BigInt.asIntN(32, number >> 32n)));
    }
    const row = this.rows.end();
    if (row === known) {
      pushAll(this.labels, sorted);
      this.start.push(this.labels.length);
    }
    return row;
  }

  finish(): LabelSetTable {
    const {labels} = this;
    return {
      length: this.start.length - 1,
      start: this.start.finish(),
      key: Int32Array.from(labels, (label) => label.key),
      text: Int32Array.from(labels, (label) => label.text),
      number: BigInt64Array.from(labels, (label) => label.number),
      unit: Int32Array.from(labels, (label) => label.unit),
    };
  }
}
