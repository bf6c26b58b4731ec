/**
 * Several profiles as one, as google/pprof merges them: what is equal by content is one, samples of equal stack and
 * labels are summed, rows stand in the order of first use.
 *
 * Merging a single profile gives its canonical form: the row numbers that `go tool pprof -raw` prints.
 */

import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {pushAll} from '../../base/lists.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import {ProfileBuilder, type ProfileHead} from '../../model/builder/profile-builder.ts';
import type {ProfileTables} from '../../model/builder/profile-tables.ts';
import type {Mapping, Profile, ValueType} from '../../model/profile.ts';

/** The label that names the input a sample of a merged profile came from. */
export const SOURCE_LABEL = 'source';

export interface MergeOptions {
  /** Label every sample with the name of its input, so that samples of different inputs stay apart. */
  readonly hasSourceLabel: boolean;
  /** What the profiles were read into, where they share tables: their rows are taken as they are. */
  readonly tables: ProfileTables;
}

/**
 * @param profiles  at least one, of equal sample types and units (see compatibleProfiles)
 * @throws USAGE when their types differ
 */
export function mergeProfiles(profiles: readonly Profile[], options: Partial<MergeOptions> = {}): Profile {
  const [first, ...others] = profiles;
  for (const other of others) checkMergeable(first, other);
  const merger = new ProfileMerger(first, options);
  for (const other of others) merger.add(other);
  return merger.finish();
}

/** What a merger remembers of a profile whose tables it has taken. */
type Facts = Pick<
  Profile,
  | 'comments'
  | 'counts'
  | 'defaultSampleTypeName'
  | 'durationNanos'
  | 'kind'
  | 'name'
  | 'period'
  | 'timeNanos'
  | 'warnings'
>;

/** Merges profiles one by one, in the memory of the result. */
export class ProfileMerger {
  private readonly first: Profile;
  private readonly builder: ProfileBuilder;
  private readonly hasSourceLabel: boolean;
  private readonly isShared: boolean;
  private readonly mappings = new Map<string, number>();
  private readonly facts: Facts[] = [];

  constructor(first: Profile, {hasSourceLabel, tables}: Partial<MergeOptions> = {}) {
    this.builder = new ProfileBuilder(first.format, '', tables);
    this.isShared = tables !== undefined;
    this.hasSourceLabel = hasSourceLabel === true;
    this.first = first;
    this.add(first);
  }

  /** Whether a profile can be added as it is. */
  takes(other: Profile): boolean {
    return isMergeable(this.first, other);
  }

  /** @throws USAGE when its types are not those of the first */
  add(profile: Profile): void {
    checkMergeable(this.first, profile);
    new Importer(this.builder, profile, this.mappings, this.hasSourceLabel).run();
    const {comments, counts, defaultSampleTypeName, durationNanos, kind, name, period, timeNanos, warnings} = profile;
    const facts = {comments, counts, defaultSampleTypeName, durationNanos, kind, name, period, timeNanos, warnings};
    this.facts.push(facts);
  }

  finish(): Profile {
    const {builder, facts, first} = this;
    builder.head.name = mergedName(facts.map(({name}) => name));
    combineHeads(builder, first, facts);
    const interned = builder.samples.length;
    const merged = builder.finish();
    // Samples that cancelled out are gone, and shared tables hold what no sample uses: another pass leaves it out, and
    // numbers rows by first use.
    return this.isShared || merged.samples.length < interned ? mergeProfiles([merged]) : merged;
  }
}

/** What a profile merged of others is called. */
export function mergedName(names: readonly string[]): string {
  return names.length <= 3 ? names.join(' + ') : `${names[0]} and ${names.length - 1} more`;
}

function isMergeable(first: Profile, other: Profile): boolean {
  return (
    first.sampleTypes.length === other.sampleTypes.length &&
    first.sampleTypes.every((type, i) => isSameType(type, other.sampleTypes[i])) &&
    isSameType(first.periodType ?? NO_TYPE, other.periodType ?? NO_TYPE)
  );
}

