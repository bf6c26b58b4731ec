/**
 * The pprof protobuf format: `Profile` messages of google/pprof's proto/profile.proto, any field order.
 *
 * Streams: each top-level field is decoded as soon as it is complete, samples fold at once, and only the tables stay.
 */
import {NONE} from '../../base/columns.ts';
import {failure, PprofxError} from '../../base/errors.ts';
import {int64ToBigInt} from '../../base/int64.ts';
import {finishGoroutines} from '../../model/builder/goroutine-labels.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatOptions, FormatReader} from '../format.ts';
import {PROFILE} from './fields.ts';

import type {LabelDecoder} from './label-decoder.ts';
import {MessageSplitter} from './message-splitter.ts';
import {RawStrings} from './raw-strings.ts';
import {concatenated, RawTables} from './raw-tables.ts';
import {Repairs} from './repairs.ts';
import {resolveTables} from './resolve.ts';
import {SampleDecoder} from './sample-decoder.ts';
import {sniffPprof} from './sniff.ts';
import {LENGTH_DELIMITED, VARINT, WireReader} from './wire.ts';

export const pprofFormat: Format = {
  id: 'pprof',
  title: 'pprof profile (protobuf)',
  sniff: sniffPprof,
  open: (options) => new PprofReader(options),
};

/** What becomes of samples: all of them (SampleDecoder), or what is large among them (PreviewSamples). */
export interface SampleReader {
  readonly count: number;
  /** Values per sample, NONE before the first. */
  readonly width: number;
  /** Byte offset of the first sample. */
  readonly firstOffset: number;
  readonly labels: LabelDecoder;
  /** Reads the message in bytes [start, end) of the reader's buffer. */
  read(start: number, end: number): void;
  /** Called once all else is in the builder and final; `locationOf` is final location row per provisional one. */
  finish?(builder: ProfileBuilder, locationOf: Int32Array): void;
}

/** Profile's int64 fields by number; strings are resolved at the end. */
type ScalarField = 7 | 8 | 9 | 10 | 12 | 14 | 15;

export class PprofReader implements FormatReader {
  private readonly reader = new WireReader();
  private readonly builder: ProfileBuilder;
  private readonly repairs: Repairs;
  private readonly tables: RawTables;
  private readonly strings: RawStrings;
  private readonly samples: SampleReader;
  private readonly splitter: MessageSplitter;
  private readonly scalars = new Map<number, bigint>();
  private readonly comments: bigint[] = [];
  private readonly keepLabels: boolean | 'numeric';
  private periodType: {type: number; unit: number} | undefined;

  /** @param readSamples  makes what takes the samples in */
  constructor(
    options: FormatOptions,
    readSamples = (...parts: ConstructorParameters<typeof SampleDecoder>): SampleReader => new SampleDecoder(...parts),
  ) {
    this.keepLabels = options.keepLabels;
    this.builder = new ProfileBuilder('pprof', options.name, options.tables);
    this.repairs = new Repairs(options);
    this.tables = new RawTables(this.reader, this.repairs);
    this.strings = new RawStrings(this.reader, this.builder.strings, options.limits, this.repairs);
    this.samples = readSamples(this.reader, this.tables, this.builder, this.repairs, options.keepLabels);
    this.splitter = new MessageSplitter(this.reader, (field, wireType, start, end) =>
      this.readField(field, wireType, start, end),
    );
  }

  write(chunk: Uint8Array): void {
    this.splitter.write(chunk);
  }

  end(): Profile {
    this.finishStream();
    const {builder, samples, strings, tables} = this;
    if (strings.length === 0 && !this.repairs.allowLostString()) {
      const place = {byteOffset: this.splitter.length, field: 'string_table'};
      throw failure('MALFORMED_PROFILE', 'the profile ends without a string table', place);
    }
    for (const {type, unit} of tables.valueTypes) {
      builder.addSampleType(strings.text(type, 'sample_type.type'), strings.text(unit, 'sample_type.unit'));
    }
    this.checkSampleTypes();
    const locationOf = resolveTables(tables, builder, strings, samples.labels, this.repairs);
    this.finishHead();
    samples.finish?.(builder, locationOf);
    this.repairs.report(builder);
    return finishGoroutines(builder, (key) => strings.has(key), this.keepLabels);
  }

  /** @throws TRUNCATED_PROFILE when the stream ends within a field, unless that is to be salvaged */
  private finishStream(): void {
    try {
      this.splitter.finish();
    } catch (error) {
      if (!(error instanceof PprofxError) || error.code !== 'TRUNCATED_PROFILE') throw error;
      if (!this.repairs.allowCut(error.message)) throw error;
    }
  }

  private readField(field: number, wireType: number, start: number, end: number): void {
    switch (field) {
      case PROFILE.sample:
        this.expectMessage(wireType, 'sample');
        this.samples.read(start, end);
        return;
      case PROFILE.location:
        this.expectMessage(wireType, 'location');
        this.tables.readLocation(start, end);
        return;
      case PROFILE.function:
        this.expectMessage(wireType, 'function');
        this.tables.readFunction(start, end);
        return;
      case PROFILE.string_table:
        this.expectMessage(wireType, 'string_table');
        this.strings.read(start, end);
        return;
      case PROFILE.mapping:
        this.expectMessage(wireType, 'mapping');
        this.tables.readMapping(start, end);
        return;
      default:
        this.readHeadField(field, wireType, start, end);
    }
  }

