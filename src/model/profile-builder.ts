/**
 * Takes rows in any order a format finds them and freezes them into a Profile.
 *
 * Functions, locations and label sets are interned by content, as google/pprof's merge does it; stacks are a prefix
 * tree; samples of equal (stack, labels) fold while they arrive. Knows no file format.
 */
import {ByteColumn, Float64Column, Int32Column, NONE} from '../base/columns.ts';
import {IntSequenceInterner} from '../base/int-sequence-interner.ts';
import {PairInterner} from '../base/pair-interner.ts';
import {StringTable} from '../base/string-table.ts';
import type {
  FunctionTable,
  GoroutineTable,
  LabelSetTable,
  LocationTable,
  Mapping,
  MemStats,
  Profile,
  SampleTable,
  SkippedLines,
  ValueType,
  Warning,
} from './profile.ts';
import {profileKind} from './profile-kind.ts';
import {ValueColumn} from './value-column.ts';

/** One label of a sample; strings are rows of the string table. */
export interface LabelInput {
  readonly key: number;
  /** Row of the string value, NONE for a numeric label. */
  readonly text: number;
  readonly number: bigint;
  readonly unit: number;
}

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
  skippedLines: SkippedLines | undefined;
  /** Counts of the input, where they differ from the rows of the tables. */
  recordCount: number | undefined;
}

export class ProfileBuilder {
  readonly strings: StringTable = new StringTable();
  readonly sampleTypes: ValueType[] = [];
  readonly mappings: Mapping[] = [];
  readonly comments: string[] = [];
  readonly warnings: Warning[] = [];
  readonly head: ProfileHead;

  /** (parent stack, location) → stack. */
  stacks: PairInterner = new PairInterner();
  /** (stack, label set) → sample. */
  samples: PairInterner = new PairInterner();

  private readonly valueColumns: ValueColumn[] = [];
  private readonly functionRows = new IntSequenceInterner();
  private readonly functionColumns = {name: new Int32Column(), systemName: new Int32Column(), file: new Int32Column()};
  private readonly functionStartLine = new Float64Column();
  private readonly locationRows = new IntSequenceInterner();
  private readonly addressWords = new Int32Column();
  private readonly locationMapping = new Int32Column();
  private readonly locationFolded = new ByteColumn();
  private readonly lineStart = new Int32Column();
  private readonly lineFunction = new Int32Column();
  private readonly lineNumber = new Float64Column();
  private readonly lineColumn = new Float64Column();
  private readonly labelRows = new IntSequenceInterner();
  private readonly labelStart = new Int32Column();
  private readonly labelInputs: LabelInput[] = [];
  private readonly canonicalMappings = new Map<string, number>();
  private readonly canonicalMappingOf: number[] = [];

