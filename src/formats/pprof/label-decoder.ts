/**
 * Decodes the labels of samples into label sets, or only checks them where nobody will ask for labels.
 *
 * A run of labels that came before, byte for byte, is a known set. Reports that look at stacks alone read without
 * labels: then samples fold by stack, and a million label sets cost nothing.
 */

import {Int32Column} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {int64ToBigInt} from '../../base/int64.ts';
import {ByteInterner} from '../../base/tables/byte-interner.ts';
import {IntSequenceInterner} from '../../base/tables/int-sequence-interner.ts';
import {LABEL} from './fields.ts';
import type {RawString} from './raw-strings.ts';
import type {RawTables} from './raw-tables.ts';
import {VARINT, type WireReader} from './wire.ts';

/** A label as the file has it: string indexes, not strings. */
export interface RawLabel {
  readonly key: RawString;
  readonly str: RawString;
  readonly num: bigint;
  readonly unit: RawString;
}

const CONTEXT = '.label';
const NO_LABELS = 0;

export class LabelDecoder {
  /** Label sets by raw row, row 0 the empty one. */
  readonly sets: RawLabel[][] = [[]];
  /** Highest string index that a label named. */
  highestString = 0;

  private readonly reader: WireReader;
  private readonly tables: RawTables;
  private readonly keep: boolean | 'numeric';
  private readonly knownBytes = new ByteInterner();
  private readonly setOfBytes = new Int32Column();
  private readonly setRows = new IntSequenceInterner();
  private readonly scratch: RawLabel[] = [];
  private key = 0;
  private str = 0;
  private unit = 0;
  private numLow = 0;
  private numHigh = 0;

  constructor(reader: WireReader, tables: RawTables, keep: boolean | 'numeric') {
    this.reader = reader;
    this.tables = tables;
    this.keep = keep;
    this.setRows.begin().end();
  }

  /** Set of a run of label fields, tags included, that fills [start, end). */
  readRun(start: number, end: number): number {
    if (start === end) return NO_LABELS;
    const {reader} = this;
    const known = this.knownBytes.length;
    if (this.keep !== false) {
      const row = this.knownBytes.intern(reader.buf, start, end);
      if (row < known) return this.setOfBytes.values[row];
    }
    this.begin();
    reader.open(reader.buf, start, end);
    while (reader.pos < end) {
      // The caller saw that tags and lengths are single bytes.
      reader.pos++;
      this.readOne(reader.payloadEnd(CONTEXT));
      reader.len = end;
    }
    const set = this.finish();
    if (this.keep !== false) this.setOfBytes.push(set);
    return set;
  }

  /** Starts the labels of a sample. */
  begin(): void {
    this.scratch.length = 0;
  }

  /** Reads the payload of one label, which ends at `end`. */
  readOne(end: number): void {
    const {reader} = this;
    this.key = 0;
    this.str = 0;
    this.unit = 0;
    this.numLow = 0;
    this.numHigh = 0;
    reader.len = end;
    while (reader.pos < end) {
      const tag = reader.readTag(CONTEXT);
      if (tag >>> 3 > LABEL.num_unit) reader.skipField(tag & 7, CONTEXT);
      else this.readField(tag);
    }
    // A number 0 without unit looks like an unset one; google/pprof drops it, and so do we.
    const isEmpty = this.str === 0 && this.unit === 0 && this.numLow === 0 && this.numHigh === 0;
    if (!isEmpty && (this.keep === true || (this.keep === 'numeric' && this.str === 0))) {
      const num = int64ToBigInt(this.numLow, this.numHigh);
      this.scratch.push({key: this.key, str: this.str, num, unit: this.unit});
    }
  }

  /** Set of the labels read since `begin`. */
  finish(): number {
    const {scratch, setRows} = this;
    if (scratch.length === 0) return NO_LABELS;
    scratch.sort((a, b) => a.key - b.key);
    setRows.begin();
    for (const {key, num, str, unit} of scratch) {
      setRows.add(key).add(str).add(unit);
      setRows.add(Number(BigInt.asIntN(32, num))).add(Number(BigInt.asIntN(32, num >> 32n)));
    }
    const row = setRows.end();
    if (row === this.sets.length) this.sets.push(scratch.slice());
    return row;
  }

  /**
   * Called at a negative value. Totals sum magnitudes per (stack, labels), so folding over labels would lose what
   * cancels out.
   *
   * @throws LABELS_NEEDED when labels are not kept: read the input again with them
   */
  requireKept(): void {
    if (this.keep !== true) throw failure('LABELS_NEEDED', 'a profile of differences needs its labels');
  }

  private readField(tag: number): void {
    const {reader} = this;
    reader.expect(tag & 7, VARINT, CONTEXT);
    if (tag >>> 3 === LABEL.num) {
      reader.varint(CONTEXT);
      this.numLow = reader.low;
      this.numHigh = reader.high;
      return;
    }
    const index = this.tables.scalars.stringIndex(CONTEXT);
    if (index > this.highestString) this.highestString = index;
    if (tag >>> 3 === LABEL.key) this.key = index;
    else if (tag >>> 3 === LABEL.str) this.str = index;
    else this.unit = index;
  }
}