function checkMergeable(first: Profile, other: Profile): void {
  if (isMergeable(first, other)) return;
  const types = (profile: Profile): string =>
    [...profile.sampleTypes, ...(profile.periodType === undefined ? [] : [profile.periodType])]
      .map(({type, unit}) => `${type}/${unit}`)
      .join(' ');
  throw failure('USAGE', `cannot merge profiles of ${types(first)} and ${types(other)}`, {input: other.name});
}

const NO_TYPE: ValueType = {type: '', unit: ''};

function isSameType(a: ValueType, b: ValueType): boolean {
  return a.type === b.type && a.unit === b.unit;
}

/** Earliest time, summed duration, longest period, every comment once. */
function combineHeads(builder: ProfileBuilder, first: Profile, profiles: readonly Facts[]): void {
  const {head} = builder;
  for (const {type, unit} of first.sampleTypes) builder.addSampleType(type, unit);
  head.dropFrames = first.dropFrames;
  head.keepFrames = first.keepFrames;
  head.periodType = first.periodType;
  head.docUrl = first.docUrl;
  head.memStats = profiles.length === 1 ? first.memStats : undefined;
  head.kind = profiles.every(({kind}) => kind === first.kind) ? first.kind : undefined;
  for (const profile of profiles) combineTimes(head, profile);
  pushAll(builder.comments, new Set(profiles.flatMap(({comments}) => comments)));
  pushAll(
    builder.warnings,
    profiles.flatMap(({warnings}) => warnings),
  );
  head.counts = {
    samples: profiles.reduce((sum, {counts}) => sum + counts.samples, 0),
    locations: profiles.reduce((sum, {counts}) => sum + counts.locations, 0),
    functions: profiles.reduce((sum, {counts}) => sum + counts.functions, 0),
    mappings: profiles.reduce((sum, {counts}) => sum + counts.mappings, 0),
  };
}

function combineTimes(head: ProfileHead, profile: Facts): void {
  if (head.timeNanos === 0n || profile.timeNanos < head.timeNanos) head.timeNanos = profile.timeNanos;
  head.durationNanos += profile.durationNanos;
  if (head.period === 0n || head.period < profile.period) head.period = profile.period;
  if (head.defaultSampleTypeName === '') head.defaultSampleTypeName = profile.defaultSampleTypeName;
}

/** Copies one profile into the builder, row by row on first use. */
class Importer {
  private readonly builder: ProfileBuilder;
  private readonly profile: Profile;
  private readonly mappings: Map<string, number>;
  private readonly source: LabelInput | undefined;
  /** Its code has the same rows in the builder. */
  private readonly isShared: boolean;
  private readonly stringRow: Int32Array;
  private readonly mappingRow: Int32Array;
  private readonly functionRow: Int32Array;
  private readonly locationRow: Int32Array;
  private readonly stackRow: Int32Array;
  private readonly labelRow: Int32Array;

  constructor(builder: ProfileBuilder, profile: Profile, mappings: Map<string, number>, hasSource: boolean) {
    const rows = (length: number): Int32Array => new Int32Array(length).fill(NONE);
    this.builder = builder;
    this.profile = profile;
    this.mappings = mappings;
    this.isShared = profile.strings === builder.strings;
    const codeRows = (length: number): Int32Array => rows(this.isShared ? 0 : length);
    this.stringRow = codeRows(profile.strings.length);
    this.mappingRow = codeRows(profile.mappings.length);
    this.functionRow = codeRows(profile.functions.length);
    this.locationRow = codeRows(profile.locations.length);
    this.stackRow = rows(profile.stacks.length);
    this.labelRow = rows(profile.labelSets.length);
    const text = (value: string): number => builder.strings.intern(value);
    this.source = hasSource ? {key: text(SOURCE_LABEL), text: text(profile.name), number: 0n, unit: 0} : undefined;
  }

  run(): void {
    const {builder, profile} = this;
    const {samples} = profile;
    if (builder.mappings.length === 0 && profile.mappings.length > 0) this.mapping(0);
    for (let row = 0; row < samples.length; row++) {
      if (this.isZero(row)) continue;
      if (!this.isShared) this.importLocations(samples.stack[row]);
      const sample = builder.internSample(this.stack(samples.stack[row]), this.labelSet(samples.labels[row]));
      for (let type = 0; type < samples.values.length; type++) {
        builder.addValue(type, sample, samples.values[type][row], samples.residues[type]?.[row] ?? 0);
      }
    }
  }

