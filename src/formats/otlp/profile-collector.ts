/**
 * Puts the profiles of OTLP messages together: each sample type is a column, resource and attributes become labels.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {pushAll} from '../../base/lists.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {ValueType} from '../../model/profile.ts';
import type {Message} from './decode.ts';
import {Dictionary, labelOf, valueText} from './dictionary.ts';
import {integerIn, listIn, messageIn, textIn} from './fields.ts';
import {MessageList} from './message-list.ts';
import {dictionaryOf} from './messages.ts';
import {SampleReader} from './sample-reader.ts';
import {SAMPLE} from './schema.ts';

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
/** Every sample has a value of each type: more than a fleet of profilers has would be a table without end. */
const MOST_TYPES = 256;
const DEFAULT_TYPE = 'pprof.scope.default_sample_type';

export class ProfileCollector {
  private readonly builder: ProfileBuilder;
  private readonly bytes: Uint8Array;
  private readonly samples: SampleReader;

  /** @param bytes  the input, see MessageList */
  constructor(builder: ProfileBuilder, keepLabels: boolean | 'numeric', bytes: Uint8Array) {
    this.builder = builder;
    this.bytes = bytes;
    this.samples = new SampleReader(builder, keepLabels);
  }

  read(messages: readonly Message[]): void {
    const {builder} = this;
    const sources = messages.flatMap((message) => this.sourcesOf(message));
    // Every sample has a value of every type, so all of them are known before the first sample.
    for (const {type} of sources) this.addType(type);
    const resources = new Set(sources.map(({resource}) => resource.map(({key, text}) => `${key} ${text}`).join()));
    if (resources.size > 1) {
      builder.warn(
        'SEVERAL_RESOURCES',
        `profiles of ${resources.size} resources are read as one: choose by a label, as in --tagfocus service.name=NAME`,
      );
    }
    this.builder.head.durationNanos = totalDuration(sources);
    for (const [at, source] of sources.entries()) {
      if (at === 0) this.readHead(source);
      this.readSamples(source);
    }
    builder.head.counts = {samples: this.samples.count};
  }

  private sourcesOf(message: Message): Source[] {
    const resources = listIn(message.resourceProfiles, 'resourceProfiles').map((each) =>
      messageIn(each, 'resourceProfiles'),
    );
    const dictionary = new Dictionary(messageIn(dictionaryOf(message), 'dictionary'), this.builder, this.bytes);
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

  private addType(type: ValueType): void {
    const {builder} = this;
    if (this.typeRow(type) !== NONE) return;
    if (builder.sampleTypes.length === MOST_TYPES) {
      const hint = 'let the collector write smaller files';
      throw failure('LIMIT_EXCEEDED', `profiles of more than ${MOST_TYPES} sample types`, {field: 'sampleType'}, hint);
    }
    builder.addSampleType(type.type, type.unit);
  }

  private typeRow({type, unit}: ValueType): number {
    return this.builder.sampleTypes.findIndex((each) => each.type === type && each.unit === unit);
  }

  private readHead({dictionary, profile}: Source): void {
    const {comments, head} = this.builder;
    head.timeNanos = BigInt(integerIn(profile.timeUnixNano, 'timeUnixNano'));
    head.period = BigInt(integerIn(profile.period, 'period'));
    if (profile.periodType !== undefined) head.periodType = valueType(dictionary, profile.periodType);
    const attributes = dictionary.attributes(profile.attributeIndices);
    const comment = attributes.get('pprof.profile.comment');
    if (comment !== undefined) pushAll(comments, commentsIn(comment));
    head.docUrl = attributes.get('pprof.profile.doc_url') ?? '';
    head.dropFrames = attributes.get('pprof.profile.drop_frames') ?? '';
    head.keepFrames = attributes.get('pprof.profile.keep_frames') ?? '';
  }

  private readSamples({dictionary, profile, resource, type}: Source): void {
    const {strings} = this.builder;
    const own = dictionary
      .labels(profile.attributeIndices)
      .filter(({key}) => !strings.at(key).startsWith(PPROF_ATTRIBUTE));
    const samples = new MessageList(profile.samples, 'samples', SAMPLE, this.bytes);
    this.samples.read(samples, this.typeRow(type), dictionary, [...resource, ...own]);
  }
}

/** A capture is of one window after the other; profiles that begin at the same time share theirs. */
function totalDuration(sources: readonly Source[]): bigint {
  const windows = new Map<bigint, bigint>();
  for (const {profile} of sources) {
    const start = BigInt(integerIn(profile.timeUnixNano, 'timeUnixNano'));
    const duration = BigInt(integerIn(profile.durationNano, 'durationNano'));
    if (duration > (windows.get(start) ?? -1n)) windows.set(start, duration);
  }
  return [...windows.values()].reduce((sum, duration) => sum + duration, 0n);
}

export function attributesIn(owner: unknown, field: string): [key: string, value: unknown][] {
  return listIn(messageIn(owner, field).attributes, 'attributes').map((each) => {
    const {key, value} = messageIn(each, 'attributes');
    return [textIn(key, 'key'), value];
  });
}

function valueType(dictionary: Dictionary, value: unknown): ValueType {
  const {typeStrindex, unitStrindex} = messageIn(value, 'sampleType');
  return {type: dictionary.text(typeStrindex, 'typeStrindex'), unit: dictionary.text(unitStrindex, 'unitStrindex')};
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
