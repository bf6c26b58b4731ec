/**
 * Samples of a profile of which only the large stacks are needed, for a preview of an input that takes long to read.
 *
 * Stacks stay packed until the file has ended, for only then is known what is large. Then all are followed from their
 * outermost frame inwards, one frame a round, and each is let go where what passes becomes small: of widely branched stacks
 * most frames are never looked at. A stack ends in its first small frame, so every sum that is not small is that of the
 * whole profile, and so is `buildTree` of the same share.
 */
import {ByteColumn, Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {int64Residue, int64ToNumber, isExact} from '../../base/int64.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import {SAMPLE} from './fields.ts';
import type {SampleReader} from './index.ts';
import {LabelDecoder} from './label-decoder.ts';
import type {RawTables} from './raw-tables.ts';
import {LENGTH_DELIMITED, VARINT, type WireReader} from './wire.ts';

const STACK_TAG = (SAMPLE.location_id << 3) | LENGTH_DELIMITED;
const FRAME_TAG = (SAMPLE.location_id << 3) | VARINT;
const VALUES_TAG = (SAMPLE.value << 3) | LENGTH_DELIMITED;
const VALUE_TAG = (SAMPLE.value << 3) | VARINT;
const LABEL_TAG = (SAMPLE.label << 3) | LENGTH_DELIMITED;

/** A gibibyte of ids. */
const MOST_PAGES = 256;

/** Thrown where an outline would not be that of the whole: the profile has to be read as usual. */
export class NoPreview extends Error {}

export class PreviewSamples implements SampleReader {
  count = 0;
  width: number = NONE;
  firstOffset = 0;
  readonly labels: LabelDecoder;

  private readonly reader: WireReader;
  private readonly tables: RawTables;
  private readonly stacks = new PackedStacks();
  /** Location ids of the sample in hand, where they came in parts. */
  private readonly scratch = new ByteColumn();
  /** Values, sample after sample. */
  private readonly values = new Float64Column();

  private readonly leastShare: number;

  /** @param leastShare  of the default sample type's whole; stacks that pass less are small */
  constructor(reader: WireReader, tables: RawTables, leastShare: number) {
    this.leastShare = leastShare;
    this.reader = reader;
    this.tables = tables;
    this.labels = new LabelDecoder(reader, tables, false);
  }

  /** @throws NoPreview for samples in another form than Go and google/pprof write */
  read(start: number, end: number): void {
    const {reader, scratch, values} = this;
    const {buf} = reader;
    const valuesBefore = values.length;
    scratch.length = 0;
    reader.enter('sample', this.count);
    reader.open(buf, start, end);
    if (buf[start] === STACK_TAG) {
      reader.pos++;
      const idsEnd = reader.payloadEnd('');
      const idsStart = reader.pos;
      reader.pos = idsEnd;
      this.readFields(end);
      if (scratch.length === 0) this.stacks.push(buf, idsStart, idsEnd);
      else throw new NoPreview('a stack in parts');
    } else {
      this.readFields(end);
      this.stacks.push(scratch.values, 0, scratch.length);
    }
    if (this.count++ === 0) {
      this.width = values.length - valuesBefore;
      this.firstOffset = reader.base + start;
    } else if (values.length - valuesBefore !== this.width) throw new NoPreview('values of another number');
  }

  /** @throws NoPreview where an id is unknown, which is the usual reader's to explain, or frames are to be dropped */
  finish(builder: ProfileBuilder, locationOf: Int32Array): void {
    // What is dropped depends on callees, which small stacks have lost.
    if (builder.head.dropFrames !== '') throw new NoPreview('frames to drop');
    const type = builder.defaultSampleType();
    const values = this.valuesOf(type);
    let whole = 0;
    for (let sample = 0; sample < values.length; sample++) whole += values[sample];
    if (!isExact(whole)) throw new NoPreview('sums beyond 2^53');
    const locationOfId = this.locationsById(locationOf);
    const reached = new Int32Array(this.count).fill(NONE);
    const followed: Followed = {
      samples: Int32Array.from(reached.keys()),
      count: this.count,
      next: this.stacks.end.finish().slice(),
      reached,
      values,
      passing: new Float64Column(),
    };
    while (followed.count > 0) {
      this.follow(builder, followed, locationOfId);
      letGo(followed, whole * this.leastShare);
    }
    this.add(builder, reached, values, type);
  }

  /** Takes all samples one frame further; those that end are followed no more. */
  private follow(builder: ProfileBuilder, followed: Followed, locationOfId: Int32Array): void {
    const {next, passing, reached, samples, values} = followed;
    const {pages} = this.stacks;
    const starts = this.stacks.start.values;
    let count = 0;
    for (let i = 0; i < followed.count; i++) {
      const sample = samples[i];
      const start = starts[sample];
      let at = next[sample];
      if (at === start) continue;
      const ids = pages[start >>> PAGE_BITS];
      let id = ids[--at & PAGE_MASK];
      if (id >= 0x80) throw new NoPreview('a number that has no end');
      while (at > start && ids[(at - 1) & PAGE_MASK] >= 0x80) id = id * 128 + (ids[--at & PAGE_MASK] & 0x7f);
      const location = id < locationOfId.length ? locationOfId[id] : NONE;
      if (location === NONE) throw new NoPreview('an unknown location');
      const stack = builder.internStack(reached[sample], location);
      if (stack === passing.length) passing.push(0);
      passing.values[stack] += values[sample];
      next[sample] = at;
      reached[sample] = stack;
      samples[count++] = sample;
    }
    followed.count = count;
  }

  /** One sample for each stack that any came to; other sample types are left at zero. */
  private add(builder: ProfileBuilder, reached: Int32Array, values: Float64Array, type: number): void {
    const labels = builder.internLabelSet([]);
    const sums = new Float64Array(builder.stackCount + 1);
    for (let sample = 0; sample < this.count; sample++) sums[reached[sample] + 1] += values[sample];
    for (let row = 0; row < sums.length; row++) {
      if (sums[row] === 0) continue;
      const sample = builder.internSample(row - 1, labels);
      for (let each = 0; each < this.width; each++) builder.addValue(each, sample, each === type ? sums[row] : 0);
    }
  }

  private valuesOf(type: number): Float64Array {
    const {values, width} = this;
    const column = new Float64Array(this.count);
    if (type < width)
      for (let sample = 0; sample < column.length; sample++) column[sample] = values.values[sample * width + type];
    return column;
  }

  /** Final location row by small id, which all are that Go and google/pprof write; NONE for others. */
  private locationsById(locationOf: Int32Array): Int32Array {
    const {dense} = this.tables.locationIds;
    return dense.finish().map((row) => (row === NONE ? NONE : locationOf[row]));
  }

  private readFields(end: number): void {
    const {reader, scratch} = this;
    while (reader.pos < end) {
      const tag = reader.buf[reader.pos++];
      if (tag === FRAME_TAG) {
        // A tag for each id, as Go writes one or two of them.
        const from = reader.pos;
        reader.varint('.location_id');
        scratch.append(reader.buf, from, reader.pos);
      } else if (tag === VALUE_TAG) this.readValue();
      else this.readPacked(tag);
    }
  }

  private readPacked(tag: number): void {
    const {reader} = this;
    if (tag !== STACK_TAG && tag !== VALUES_TAG && tag !== LABEL_TAG) throw new NoPreview('a field of another kind');
    const end = reader.payloadEnd('');
    if (tag === STACK_TAG) this.scratch.append(reader.buf, reader.pos, end);
    else if (tag === VALUES_TAG) while (reader.pos < end) this.readValue();
    reader.pos = end;
  }

  /** @throws NoPreview for values of which sums could not be trusted to say what is small */
  private readValue(): void {
    const {reader} = this;
    reader.varint('.value');
    const {high, low} = reader;
    if (high < 0 || int64Residue(low, high) !== 0) throw new NoPreview('a negative or inexact value');
    this.values.push(int64ToNumber(low, high));
  }
}

const PAGE_BITS = 22;
const PAGE_MASK = (1 << PAGE_BITS) - 1;

/** Packed ids, leaf first, stack after stack, in pages, so that growing copies nothing. No stack crosses a page. */
class PackedStacks {
  readonly pages: Uint8Array[] = [];
  /** By stack; page and place in it, as one number. */
  readonly start: Int32Column = new Int32Column();
  readonly end: Int32Column = new Int32Column();
  private used = PAGE_MASK + 1;

  push(source: Uint8Array, from: number, to: number): void {
    const size = to - from;
    // The end must lie in the page as well, for ids are found from there.
    if (this.used + size > PAGE_MASK) this.addPage(size);
    const page = this.pages[this.pages.length - 1];
    for (let i = 0; i < size; i++) page[this.used + i] = source[from + i];
    const start = ((this.pages.length - 1) << PAGE_BITS) + this.used;
    this.start.push(start);
    this.end.push(start + size);
    this.used += size;
  }

  private addPage(size: number): void {
    if (size > PAGE_MASK || this.pages.length === MOST_PAGES) throw new NoPreview('too much to hold');
    this.pages.push(new Uint8Array(PAGE_MASK + 1));
    this.used = 0;
  }
}

/** Samples on their way inwards. */
interface Followed {
  /** The first `count` of these are followed still. */
  readonly samples: Int32Array;
  count: number;
  /** By sample: where its next id ends. Ids are read backwards, for the outermost comes last. */
  readonly next: Int32Array;
  /** By sample: the stack that it has come to. */
  readonly reached: Int32Array;
  /** By sample: what it counts. */
  readonly values: Float64Array;
  /** By stack: the sum of all that came through. */
  readonly passing: Float64Column;
}

/** Leaves those behind that came to a small stack. */
function letGo(followed: Followed, least: number): void {
  const {passing, reached, samples} = followed;
  let count = 0;
  for (let i = 0; i < followed.count; i++) {
    const sample = samples[i];
    if (passing.values[reached[sample]] >= least) samples[count++] = sample;
  }
  followed.count = count;
}