  private readHeadField(field: number, wireType: number, start: number, end: number): void {
    const {reader, tables} = this;
    // Those without a scope of their own must not be reported as parts of the row before them.
    reader.enter('', NONE);
    if (field === PROFILE.sample_type) {
      this.expectMessage(wireType, 'sample_type');
      this.noteRestart(start);
      reader.enter('sample_type', tables.valueTypes.length);
      tables.valueTypes.push(tables.readValueType(end));
    } else if (field === PROFILE.period_type) {
      this.expectMessage(wireType, 'period_type');
      reader.enter('period_type', NONE);
      this.periodType = tables.readValueType(end);
    } else if (field === PROFILE.comment) {
      this.readComments(wireType, end);
    } else if (field <= PROFILE.doc_url) {
      this.readScalar(field as ScalarField, wireType, start);
    } else if (wireType === LENGTH_DELIMITED || wireType === VARINT) {
      // Unknown field: the splitter knows where it ends.
    } else {
      reader.skipField(wireType, `field ${field}`);
    }
  }

  /** Sample types come first; after samples and strings they mean that another profile follows, if ids repeat too. */
  private noteRestart(start: number): void {
    const {strings, tables} = this;
    if (tables.restartOffset !== NONE || strings.length === 0 || this.samples.count === 0) return;
    tables.restartOffset = this.reader.base + start;
  }

  private readScalar(field: ScalarField, wireType: number, start: number): void {
    const {reader, scalars} = this;
    const name = scalarName(field);
    reader.expect(wireType, VARINT, name);
    reader.varint(name);
    if (field === PROFILE.time_nanos && scalars.has(field)) {
      const {restartOffset} = this.tables;
      throw concatenated(restartOffset === NONE ? reader.base + start : restartOffset);
    }
    scalars.set(field, int64ToBigInt(reader.low, reader.high));
  }

  private readComments(wireType: number, end: number): void {
    const {reader} = this;
    reader.enter('comment', NONE);
    if (wireType !== VARINT) reader.expect(wireType, LENGTH_DELIMITED, '');
    reader.len = end;
    while (reader.pos < end) {
      reader.varint('');
      this.comments.push(int64ToBigInt(reader.low, reader.high));
    }
  }

  private expectMessage(wireType: number, context: string): void {
    this.reader.expect(wireType, LENGTH_DELIMITED, context);
  }

  private checkSampleTypes(): void {
    const {builder, repairs, samples, tables} = this;
    const types = tables.valueTypes.length;
    if (samples.count === 0 || samples.width === types) return;
    if (types === 0 && repairs.allow('NO_SAMPLE_TYPES', samples.width)) {
      for (let type = 1; type <= samples.width; type++) builder.addSampleType(`value${type}`, '');
      return;
    }
    if (types !== 0 && repairs.allow('VALUE_COUNT', samples.count)) {
      builder.fitValues(types);
      return;
    }
    const message =
      types === 0
        ? `${samples.count} samples but no sample types`
        : `samples have ${samples.width} values, the profile has ${types} sample types`;
    throw failure('MALFORMED_PROFILE', message, {byteOffset: samples.firstOffset, field: 'sample[0].value'});
  }

  private finishHead(): void {
    const {strings} = this;
    const {head} = this.builder;
    const text = (field: ScalarField): string => strings.text(this.stringIndex(field), scalarName(field));
    head.dropFrames = text(PROFILE.drop_frames);
    head.keepFrames = text(PROFILE.keep_frames);
    head.defaultSampleTypeName = text(PROFILE.default_sample_type);
    head.docUrl = text(PROFILE.doc_url);
    head.timeNanos = this.scalars.get(PROFILE.time_nanos) ?? 0n;
    head.durationNanos = this.scalars.get(PROFILE.duration_nanos) ?? 0n;
    head.period = this.scalars.get(PROFILE.period) ?? 0n;
    const {tables} = this;
    head.counts = {
      samples: this.samples.count,
      locations: tables.locationCount,
      functions: tables.functionCount,
      mappings: tables.mappingCount,
    };
    if (this.periodType !== undefined) {
      const {type, unit} = this.periodType;
      head.periodType = {type: strings.text(type, 'period_type.type'), unit: strings.text(unit, 'period_type.unit')};
    }
    for (const index of this.comments)
      this.builder.comments.push(strings.text(checkedIndex(index, 'comment'), 'comment'));
  }

  private stringIndex(field: ScalarField): number {
    return checkedIndex(this.scalars.get(field) ?? 0n, scalarName(field));
  }
}

function checkedIndex(index: bigint, field: string): number {
  if (index >= 0n && index < 2n ** 31n) return Number(index);
  throw failure('INDEX_OUT_OF_RANGE', `string index ${index} lies outside any table`, {field});
}

const FIELD_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(PROFILE).map(([name, number]) => [number, name]),
);

function scalarName(field: ScalarField): string {
  return FIELD_NAMES.get(field) ?? `field ${field}`;
}
