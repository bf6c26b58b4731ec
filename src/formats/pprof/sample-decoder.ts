/**
 * Decodes Sample messages straight into stacks and sums: the hot path of the whole program.
 *
 * Most samples repeat a stack and a label set that came before, byte for byte, so the packed bytes themselves are the
 * key: a known one costs a hash and a comparison, and its ids are never decoded again. Location and string ids stay
 * those of the file; `resolve.ts` makes them final.
 */
import {ByteInterner} from '../../base/byte-interner.ts';
import {Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {IntSequenceInterner} from '../../base/int-sequence-interner.ts';
import {int64Residue, int64ToBigInt, int64ToNumber} from '../../base/int64.ts';
import type {ProfileBuilder} from '../../model/profile-builder.ts';
import {LABEL, SAMPLE} from './fields.ts';
import type {RawString, RawTables} from './raw-tables.ts';
import {LENGTH_DELIMITED, VARINT, type WireReader} from './wire.ts';

/** A label as the file has it: string indexes, not strings. */
export interface RawLabel {
  readonly key: RawString;
  readonly str: RawString;
  readonly num: bigint;
  readonly unit: RawString;
}

const EMPTY_BYTES = new Uint8Array(0);

export class SampleDecoder {
  count = 0;
  /** Values per sample, once one was seen. */
  width: number = NONE;
  /** Label sets by raw row, row 0 the empty one. */
  readonly labelSets: RawLabel[][] = [[]];

  private readonly reader: WireReader;
  private readonly tables: RawTables;
  private readonly builder: ProfileBuilder;
  private readonly stackBytes = new ByteInterner();
  private readonly stackOfBytes = new Int32Column();
  private readonly labelBytes = new ByteInterner();
  private readonly labelSetOfBytes = new Int32Column();
  private readonly labelSetRows = new IntSequenceInterner();
  private readonly locations = new Int32Column();
  private readonly values = new Float64Column();
  private readonly residues = new Float64Column();
  private readonly labels: RawLabel[] = [];

  constructor(reader: WireReader, tables: RawTables, builder: ProfileBuilder) {
    this.reader = reader;
    this.tables = tables;
    this.builder = builder;
    this.labelSetRows.begin().end();
    this.labelBytes.intern(EMPTY_BYTES, 0, 0);
    this.labelSetOfBytes.push(0);
  }

  read(start: number, end: number): void {
    this.reader.len = end;
    this.values.length = 0;
    this.residues.length = 0;
    const sample = this.readUsualForm(start, end) ?? this.readAnyForm(start, end);
    this.checkWidth(start);
    const {builder, residues, values} = this;
    for (let type = 0; type < values.length; type++) {
      builder.addValue(type, sample, values.values[type], residues.values[type]);
    }
    this.count++;
  }

  /** [packed location ids] [packed values] labels…, as Go writes a sample; undefined when it has another form. */
  private readUsualForm(start: number, end: number): number | undefined {
    const {reader} = this;
    const {buf} = reader;
    let stackStart = start;
    let stackEnd = start;
    if (buf[reader.pos] === ((SAMPLE.location_id << 3) | LENGTH_DELIMITED)) {
      reader.pos++;
      stackEnd = reader.payloadEnd('sample.location_id');
      stackStart = reader.pos;
      reader.pos = stackEnd;
    }
    if (reader.pos >= end || buf[reader.pos] !== ((SAMPLE.value << 3) | LENGTH_DELIMITED)) return undefined;
    reader.pos++;
    const valuesEnd = reader.payloadEnd('sample.value');
    const valuesStart = reader.pos;
    if (!isOnlyLabels(buf, valuesEnd, end)) return undefined;
    const labelSet = this.knownLabelSet(valuesEnd, end);
    reader.open(buf, valuesStart, valuesEnd);
    while (reader.pos < valuesEnd) this.readValue();
    reader.len = end;
    const stack = this.knownStack(stackStart, stackEnd);
    return this.builder.internSample(stack, labelSet);
  }

  /** Fields in any order, packed or not. */
  private readAnyForm(start: number, end: number): number {
    const {reader} = this;
    const context = `sample[${this.count}]`;
    this.locations.length = 0;
    this.labels.length = 0;
    this.values.length = 0;
    this.residues.length = 0;
    reader.open(reader.buf, start, end);
    while (reader.pos < end) {
      const tag = reader.readTag(context);
      const field = tag >>> 3;
      if (field === SAMPLE.location_id) this.readRepeated(tag & 7, end, `${context}.location_id`, this.readLocation);
      else if (field === SAMPLE.value) this.readRepeated(tag & 7, end, `${context}.value`, this.readValue);
      else if (field === SAMPLE.label) {
        reader.expect(tag & 7, LENGTH_DELIMITED, `${context}.label`);
        this.readLabel(reader.payloadEnd(`${context}.label`));
        reader.len = end;
      } else reader.skipField(tag & 7, context);
    }
    return this.builder.internSample(this.internScratchStack(), this.internScratchLabels());
  }

  /** A repeated integer field: one value, or several packed. */
  private readRepeated(wireType: number, end: number, context: string, read: (this: this) => void): void {
    const {reader} = this;
    if (wireType === VARINT) {
      read.call(this);
      return;
    }
    reader.expect(wireType, LENGTH_DELIMITED, context);
    const packedEnd = reader.payloadEnd(context);
    reader.len = packedEnd;
    while (reader.pos < packedEnd) read.call(this);
    reader.len = end;
  }

  private readValue(): void {
    const {reader} = this;
    const byte = reader.buf[reader.pos];
    if (byte < 0x80 && reader.pos < reader.len) {
      reader.pos++;
      this.values.push(byte);
      this.residues.push(0);
      return;
    }
    reader.varint('sample.value');
    this.values.push(int64ToNumber(reader.low, reader.high));
    this.residues.push(int64Residue(reader.low, reader.high));
  }

  private readLocation(): void {
    const {reader} = this;
    const at = reader.pos;
    reader.varint('sample.location_id');
    const {low, high} = reader;
    if (low === 0 && high === 0) {
      const field = `sample[${this.count}].location_id`;
      throw failure('INVALID_ID', 'a sample names the reserved location id 0', reader.place(at, field));
    }
    this.locations.push(this.tables.locationIds.row(low, high));
  }

  private knownStack(start: number, end: number): number {
    if (start === end) return NONE;
    const known = this.stackBytes.length;
    const {reader} = this;
    const row = this.stackBytes.intern(reader.buf, start, end);
    if (row < known) return this.stackOfBytes.values[row];
    this.locations.length = 0;
    const {len} = reader;
    reader.open(reader.buf, start, end);
    while (reader.pos < end) this.readLocation();
    reader.len = len;
    const stack = this.internScratchStack();
    this.stackOfBytes.push(stack);
    return stack;
  }

  /** Stack row of the scratch locations, leaf first. */
  private internScratchStack(): number {
    const {locations} = this;
    let stack = NONE;
    for (let i = locations.length - 1; i >= 0; i--) stack = this.builder.internStack(stack, locations.values[i]);
    return stack;
  }

  private knownLabelSet(start: number, end: number): number {
    if (start === end) return 0;
    const known = this.labelBytes.length;
    const {reader} = this;
    const row = this.labelBytes.intern(reader.buf, start, end);
    if (row < known) return this.labelSetOfBytes.values[row];
    this.labels.length = 0;
    reader.open(reader.buf, start, end);
    while (reader.pos < end) {
      reader.readTag('sample.label');
      this.readLabel(reader.payloadEnd('sample.label'));
      reader.len = end;
    }
    const labelSet = this.internScratchLabels();
    this.labelSetOfBytes.push(labelSet);
    return labelSet;
  }

  private readLabel(end: number): void {
    const {reader, tables} = this;
    const context = `sample[${this.count}].label`;
    const label = {key: 0, str: 0, num: 0n, unit: 0};
    reader.len = end;
    while (reader.pos < end) {
      const tag = reader.readTag(context);
      const field = tag >>> 3;
      if (field > LABEL.num_unit) {
        reader.skipField(tag & 7, context);
        continue;
      }
      reader.expect(tag & 7, VARINT, context);
      if (field === LABEL.num) {
        reader.varint(`${context}.num`);
        label.num = int64ToBigInt(reader.low, reader.high);
      } else {
        const index = tables.readString(context);
        if (field === LABEL.key) label.key = index;
        else if (field === LABEL.str) label.str = index;
        else label.unit = index;
      }
    }
    // A number 0 without unit cannot be told from "unset"; google/pprof drops it, and so do we.
    if (label.str !== 0 || label.num !== 0n || label.unit !== 0) this.labels.push(label);
  }

  private internScratchLabels(): number {
    const {labels, labelSetRows} = this;
    labels.sort((a, b) => a.key - b.key);
    labelSetRows.begin();
    for (const {key, str, num, unit} of labels) {
      const words = BigInt.asUintN(64, num);
      labelSetRows.add(key).add(str).add(unit);
      labelSetRows.add(Number(words & 0xffffffffn) | 0).add(Number(words >> 32n) | 0);
    }
    const row = labelSetRows.end();
    if (row === this.labelSets.length) this.labelSets.push(labels.slice());
    return row;
  }

  /** All samples have as many values as the first; the first is held against the sample types at the end. */
  private checkWidth(start: number): void {
    const {values} = this;
    if (this.width === NONE && values.length > 0) this.width = values.length;
    if (values.length === this.width) return;
    throw failure(
      'MALFORMED_PROFILE',
      `a sample with ${values.length} values where ${this.width === NONE ? 'at least one belongs' : `others have ${this.width}`}`,
      this.reader.place(start, `sample[${this.count}].value`),
    );
  }
}

/** Whether [from, end) is a run of whole label fields. */
function isOnlyLabels(buf: Uint8Array, from: number, end: number): boolean {
  let at = from;
  while (at < end) {
    // Labels are short: a length of one byte, or this is not the usual form.
    if (buf[at] !== ((SAMPLE.label << 3) | LENGTH_DELIMITED) || buf[at + 1] >= 0x80) return false;
    at += 2 + buf[at + 1];
  }
  return at === end;
}
