/**
 * Takes rows in any order a format finds them and freezes them into a Profile.
 *
 * Functions, locations and label sets are interned by content, as google/pprof's merge does it; stacks are a prefix
 * tree; samples of equal (stack, labels) fold while they arrive. Knows no file format.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {StringTable} from '../../base/tables/string-table.ts';
import {TrieInterner} from '../../base/tables/trie-interner.ts';
import type {
  FunctionTable,
  GoroutineTable,
  InputCounts,
  LocationTable,
  Mapping,
  MemStats,
  Profile,
  ProfileKind,
  SampleTable,
  SkippedLines,
  ValueType,
  Warning,
} from '../profile.ts';
import {profileKind} from '../profile-kind.ts';
import {ValueColumn} from '../value-column.ts';
import {type LabelInput, LabelSetColumns} from './label-set-columns.ts';
import {ProfileTables} from './profile-tables.ts';

/** What a format knows beyond the tables; see Profile for the meaning of each. */
export interface ProfileHead {
  format: string;
  name: string;
  defaultSampleTypeName: string;
  docUrl: string;
  dropFrames: string;
  keepFrames: string;
  timeNanos: bigint;
  durationNanos: bigint;
  periodType: ValueType | undefined;
  period: bigint;
  goroutines: GoroutineTable | undefined;
  memStats: MemStats | undefined;
  /** Counts of the input; the rows of the tables where not given. */
  counts: Partial<InputCounts>;
  /** Where the format says so; otherwise the sample types show it. */
  kind: ProfileKind | undefined;
  skippedLines: SkippedLines | undefined;
}

export class ProfileBuilder {
  readonly sampleTypes: ValueType[] = [];
  readonly comments: string[] = [];
  readonly warnings: Warning[] = [];
  readonly head: ProfileHead;

  /** (parent stack, location) → stack. */
  stacks: TrieInterner = new TrieInterner();
  /** (stack, label set) → sample. */
  samples: PairInterner = new PairInterner();

  private hasAppended = false;
  private readonly valueColumns: ValueColumn[] = [];
  private readonly tables: ProfileTables;
  private readonly labelSets = new LabelSetColumns();

  /** @param tables  to share them with other profiles, whose rows are then in this one too */
  constructor(format: string, name: string, tables: ProfileTables = new ProfileTables()) {
    this.tables = tables;
    this.head = {
      format,
      name,
      defaultSampleTypeName: '',
      docUrl: '',
      dropFrames: '',
      keepFrames: '',
      timeNanos: 0n,
      durationNanos: 0n,
      periodType: undefined,
      period: 0n,
      goroutines: undefined,
      memStats: undefined,
      counts: {},
      kind: undefined,
      skippedLines: undefined,
    };
  }

  get strings(): StringTable {
    return this.tables.strings;
  }

  addSampleType(type: string, unit: string): void {
    this.sampleTypes.push({type, unit});
  }

  addMapping(mapping: Mapping): number {
    return this.tables.locations.addMapping(mapping);
  }

  get mappings(): readonly Mapping[] {
    return this.tables.locations.mappings;
  }

  /** Row of the function; all strings are rows of `strings`. */
  internFunction(name: number, systemName: number, filename: number, startLine: number): number {
    return this.tables.functions.intern(name, systemName, filename, startLine);
  }

  /** Row of a location; see LocationColumns.intern for the arguments. */
  internLocation(
    addressLow: number,
    addressHigh: number,
    mapping: number,
    isFolded: boolean,
    lines: ArrayLike<number>,
  ): number {
    return this.tables.locations.intern(addressLow, addressHigh, mapping, isFolded, lines);
  }

  /** Location of a function that is known by its name alone. @param name, file  rows of `strings` */
  internNamedLocation(name: number, file = 0, line = 0): number {
    const fn = this.internFunction(name, name, file, 0);
    return this.internLocation(0, 0, NONE, false, [fn, line, 0]);
  }

  internLabelSet(labels: readonly LabelInput[]): number {
    return this.labelSets.intern(labels);
  }

  /** Stack row of `location` called from `parent` (NONE for an outermost frame). */
  internStack(parent: number, location: number): number {
    return this.stacks.intern(parent, location);
  }

  get stackCount(): number {
    return this.stacks.length;
  }

  /** Sample row of (stack, label set), made on first sight; every value must then be added with `addValue`. */
  internSample(stack: number, labelSet: number): number {
    return this.samples.intern(stack, labelSet);
  }

  /** A sample row of its own, never folded with another: for goroutines, which differ in more than their stacks. */
  appendSample(stack: number, labelSet: number): number {
    this.hasAppended = true;
    return this.samples.append(stack, labelSet);
  }

  addValue(type: number, sample: number, value: number, residue = 0): void {
    while (this.valueColumns.length <= type) this.valueColumns.push(new ValueColumn());
    this.valueColumns[type].add(sample, value, residue);
  }

  /** Makes every sample have as many values as there are types: adds zeros, or forgets values. */
  fitValues(types: number): void {
    const {valueColumns} = this;
    valueColumns.length = Math.min(valueColumns.length, types);
    for (let type = valueColumns.length; type < types; type++) {
      for (let sample = 0; sample < this.samples.length; sample++) this.addValue(type, sample, 0);
    }
  }

  /** Makes each sample count one of `type`, before all other types: then no row is dropped because its values are zero. */
  countSamplesFirst(type: ValueType): void {
    this.sampleTypes.unshift(type);
    this.valueColumns.unshift(new ValueColumn());
    for (let sample = 0; sample < this.samples.length; sample++) this.addValue(0, sample, 1);
  }

