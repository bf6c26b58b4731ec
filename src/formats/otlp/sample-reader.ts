/**
 * Samples of OTLP profiles into sums by stack and labels. The usual ones of protobuf are read in place: stacks are
 * indexes already, and equal lists of attributes are equal bytes.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {ByteInterner} from '../../base/tables/byte-interner.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Message} from './decode.ts';
import type {Dictionary} from './dictionary.ts';
import {integerIn, listIn, malformed} from './fields.ts';
import type {MessageList} from './message-list.ts';
import {PackedSample} from './packed-sample.ts';

/** What all samples of one profile share. */
interface Owner {
  readonly dictionary: Dictionary;
  readonly type: number;
  readonly labels: readonly LabelInput[];
  /** Label sets by the bytes of the attributes' indexes. */
  readonly attributeBytes: ByteInterner;
  readonly labelSets: Int32Column;
}

export class SampleReader {
  count = 0;
  private readonly builder: ProfileBuilder;
  private readonly keepLabels: boolean | 'numeric';
  private readonly packed = new PackedSample();
  /** Rows in the order of the longest profile so far: those of several sample types mostly have the same samples. */
  private readonly order = new Int32Column();
  /** Row of the last sample of each stack, at one more than the stack's row; NONE where there was no sample yet. */
  private readonly lastOfStack = new Int32Column();

  constructor(builder: ProfileBuilder, keepLabels: boolean | 'numeric') {
    this.builder = builder;
    this.keepLabels = keepLabels;
  }

  /**
   * @param type    row of the sample type, of which all have to be there
   * @param labels  of the profile and its resource
   */
  read(samples: MessageList, type: number, dictionary: Dictionary, labels: readonly LabelInput[]): void {
    const owner = {dictionary, type, labels, attributeBytes: new ByteInterner(), labelSets: new Int32Column()};
    const {packed} = this;
    for (let at = 0; at < samples.length; at++) {
      const reader = samples.open(at);
      if (reader !== undefined && packed.read(reader, reader.len)) this.addPacked(at, owner, samples, reader.buf);
      else this.addMessage(at, owner, samples.at(at));
    }
    this.count += samples.length;
  }

  private addPacked(at: number, owner: Owner, samples: MessageList, bytes: Uint8Array): void {
    const {packed} = this;
    const {attributeBytes, dictionary, labelSets} = owner;
    const stack = dictionary.stack(packed.stackIndex);
    if (this.keepLabels === false) {
      this.add(at, owner.type, stack, 0, packed.value);
      return;
    }
    const row = attributeBytes.intern(bytes, packed.attributesStart, packed.attributesEnd);
    if (row === labelSets.length)
      labelSets.push(this.labelSet(owner, dictionary.labels(samples.at(at).attributeIndices)));
    this.add(at, owner.type, stack, labelSets.values[row], packed.value);
  }

  private addMessage(at: number, owner: Owner, sample: Message): void {
    const {dictionary} = owner;
    const stack = dictionary.stack(sample.stackIndex);
    const labels = [...dictionary.labels(sample.attributeIndices), ...dictionary.link(sample.linkIndex)];
    this.add(at, owner.type, stack, this.labelSet(owner, labels), sampleValue(sample));
  }

  private labelSet(owner: Owner, labels: readonly LabelInput[]): number {
    const {builder, keepLabels} = this;
    if (keepLabels === false) return 0;
    const all = [...owner.labels, ...labels];
    return builder.internLabelSet(keepLabels === true ? all : all.filter(({text}) => text === NONE));
  }

  private add(at: number, type: number, stack: number, labels: number, value: number | bigint): void {
    const {builder} = this;
    if (value < 0 && this.keepLabels !== true) {
      throw failure('LABELS_NEEDED', 'negative values count by stack and labels', {field: 'values'});
    }
    const row = this.row(at, stack, labels);
    if (typeof value === 'number') builder.addValue(type, row, value);
    else builder.addValue(type, row, Number(value), Number(value - BigInt(Number(value))));
  }

  /** Row of the sample; looked for first where the same sample of another type stood. */
  private row(at: number, stack: number, labels: number): number {
    const {order} = this;
    if (at < order.length) {
      const {samples} = this.builder;
      const guess = order.values[at];
      if (samples.first.values[guess] === stack && samples.second.values[guess] === labels) return guess;
    }
    const row = this.rowOf(stack, labels);
    if (at === order.length) order.push(row);
    return row;
  }

  private rowOf(stack: number, labels: number): number {
    const {builder, lastOfStack} = this;
    lastOfStack.extend(stack + 2, NONE);
    const last = lastOfStack.values[stack + 1];
    if (last !== NONE && builder.samples.second.values[last] === labels) return last;
    const known = builder.samples.length;
    const row = builder.internSample(stack, labels);
    if (row === known) for (let type = 0; type < builder.sampleTypes.length; type++) builder.addValue(type, row, 0);
    lastOfStack.values[stack + 1] = row;
    return row;
  }
}

/** The sum of its values, or one for each of its times. */
function sampleValue(sample: Message): number | bigint {
  const values = listIn(sample.values, 'values');
  const times = listIn(sample.timestampsUnixNano, 'timestampsUnixNano');
  if (values.length === 0) return times.length;
  if (times.length > 0 && times.length !== values.length) {
    throw malformed('values', `are ${values.length} for ${times.length} times`);
  }
  if (values.length === 1) return integerIn(values[0], 'values');
  const sum = values.reduce<bigint>((total, value) => total + BigInt(integerIn(value, 'values')), 0n);
  return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum;
}