  constructor(format: string, name: string) {
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
      skippedLines: undefined,
      recordCount: undefined,
    };
    this.lineStart.push(0);
    this.labelStart.push(0);
    this.internLabelSet([]);
  }

  addSampleType(type: string, unit: string): void {
    this.sampleTypes.push({type, unit});
  }

  addMapping(mapping: Mapping): number {
    const row = this.mappings.push(mapping) - 1;
    // What google/pprof's merge takes for the same mapping: size in pages, offset, and build id or file.
    const pages = (mapping.limit - mapping.start + 0xfffn) >> 12n;
    const key = `${pages} ${mapping.offset} ${mapping.buildId !== '' ? mapping.buildId : mapping.file}`;
    const canonical = this.canonicalMappings.get(key) ?? row;
    this.canonicalMappings.set(key, canonical);
    this.canonicalMappingOf.push(canonical);
    return row;
  }

  /** Row of the function; all strings are rows of `strings`. */
  internFunction(name: number, systemName: number, file: number, startLine: number): number {
    const known = this.functionRows.length;
    const row = this.functionRows
      .begin()
      .add(name)
      .add(systemName)
      .add(file)
      .add(startLine | 0)
      .add(Math.floor(startLine / 4_294_967_296) | 0)
      .end();
    if (row === known) {
      this.functionColumns.name.push(name);
      this.functionColumns.systemName.push(systemName);
      this.functionColumns.file.push(file);
      this.functionStartLine.push(startLine);
    }
    return row;
  }

  /**
   * Row of a location.
   *
   * @param addressLow, addressHigh  the uint64 address in two words
   * @param mapping  row of the mapping, or NONE
   * @param lines    [function row, line number, column] three by three, innermost inlined call first
   */
  internLocation(
    addressLow: number,
    addressHigh: number,
    mapping: number,
    isFolded: boolean,
    lines: ArrayLike<number>,
  ): number {
    const known = this.locationRows.length;
    const row = this.locationKey(addressLow, addressHigh, mapping, isFolded, lines);
    if (row !== known) return row;
    this.addressWords.push(addressLow | 0);
    this.addressWords.push(addressHigh | 0);
    this.locationMapping.push(mapping);
    this.locationFolded.push(isFolded ? 1 : 0);
    for (let i = 0; i < lines.length; i += 3) {
      this.lineFunction.push(lines[i]);
      this.lineNumber.push(lines[i + 1]);
      this.lineColumn.push(lines[i + 2]);
    }
    this.lineStart.push(this.lineFunction.length);
    return row;
  }

  /** Row of a label set; order of labels of one key counts, order of keys does not. */
  internLabelSet(labels: readonly LabelInput[]): number {
    const sorted = labels.length < 2 ? labels : [...labels].sort((a, b) => a.key - b.key);
    const known = this.labelRows.length;
    this.labelRows.begin();
    for (const label of sorted) {
      const words = BigInt.asUintN(64, label.number);
      this.labelRows
        .add(label.key)
        .add(label.text)
        .add(label.unit)
        .add(Number(words & 0xffffffffn) | 0)
        .add(Number(words >> 32n) | 0);
    }
    const row = this.labelRows.end();
    if (row === known) {
      this.labelInputs.push(...sorted);
      this.labelStart.push(this.labelInputs.length);
    }
    return row;
  }

  /** Stack row of `location` called from `parent` (NONE for an outermost frame). */
  internStack(parent: number, location: number): number {
    return this.stacks.intern(parent, location);
  }

  /** Sample row of (stack, label set), made on first sight; every value must then be added with `addValue`. */
  internSample(stack: number, labelSet: number): number {
    return this.samples.intern(stack, labelSet);
  }

  /** A sample row of its own, never folded with another: for goroutines, which are told apart by more than stacks. */
  appendSample(stack: number, labelSet: number): number {
    return this.samples.append(stack, labelSet);
  }

  addValue(type: number, sample: number, value: number, residue = 0): void {
    while (this.valueColumns.length <= type) this.valueColumns.push(new ValueColumn());
    this.valueColumns[type].add(sample, value, residue);
  }

  /**
   * Replaces provisional rows by final ones and folds what became equal.
   *
   * @param locationOf  final location row per provisional one
   * @param labelSetOf  final label set row per provisional one
   */
  remap(locationOf: Int32Array, labelSetOf: Int32Array): void {
    if (isIdentity(locationOf) && isIdentity(labelSetOf)) return;
    const stacks = new PairInterner();
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
      const sample = samples.intern(
        stack === NONE ? NONE : stackOf[stack],
        labelSetOf[this.samples.second.values[row]],
      );
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
    const functions = this.finishFunctions();
    const samples = this.finishSamples();
    const stacks = {
      length: this.stacks.length,
      parent: this.stacks.first.finish(),
      location: this.stacks.second.finish(),
    };
    const locations = this.finishLocations();
    const leafUnlocks = this.leafUnlocks(samples, stacks.location, locations, functions);
    return Object.freeze({
      name: head.name,
      format: head.format,
      kind: profileKind(this.sampleTypes, head.defaultSampleTypeName, leafUnlocks),
      sampleTypes: this.sampleTypes,
      defaultSampleType: this.defaultSampleType(),
      defaultSampleTypeName: head.defaultSampleTypeName,
      recordCount: head.recordCount ?? samples.length,
      samples,
      stacks,
      locations,
      functions,
      mappings: this.mappings,
      labelSets: this.finishLabelSets(),
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
  private defaultSampleType(): number {
    const named = this.sampleTypes.findIndex(({type}) => type === this.head.defaultSampleTypeName);
    return named >= 0 ? named : Math.max(0, this.sampleTypes.length - 1);
  }

  private locationKey(
    addressLow: number,
    addressHigh: number,
    mapping: number,
    isFolded: boolean,
    lines: ArrayLike<number>,
  ): number {
    let low = addressLow | 0;
    let high = addressHigh | 0;
    if (mapping !== NONE && this.mappings[mapping].start !== 0n) {
      // Address space randomisation: what counts is the distance from the mapping's start.
      const address = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
      const distance = BigInt.asUintN(64, address - this.mappings[mapping].start);
      low = Number(distance & 0xffffffffn) | 0;
      high = Number(distance >> 32n) | 0;
    }
    const key = this.locationRows.begin().add(low).add(high);
    key.add(mapping === NONE ? NONE : this.canonicalMappingOf[mapping]).add(isFolded ? 1 : 0);
    for (let i = 0; i < lines.length; i++) key.add(lines[i] | 0).add(Math.floor(lines[i] / 4_294_967_296) | 0);
    return key.end();
  }

  private finishFunctions(): FunctionTable {
    const {name, systemName, file} = this.functionColumns;
    return {
      length: name.length,
      name: name.finish(),
      systemName: systemName.finish(),
      filename: file.finish(),
      startLine: this.functionStartLine.finish(),
    };
  }

  private finishLocations(): LocationTable {
    return {
      length: this.locationMapping.length,
      // Low word first: every host of Node and of today's browsers is little-endian.
      address: new BigUint64Array(this.addressWords.finish().buffer as ArrayBuffer),
      mapping: this.locationMapping.finish(),
      isFolded: this.locationFolded.finish(),
      lineStart: this.lineStart.finish(),
      lineFunction: this.lineFunction.finish(),
      lineNumber: this.lineNumber.finish(),
      lineColumn: this.lineColumn.finish(),
    };
  }

  private finishLabelSets(): LabelSetTable {
    const labels = this.labelInputs;
    return {
      length: this.labelStart.length - 1,
      start: this.labelStart.finish(),
      key: Int32Array.from(labels, (label) => label.key),
      text: Int32Array.from(labels, (label) => label.text),
      number: BigInt64Array.from(labels, (label) => label.number),
      unit: Int32Array.from(labels, (label) => label.unit),
    };
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
    for (let row = 0; row < this.samples.length; row++) {
      if (!this.valueColumns.every((column) => column.isZero(row))) rows.push(row);
    }
    return rows.length === this.samples.length ? undefined : rows.finish();
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
      const leaf = this.strings.at(functions.name[locations.lineFunction[line]]);
      if (/[uU]nlock/.test(leaf)) unlocking++;
    }
    return unlocking * 2 > samples.length;
  }
}

function isIdentity(map: Int32Array): boolean {
  for (let row = 0; row < map.length; row++) if (map[row] !== row) return false;
  return true;
}