  /**
   * Replaces provisional rows by final ones and folds what became equal.
   *
   * @param locationOf  final location row per provisional one
   * @param labelSetOf  final label set row per provisional one; none when label sets are final already
   */
  remap(locationOf: Int32Array, labelSetOf?: Int32Array): void {
    if (isIdentity(locationOf) && (labelSetOf === undefined || isIdentity(labelSetOf))) return;
    // Rows made by appendSample differ in more than (stack, labels), so they stay separate.
    const isAppended = this.hasAppended;
    const stacks = new TrieInterner();
    const stackOf = new Int32Array(this.stacks.length);
    const {first: parent, second: location} = this.stacks;
    for (let row = 0; row < stackOf.length; row++) {
      const above = parent.values[row];
      stackOf[row] = stacks.intern(above === NONE ? NONE : stackOf[above], locationOf[location.values[row]]);
    }
    const samples = new PairInterner();
    const old = this.valueColumns.splice(0);
    for (let row = 0; row < this.samples.length; row++) {
      const stack = this.samples.first.values[row];
      const finalStack = stack === NONE ? NONE : stackOf[stack];
      const labels = this.samples.second.values[row];
      const labelSet = labelSetOf === undefined ? labels : labelSetOf[labels];
      const sample = isAppended ? samples.append(finalStack, labelSet) : samples.intern(finalStack, labelSet);
      for (let type = 0; type < old.length; type++) {
        this.addValue(type, sample, old[type].at(row), old[type].residueAt(row));
      }
    }
    this.stacks = stacks;
    this.samples = samples;
  }

  warn(code: string, message: string): void {
    this.warnings.push({code, message});
  }

  finish(): Profile {
    const {head} = this;
    const functions = this.tables.functions.finish();
    const samples = this.finishSamples();
    const stacks = {
      length: this.stacks.length,
      parent: this.stacks.first.finish(),
      location: this.stacks.second.finish(),
    };
    const locations = this.tables.locations.finish();
    const leafUnlocks = this.leafUnlocks(samples, stacks.location, locations, functions);
    return Object.freeze({
      name: head.name,
      format: head.format,
      kind: head.kind ?? profileKind(this.sampleTypes, head.defaultSampleTypeName, leafUnlocks),
      sampleTypes: this.sampleTypes,
      defaultSampleType: this.defaultSampleType(),
      defaultSampleTypeName: head.defaultSampleTypeName,
      counts: {
        samples: samples.length,
        locations: locations.length,
        functions: functions.length,
        mappings: this.mappings.length,
        ...head.counts,
      },
      samples,
      stacks,
      locations,
      functions,
      mappings: this.mappings,
      labelSets: this.labelSets.finish(),
      strings: this.strings,
      goroutines: head.goroutines,
      memStats: head.memStats,
      skippedLines: head.skippedLines,
      comments: this.comments,
      docUrl: head.docUrl,
      dropFrames: head.dropFrames,
      keepFrames: head.keepFrames,
      timeNanos: head.timeNanos,
      durationNanos: head.durationNanos,
      periodType: head.periodType,
      period: head.period,
      warnings: this.warnings,
    });
  }

  /** As google/pprof's Profile.SampleIndexByName(""): the named type, else the last. */
  defaultSampleType(): number {
    const named = this.sampleTypes.findIndex(({type}) => type === this.head.defaultSampleTypeName);
    return named >= 0 ? named : Math.max(0, this.sampleTypes.length - 1);
  }

  private finishSamples(): SampleTable {
    const types = this.sampleTypes.length;
    while (this.valueColumns.length < types) this.valueColumns.push(new ValueColumn());
    const keep = this.nonZeroRows();
    const columns = this.valueColumns.map((column) => column.finish(keep));
    const pick = (column: Int32Column): Int32Array =>
      keep === undefined ? column.finish() : keep.map((row) => column.values[row]);
    return {
      length: keep === undefined ? this.samples.length : keep.length,
      stack: pick(this.samples.first),
      labels: pick(this.samples.second),
      values: columns.map((column) => column.values),
      residues: columns.map((column) => column.residues),
    };
  }

  /** Rows with a value, or undefined when all have one. */
  private nonZeroRows(): Int32Array | undefined {
    if (this.head.goroutines !== undefined) return undefined;
    const rows = new Int32Column();
    for (let row = 0; row < this.samples.length; row++) if (!this.isZero(row)) rows.push(row);
    return rows.length === this.samples.length ? undefined : rows.finish();
  }

  private isZero(row: number): boolean {
    for (const column of this.valueColumns) if (!column.isZero(row)) return false;
    return true;
  }

  /** Whether the heaviest contention is recorded where a lock is released: a mutex profile. */
  private leafUnlocks(
    samples: SampleTable,
    stackLocation: Int32Array,
    locations: LocationTable,
    functions: FunctionTable,
  ): boolean | undefined {
    if (samples.length === 0 || !this.sampleTypes.some(({type}) => type === 'contentions')) return undefined;
    let unlocking = 0;
    for (let row = 0; row < samples.length; row++) {
      const stack = samples.stack[row];
      if (stack === NONE) continue;
      const line = locations.lineStart[stackLocation[stack]];
      if (line === locations.lineStart[stackLocation[stack] + 1]) continue;
      const fn = locations.lineFunction[line];
      const leaf = fn === NONE ? '' : this.strings.at(functions.name[fn]);
      if (/[uU]nlock/.test(leaf)) unlocking++;
    }
    return unlocking * 2 > samples.length;
  }
}

function isIdentity(map: Int32Array): boolean {
  for (let row = 0; row < map.length; row++) if (map[row] !== row) return false;
  return true;
}