  private isZero(row: number): boolean {
    const {residues, values} = this.profile.samples;
    return values.every((column, type) => column[row] === 0 && (residues[type]?.[row] ?? 0) === 0);
  }

  /** Leaf first: that order numbers the locations. */
  private importLocations(leaf: number): void {
    const {location, parent} = this.profile.stacks;
    for (let stack = leaf; stack !== NONE && this.stackRow[stack] === NONE; stack = parent[stack]) {
      this.location(location[stack]);
    }
  }

  private stack(leaf: number): number {
    if (leaf === NONE) return NONE;
    const {location, parent} = this.profile.stacks;
    const pending: number[] = [];
    let stack = leaf;
    for (; stack !== NONE && this.stackRow[stack] === NONE; stack = parent[stack]) pending.push(stack);
    let above = stack === NONE ? NONE : this.stackRow[stack];
    for (let frame = pending.pop(); frame !== undefined; frame = pending.pop()) {
      const at = location[frame];
      above = this.builder.internStack(above, this.isShared ? at : this.locationRow[at]);
      this.stackRow[frame] = above;
    }
    return above;
  }

  private location(row: number): void {
    if (this.locationRow[row] !== NONE) return;
    const {locations, mappings} = this.profile;
    const source = locations.mapping[row];
    const mapping = source === NONE ? NONE : this.mapping(source);
    const shift = mapping === NONE ? 0n : this.builder.mappings[mapping].start - mappings[source].start;
    const address = BigInt.asUintN(64, locations.address[row] + shift);
    const lines: number[] = [];
    for (let line = locations.lineStart[row]; line < locations.lineStart[row + 1]; line++) {
      const fn = locations.lineFunction[line];
      lines.push(fn === NONE ? NONE : this.fn(fn), locations.lineNumber[line], locations.lineColumn[line]);
    }
    const low = Number(address & 0xffffffffn);
    const high = Number(address >> 32n);
    this.locationRow[row] = this.builder.internLocation(low, high, mapping, locations.isFolded[row] !== 0, lines);
  }

  private mapping(row: number): number {
    if (this.mappingRow[row] !== NONE) return this.mappingRow[row];
    const mapping = this.profile.mappings[row];
    const key = mappingKey(mapping);
    const known = this.mappings.get(key) ?? this.builder.addMapping(mapping);
    this.mappings.set(key, known);
    this.mappingRow[row] = known;
    return known;
  }

  private fn(row: number): number {
    if (this.functionRow[row] === NONE) {
      const {functions} = this.profile;
      this.functionRow[row] = this.builder.internFunction(
        this.text(functions.name[row]),
        this.text(functions.systemName[row]),
        this.text(functions.filename[row]),
        functions.startLine[row],
      );
    }
    return this.functionRow[row];
  }

  private labelSet(row: number): number {
    if (this.labelRow[row] !== NONE) return this.labelRow[row];
    const {labelSets} = this.profile;
    const labels: LabelInput[] = this.source === undefined ? [] : [this.source];
    for (let label = labelSets.start[row]; label < labelSets.start[row + 1]; label++) {
      labels.push({
        key: this.text(labelSets.key[label]),
        text: labelSets.text[label] === NONE ? NONE : this.text(labelSets.text[label]),
        number: labelSets.number[label],
        unit: this.text(labelSets.unit[label]),
      });
    }
    this.labelRow[row] = this.builder.internLabelSet(labels);
    return this.labelRow[row];
  }

  private text(row: number): number {
    if (this.isShared) return row;
    if (this.stringRow[row] === NONE) {
      const bytes = this.profile.strings.bytes(row);
      this.stringRow[row] = this.builder.strings.internBytes(bytes, 0, bytes.length);
    }
    return this.stringRow[row];
  }
}

/** What google/pprof takes for the same mapping: size in pages, offset, and build id or file. */
function mappingKey(mapping: Mapping): string {
  const pages = (BigInt.asUintN(64, mapping.limit - mapping.start) + 0xfffn) >> 12n;
  return `${pages} ${mapping.offset} ${mapping.buildId !== '' ? mapping.buildId : mapping.file}`;
}
