/**
 * Puts the profiles of OTLP messages together: each sample type is a column, resource and attributes become labels.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {ValueType} from '../../model/profile.ts';
import type {Message} from './decode.ts';
import {Dictionary, labelOf, valueText} from './dictionary.ts';
import {integerIn, listIn, malformed, messageIn, textIn} from './fields.ts';

/** One profile of a message, with what it refers to. */
interface Source {
  readonly profile: Message;
  readonly type: ValueType;
  readonly dictionary: Dictionary;
  /** Attributes of the resource. */
  readonly resource: readonly LabelInput[];
}

/** Attributes of a profile that pprof has a place for. */
const PPROF_ATTRIBUTE = 'pprof.';
const DEFAULT_TYPE = 'pprof.scope.default_sample_type';

export class ProfileCollector {
  private readonly builder: ProfileBuilder;
  private readonly keepLabels: boolean | 'numeric';
  private readonly forEachSample: (samples: readonly unknown[], read: (sample: unknown) => void) => void;
  private sampleCount = 0;

  constructor(
    builder: ProfileBuilder,
    keepLabels: boolean | 'numeric',
    forEachSample: (samples: readonly unknown[], read: (sample: unknown) => void) => void,
  ) {
    this.builder = builder;
    this.keepLabels = keepLabels;
    this.forEachSample = forEachSample;
  }

  read(messages: readonly Message[]): void {
    const {builder} = this;
    const sources = messages.flatMap((message) => this.sourcesOf(message));
    // Every sample has a value of every type, so all of them are known before the first sample.
    for (const {type} of sources) if (this.typeRow(type) === NONE) builder.addSampleType(type.type, type.unit);
    const resources = new Set(sources.map(({resource}) => resource.map(({key, text}) => `${key} ${text}`).join()));
    if (resources.size > 1) {
      builder.warn(
        'SEVERAL_RESOURCES',
        `profiles of ${resources.size} resources are read as one: choose by a label, as in --tagfocus service.name=NAME`,
      );
    }
    for (const [at, source] of sources.entries()) {
      if (at === 0) this.readHead(source);
      this.readSamples(source);
    }
    builder.head.counts = {samples: this.sampleCount};
  }

  private sourcesOf(message: Message): Source[] {
    const resources = listIn(message.resourceProfiles, 'resourceProfiles').map((each) =>
      messageIn(each, 'resourceProfiles'),
    );
    if (message.dictionary === undefined) {
      throw failure(
        'MALFORMED_PROFILE',
        'OTLP profiles without a dictionary: of a draft before 2025-09, or cut off',
        {field: 'dictionary'},
        'pprofx reads profiles/v1development as of 2026: update the profiler or the collector, or fetch the file again',
      );
    }
    const dictionary = new Dictionary(messageIn(message.dictionary, 'dictionary'), this.builder);
    dictionary.intern();
    return resources.flatMap(({resource, scopeProfiles}) => {
      const labels = attributesIn(resource, 'resource').map(([key, value]) => labelOf(this.builder, key, value));
      return listIn(scopeProfiles, 'scopeProfiles').flatMap((each) => {
        const {profiles, scope} = messageIn(each, 'scopeProfiles');
        const defaultType = attributesIn(scope, 'scope').find(([key]) => key === DEFAULT_TYPE);
        if (defaultType !== undefined) this.builder.head.defaultSampleTypeName = valueText(defaultType[1]);
        return listIn(profiles, 'profiles').map((one) => {
          const profile = messageIn(one, 'profiles');
          return {profile, type: valueType(dictionary, profile.sampleType), dictionary, resource: labels};
        });
      });
    });
  }

  private typeRow({type, unit}: ValueType): number {
    return this.builder.sampleTypes.findIndex((each) => each.type === type && each.unit === unit);
  }

  private readHead({dictionary, profile}: Source): void {
    const {comments, head} = this.builder;
    head.timeNanos = BigInt(integerIn(profile.timeUnixNano, 'timeUnixNano'));
    head.durationNanos = BigInt(integerIn(profile.durationNano, 'durationNano'));
    head.period = BigInt(integerIn(profile.period, 'period'));
    if (profile.periodType !== undefined) head.periodType = valueType(dictionary, profile.periodType);
    const attributes = dictionary.attributes(profile.attributeIndices);
    const comment = attributes.get('pprof.profile.comment');
    if (comment !== undefined) comments.push(...commentsIn(comment));
    head.docUrl = attributes.get('pprof.profile.doc_url') ?? '';
    head.dropFrames = attributes.get('pprof.profile.drop_frames') ?? '';
    head.keepFrames = attributes.get('pprof.profile.keep_frames') ?? '';
  }

  private readSamples(source: Source): void {
    const {builder, keepLabels} = this;
    const {dictionary, profile} = source;
    const type = this.typeRow(source.type);
    const own = this.labelsAt(dictionary, profile.attributeIndices).filter(
      ({key}) => !builder.strings.at(key).startsWith(PPROF_ATTRIBUTE),
    );
    const sets = new Map<string, number>();
    const labelSet = (attributes: readonly unknown[], link: unknown): number => {
      if (keepLabels === false) return 0;
      const name = `${attributes.join()} ${link ?? 0}`;
      const known = sets.get(name);
      if (known !== undefined) return known;
      const labels = [...source.resource, ...own, ...this.labelsAt(dictionary, attributes), ...dictionary.link(link)];
      const row = builder.internLabelSet(keepLabels === true ? labels : labels.filter(({text}) => text === NONE));
      sets.set(name, row);
      return row;
    };
    this.forEachSample(listIn(profile.samples, 'samples'), (each) => {
      const sample = messageIn(each, 'samples');
      const stack = dictionary.stack(sample.stackIndex);
      const labels = labelSet(listIn(sample.attributeIndices, 'attributeIndices'), sample.linkIndex);
      this.addSample(type, stack, labels, sampleValue(sample));
    });
  }

  private labelsAt(dictionary: Dictionary, indexes: unknown): LabelInput[] {
    return listIn(indexes, 'attributeIndices').flatMap((index) => dictionary.label(index) ?? []);
  }

  private addSample(type: number, stack: number, labels: number, value: number | bigint): void {
    const {builder} = this;
    this.sampleCount++;
    if (value < 0 && this.keepLabels !== true) {
      throw failure('LABELS_NEEDED', 'negative values count by stack and labels', {field: 'values'});
    }
    const known = builder.samples.length;
    const row = builder.internSample(stack, labels);
    if (row === known) for (let other = 0; other < builder.sampleTypes.length; other++) builder.addValue(other, row, 0);
    if (typeof value === 'number') builder.addValue(type, row, value);
    else builder.addValue(type, row, Number(value), Number(value - BigInt(Number(value))));
  }
}

function attributesIn(owner: unknown, field: string): [key: string, value: unknown][] {
  return listIn(messageIn(owner, field).attributes, 'attributes').map((each) => {
    const {key, value} = messageIn(each, 'attributes');
    return [textIn(key, 'key'), value];
  });
}

function valueType(dictionary: Dictionary, value: unknown): ValueType {
  const {typeStrindex, unitStrindex} = messageIn(value, 'sampleType');
  return {type: dictionary.text(typeStrindex, 'typeStrindex'), unit: dictionary.text(unitStrindex, 'unitStrindex')};
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

/** A list of comments stands as JSON in the attribute's text. */
function commentsIn(text: string): string[] {
  if (!text.startsWith('[')) return [text];
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    return [text];
  }
}
