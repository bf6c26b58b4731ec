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
import {int64Residue, int64ToNumber} from '../../base/int64.ts';
import type {ProfileBuilder} from '../../model/profile-builder.ts';
import {SAMPLE} from './fields.ts';
import {LabelDecoder} from './label-decoder.ts';
import type {RawTables} from './raw-tables.ts';
import type {Repairs} from './repairs.ts';
import {LENGTH_DELIMITED, VARINT, type WireReader} from './wire.ts';

export class SampleDecoder {
  count = 0;
  /** Values per sample, once one was seen. */
  width: number = NONE;
  /** Byte offset of the first sample. */
  firstOffset = 0;
  readonly labels: LabelDecoder;

  private readonly reader: WireReader;
  private readonly tables: RawTables;
  private readonly builder: ProfileBuilder;
  private readonly stackBytes = new ByteInterner();
  private readonly stackOfBytes = new Int32Column();
  private readonly locations = new Int32Column();
  private readonly values = new Float64Column();
  private readonly residues = new Float64Column();
  private readonly repairs: Repairs;

  constructor(reader: WireReader, tables: RawTables, builder: ProfileBuilder, repairs: Repairs, keepLabels: boolean) {
    this.reader = reader;
    this.repairs = repairs;
    this.tables = tables;
    this.builder = builder;
    this.labels = new LabelDecoder(reader, tables, keepLabels);
  }

  read(start: number, end: number): void {
    this.reader.len = end;
    this.values.length = 0;
    this.residues.length = 0;
    const sample = this.readUsualForm(start, end) ?? this.readAnyForm(start, end);
    this.checkWidth(start);
    const {builder, residues, values} = this;
    for (let type = 0; type < values.length; type++) {
      const value = values.values[type];
      if (value < 0) this.labels.requireKept();
      builder.addValue(type, sample, value, residues.values[type]);
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
    const labelSet = this.labels.readRun(valuesEnd, end);
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
    this.labels.begin();
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
        this.labels.readOne(reader.payloadEnd(`${context}.label`));
        reader.len = end;
      } else reader.skipField(tag & 7, context);
    }
    return this.builder.internSample(this.internScratchStack(), this.labels.finish());
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
    if (low === 0 && high === 0 && !this.repairs.allow('RESERVED_ID')) {
      const field = `sample[${this.count}].location_id`;
      throw failure('INVALID_ID', 'a sample names the reserved location id 0', reader.place(at, field));
    }
    this.locations.push(this.tables.mentionLocation(at));
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

  /** All samples have as many values as the first; the first is held against the sample types at the end. */
  private checkWidth(start: number): void {
    const {values} = this;
    if (this.width === NONE) this.startWidth(start);
    if (values.length === this.width) return;
    if (this.repairs.allow('VALUE_COUNT')) {
      this.fitValues(this.width);
      return;
    }
    throw failure(
      'MALFORMED_PROFILE',
      `a sample with ${values.length} values where ${this.count === 0 ? 'at least one belongs' : `others have ${this.width}`}`,
      this.reader.place(start, `sample[${this.count}].value`),
    );
  }

  private startWidth(start: number): void {
    this.width = Math.max(1, this.values.length);
    this.firstOffset = this.reader.base + start;
  }

  private fitValues(width: number): void {
    const {residues, values} = this;
    values.length = Math.min(values.length, width);
    residues.length = values.length;
    while (values.length < width) {
      values.push(0);
      residues.push(0);
    }
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
