/**
 * Samples of a profile of which only the large stacks are wanted: for a first picture of what takes long to read whole.
 *
 * Stacks stay packed until the file has ended, for only then is known what is large. Then all are followed from their
 * outermost frame inwards, one frame a round, and each is let go where what passes becomes small: of a million widely
 * branched stacks that is a tenth of all frames. A stack ends in its first small frame, so every sum that is not small is
 * that of the whole profile, and so is `buildTree` of the same share.
 */
import {ByteColumn, Float64Column, Int32Column, NONE} from '../../base/columns.ts';
import {int64Residue, int64ToNumber, isExact} from '../../base/int64.ts';
import type {ProfileBuilder} from '../../model/profile-builder.ts';
import {SAMPLE} from './fields.ts';
import {LabelDecoder} from './label-decoder.ts';
import type {RawTables} from './raw-tables.ts';
import {LENGTH_DELIMITED, VARINT, type WireReader} from './wire.ts';

const STACK_TAG = (SAMPLE.location_id << 3) | LENGTH_DELIMITED;
const FRAME_TAG = (SAMPLE.location_id << 3) | VARINT;
const VALUES_TAG = (SAMPLE.value << 3) | LENGTH_DELIMITED;
const VALUE_TAG = (SAMPLE.value << 3) | VARINT;
const LABEL_TAG = (SAMPLE.label << 3) | LENGTH_DELIMITED;

/** Thrown where an outline would not be that of the whole: the profile has to be read as usual. */
export class NoOutline extends Error {}

export class OutlineSamples {
  count = 0;
  width: number = NONE;
  firstOffset = 0;
  readonly labels: LabelDecoder;

  private readonly reader: WireReader;
  private readonly tables: RawTables;
  /** Packed location ids, leaf first, sample after sample, and where those of each begin; the last one ends them. */
  private readonly ids = new ByteColumn();
  private readonly idsStart = new Int32Column();
  /** Values, sample after sample. */
  private readonly values = new Float64Column();

  constructor(reader: WireReader, tables: RawTables) {
    this.reader = reader;
    this.tables = tables;
    this.labels = new LabelDecoder(reader, tables, false);
    this.idsStart.push(0);
  }

  /** @throws NoOutline for samples in another form than Go and google/pprof write */
  read(start: number, end: number): void {
    const {ids, reader, values} = this;
    const {buf} = reader;
    const valuesBefore = values.length;
    reader.enter('sample', this.count);
    reader.open(buf, start, end);
    while (reader.pos < end) this.readField(buf[reader.pos++]);
    this.idsStart.push(ids.length);
    if (this.count++ === 0) {
      this.width = values.length - valuesBefore;
      this.firstOffset = reader.base + start;
    } else if (values.length - valuesBefore !== this.width) throw new NoOutline('values of another number');
  }

  /**
   * Adds the samples to the builder, whose locations are final.
   *
   * @param type  the sample type that says what is large
   * @param leastShare  stacks that pass less than this share of the whole are small
   * @throws NoOutline where an id is unknown, which is the usual reader's to explain
   */
  finish(builder: ProfileBuilder, locationOf: Int32Array, type: number, leastShare: number): void {
    const columns = this.columns();
    const wholes = columns.map((column) => column.reduce((sum, value) => sum + value, 0));
    if (!wholes.every(isExact)) throw new NoOutline('sums beyond 2^53');
    const least = (wholes[type] ?? 0) * leastShare;
    const locationOfId = this.locationsById(locationOf);
    const reached = new Int32Array(this.count).fill(NONE);
    const followed: Followed = {
      samples: Int32Array.from(reached.keys()),
      count: this.count,
      next: this.idsStart.finish().slice(1),
      reached,
      values: columns[type] ?? new Float64Array(this.count),
      passing: new Float64Column(),
    };
    while (followed.count > 0) {
      this.follow(builder, followed, locationOfId);
      letGo(followed, least);
    }
    this.add(builder, reached, columns);
  }

  /** Takes all samples one frame further; those that end are followed no more. */
  private follow(builder: ProfileBuilder, followed: Followed, locationOfId: Int32Array): void {
    const {next, passing, reached, samples, values} = followed;
    const ids = this.ids.values;
    const idsStart = this.idsStart.values;
    let count = 0;
    for (let i = 0; i < followed.count; i++) {
      const sample = samples[i];
      const start = idsStart[sample];
      let at = next[sample];
      if (at === start) continue;
      let id = ids[--at];
      if (id >= 0x80) throw new NoOutline('a number that has no end');
      while (at > start && ids[at - 1] >= 0x80) id = id * 128 + (ids[--at] & 0x7f);
      const location = id < locationOfId.length ? locationOfId[id] : NONE;
      if (location === NONE) throw new NoOutline('an unknown location');
      const stack = builder.internStack(reached[sample], location);
      if (stack === passing.length) passing.push(0);
      passing.values[stack] += values[sample];
      next[sample] = at;
      reached[sample] = stack;
      samples[count++] = sample;
    }
    followed.count = count;
  }

  /** One sample for each stack that any came to. */
  private add(builder: ProfileBuilder, reached: Int32Array, columns: readonly Float64Array[]): void {
    const labels = builder.internLabelSet([]);
    const rowOf = new Int32Array(builder.stackCount + 1).fill(NONE);
    const sums = columns.map(() => new Float64Array(rowOf.length));
    for (const [type, column] of columns.entries())
      for (let sample = 0; sample < this.count; sample++) sums[type][reached[sample] + 1] += column[sample];
    for (let sample = 0; sample < this.count; sample++) {
      const at = reached[sample] + 1;
      if (rowOf[at] !== NONE) continue;
      rowOf[at] = builder.internSample(reached[sample], labels);
      for (const [type, sum] of sums.entries()) builder.addValue(type, rowOf[at], sum[at]);
    }
  }

  /** Values by sample type. */
  private columns(): Float64Array[] {
    const {values} = this.values;
    return Array.from({length: Math.max(0, this.width)}, (_, type) => {
      const column = new Float64Array(this.count);
      for (let sample = 0; sample < this.count; sample++) column[sample] = values[sample * this.width + type];
      return column;
    });
  }

  /** Final location row by small id, which all are that Go and google/pprof write; NONE for others. */
  private locationsById(locationOf: Int32Array): Int32Array {
    const {dense} = this.tables.locationIds;
    return dense.finish().map((row) => (row === NONE ? NONE : locationOf[row]));
  }

  private readField(tag: number): void {
    const {reader} = this;
    if (tag === FRAME_TAG) {
      // A tag for each id, as Go writes one or two of them.
      const from = reader.pos;
      reader.varint('.location_id');
      this.ids.append(reader.buf, from, reader.pos);
    } else if (tag === VALUE_TAG) this.readValue();
    else if (tag === STACK_TAG || tag === VALUES_TAG || tag === LABEL_TAG) {
      const end = reader.payloadEnd('');
      if (tag === STACK_TAG) this.ids.append(reader.buf, reader.pos, end);
      else if (tag === VALUES_TAG) while (reader.pos < end) this.readValue();
      reader.pos = end;
    } else throw new NoOutline('a field of another kind');
  }

  /** @throws NoOutline for values of which sums could not be trusted to say what is small */
  private readValue(): void {
    const {reader} = this;
    reader.varint('.value');
    const {high, low} = reader;
    if (high < 0 || int64Residue(low, high) !== 0) throw new NoOutline('a negative or inexact value');
    this.values.push(int64ToNumber(low, high));
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
