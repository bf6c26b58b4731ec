/**
 * Decodes Sample messages straight into stacks and sums: the hot path of the whole program.
 *
 * Most samples repeat a stack and a label set that came before, byte for byte, so the packed bytes themselves are the
 * key: a known one costs a hash and a comparison, and its ids are never decoded again. Location and string ids stay
 * those of the file; `resolve.ts` makes them final.
 */

import {Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {int64Residue, int64ToNumber} from '../../base/int64.ts';
import {ByteInterner} from '../../base/tables/byte-interner.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import {SAMPLE} from './fields.ts';
import {LabelDecoder} from './label-decoder.ts';
import type {RawTables} from './raw-tables.ts';
import type {Repairs} from './repairs.ts';
import {StackDecoder} from './stack-decoder.ts';
import {LENGTH_DELIMITED, VARINT, type WireReader} from './wire.ts';

const LABEL_TAG = (SAMPLE.label << 3) | LENGTH_DELIMITED;
export class SampleDecoder {
  count = 0;
  /** Values per sample, once one was seen. */
  width: number = NONE;
  /** Byte offset of the first sample. */
  firstOffset = 0;
  readonly labels: LabelDecoder;

  private readonly reader: WireReader;
  private readonly builder: ProfileBuilder;
  private readonly stackBytes = new ByteInterner();
  /** Per row of `stackBytes`: the stack, the label set it came with last, and the sample of both. */
  private readonly known = new Int32Column();
  private readonly stacks: StackDecoder;
  private readonly values = new Float64Column();
  private readonly residues = new Float64Column();
  private readonly repairs: Repairs;

  constructor(
    reader: WireReader,
    tables: RawTables,
    builder: ProfileBuilder,
    repairs: Repairs,
    keepLabels: boolean | 'numeric',
  ) {
    this.reader = reader;
    this.repairs = repairs;
    this.builder = builder;
    this.stacks = new StackDecoder(reader, tables, builder, repairs);
    this.labels = new LabelDecoder(reader, tables, keepLabels);
  }

  read(start: number, end: number): void {
    this.reader.len = end;
    this.reader.enter('sample', this.count);
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

  /**
   * A run of location ids and one of values in either order, packed or not, then labels: google/pprof puts the
   * locations first, the Go runtime the values, and writers of old protobuf pack nothing. Undefined for other forms.
   */
  private readUsualForm(start: number, end: number): number | undefined {
    const {buf} = this.reader;
    let at = start;
    let stackStart = start;
    let stackEnd = start;
    let valuesStart = start;
    let valuesEnd = start;
    while (at < end && buf[at] !== LABEL_TAG) {
      const from = at;
      at = this.runEnd(from, end);
      const field = buf[from] >>> 3;
      if (at > end) return undefined;
      if (field === SAMPLE.location_id && stackStart === stackEnd) {
        stackStart = from;
        stackEnd = at;
      } else if (field === SAMPLE.value && valuesStart === valuesEnd) {
        valuesStart = from;
        valuesEnd = at;
      } else return undefined;
    }
    if (!isOnlyLabels(buf, at, end)) return undefined;
    const labelSet = this.labels.readRun(at, end);
    this.readRun(valuesStart, valuesEnd, false);
    return this.knownSample(stackStart, stackEnd, labelSet);
  }

  /** End of a packed field, or of neighbouring fields of one tag; past `end` when the sample has another form. */
  private runEnd(start: number, end: number): number {
    const {reader} = this;
    const {buf} = reader;
    const tag = buf[start];
    if ((tag & 7) === LENGTH_DELIMITED) {
      reader.pos = start + 1;
      return reader.payloadEnd('');
    }
    if ((tag & 7) !== VARINT) return end + 1;
    let at = start;
    while (at < end && buf[at] === tag) {
      at++;
      while (at < end && buf[at] >= 0x80) at++;
      at++;
    }
    return at;
  }

  /** Reads the numbers of a run that `runEnd` found. */
  private readRun(start: number, end: number, isStack: boolean): void {
    if (start === end) return;
    const {reader} = this;
    const {len} = reader;
    const isPacked = (reader.buf[start] & 7) === LENGTH_DELIMITED;
    reader.open(reader.buf, start + 1, end);
    if (isPacked) reader.payloadEnd('');
    if (isPacked && isStack) this.stacks.readPacked(end);
    while (reader.pos < end) {
      this.readNumber(isStack);
      // The next number's tag.
      if (!isPacked) reader.pos++;
    }
    reader.len = len;
  }

  /** Fields in any order, packed or not. */
  private readAnyForm(start: number, end: number): number {
    const {reader} = this;
    this.stacks.begin();
    this.labels.begin();
    this.values.length = 0;
    this.residues.length = 0;
    reader.open(reader.buf, start, end);
    while (reader.pos < end) {
      const tag = reader.readTag('');
      const field = tag >>> 3;
      if (field === SAMPLE.location_id) this.readRepeated(tag & 7, end, true);
      else if (field === SAMPLE.value) this.readRepeated(tag & 7, end, false);
      else if (field === SAMPLE.label) {
        reader.expect(tag & 7, LENGTH_DELIMITED, '.label');
        this.labels.readOne(reader.payloadEnd('.label'));
        reader.len = end;
      } else reader.skipField(tag & 7, '');
    }
    return this.builder.internSample(this.stacks.intern(), this.labels.finish());
  }

  /** A repeated integer field: one value, or several packed. */
  private readRepeated(wireType: number, end: number, isStack: boolean): void {
    const {reader} = this;
    if (wireType === VARINT) {
      this.readNumber(isStack);
      return;
    }
    const context = isStack ? '.location_id' : '.value';
    reader.expect(wireType, LENGTH_DELIMITED, context);
    const packedEnd = reader.payloadEnd(context);
    reader.len = packedEnd;
    while (reader.pos < packedEnd) this.readNumber(isStack);
    reader.len = end;
  }

  private readNumber(isStack: boolean): void {
    if (isStack) this.stacks.readLocation();
    else this.readValue();
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
    reader.varint('.value');
    this.values.push(int64ToNumber(reader.low, reader.high));
    this.residues.push(int64Residue(reader.low, reader.high));
  }

  /** Sample of the run of ids [start, end) and the label set; known runs are recognized by their bytes. */
  private knownSample(start: number, end: number, labelSet: number): number {
    if (start === end) return this.builder.internSample(NONE, labelSet);
    const {known, reader} = this;
    const at = 3 * this.stackBytes.intern(reader.buf, start, end);
    if (at === known.length) this.addKnown(this.decodeStack(start, end), labelSet);
    else if (known.values[at + 1] !== labelSet) {
      known.values[at + 1] = labelSet;
      known.values[at + 2] = this.builder.internSample(known.values[at], labelSet);
    }
    return known.values[at + 2];
  }

  private addKnown(stack: number, labelSet: number): void {
    this.known.push(stack);
    this.known.push(labelSet);
    this.known.push(this.builder.internSample(stack, labelSet));
  }

  private decodeStack(start: number, end: number): number {
    this.stacks.begin();
    this.readRun(start, end, true);
    return this.stacks.intern();
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
      this.reader.place(start, '.value'),
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
    if (buf[at] !== LABEL_TAG || buf[at + 1] >= 0x80) return false;
    at += 2 + buf[at + 1];
  }
  return at === end;
}
