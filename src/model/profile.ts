/**
 * What every input becomes: frozen columnar tables. Types only.
 *
 * Rows refer to rows of other tables by index; NONE (-1) is "no row". Every index was checked once, when the builder
 * finished, so readers need no bounds checks. A goroutine dump is a Profile too: its samples are goroutines.
 */
import type {StringTable} from '../base/tables/string-table.ts';

/** One thing that a sample measures, e.g. `inuse_space` in `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

export type ProfileKind =
  | 'heap'
  | 'allocs'
  | 'cpu'
  | 'goroutine'
  | 'goroutineleak'
  | 'mutex'
  | 'block'
  | 'threadcreate'
  | 'kernel'
  | 'other';

/** What was wrong but did not stop the reader; shown first in every report. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** A prefix tree of stacks, roots first: parent[i] < i, NONE for outermost frames. */
export interface StackTable {
  readonly length: number;
  readonly parent: Int32Array;
  /** Row of LocationTable. */
  readonly location: Int32Array;
}

/** One row per distinct (stack, labels), in order of first appearance; all-zero rows are gone, as pprof drops them. */
export interface SampleTable {
  readonly length: number;
  /** Row of StackTable (the leaf), NONE for an empty stack. */
  readonly stack: Int32Array;
  /** Row of LabelSetTable; row 0 is "no labels". */
  readonly labels: Int32Array;
  /** One column per sample type. Exact as they stand unless `residues` has a column for the type. */
  readonly values: readonly Float64Array[];
  /**
   * Present per type only where sums can leave ±2^53: the exact value is values[t][i] + residues[t][i], and sums over
   * it need ExactSum. Where absent, every partial sum of the column is an exact double.
   */
  readonly residues: readonly (Float64Array | undefined)[];
}

/** Code addresses, each with its lines: [lineStart[i], lineStart[i+1]), innermost inlined call first. */
export interface LocationTable {
  readonly length: number;
  readonly address: BigUint64Array;
  readonly mapping: Int32Array;
  readonly isFolded: Uint8Array;
  readonly lineStart: Int32Array;
  /** Row of FunctionTable. */
  readonly lineFunction: Int32Array;
  /** 0 when unknown. */
  readonly lineNumber: Float64Array;
  readonly lineColumn: Float64Array;
}

/** String columns are rows of `strings`. */
export interface FunctionTable {
  readonly length: number;
  readonly name: Int32Array;
  readonly systemName: Int32Array;
  readonly filename: Int32Array;
  readonly startLine: Float64Array;
}

export interface Mapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/** Label sets, each the labels [start[i], start[i+1]) sorted by key; row 0 is the empty set. */
export interface LabelSetTable {
  readonly length: number;
  readonly start: Int32Array;
  readonly key: Int32Array;
  /** String value, or NONE for a numeric label. */
  readonly text: Int32Array;
  readonly number: BigInt64Array;
  /** Unit of a numeric label; row 0 (empty) when none was given. */
  readonly unit: Int32Array;
}

/** What a goroutine waits for, folded from the runtime's many wait reasons. */
export type WaitClass =
  | 'send'
  | 'recv'
  | 'nilchan'
  | 'select'
  | 'select-empty'
  | 'mutex'
  | 'rwmutex-r'
  | 'rwmutex-w'
  | 'waitgroup'
  | 'cond'
  | 'semaphore'
  | 'sleep'
  | 'io'
  | 'syscall'
  | 'running'
  | 'runtime'
  | 'other';

/**
 * What a goroutine dump knows beyond stacks. Row i describes sample row i, which stands for values[0][i] goroutines:
 * one each up to the detail limit of the reader; past it, goroutines alike in stack, state and wait share a row.
 */
export interface GoroutineTable {
  readonly length: number;
  /** Goroutine id, exact past 2^32; of the first one where a row stands for several; NONE when the text has none. */
  readonly id: Float64Array;
  /** Row of `states`. */
  readonly state: Int32Array;
  /** Whole minutes the goroutine is known to have waited at least; NONE when the dump does not say. */
  readonly waitMinutes: Int32Array;
  /** Row of `strings`: the function that started it; NONE when unknown. */
  readonly createdBy: Int32Array;
  /** Id of the goroutine that started it (Go 1.21 on), NONE when unknown. */
  readonly parentId: Float64Array;
  readonly isLocked: Uint8Array;
  /** The runtime itself calls it leaked. */
  readonly isLeaked: Uint8Array;
  /**
   * First argument words of the innermost frames that have any: the channel, lock or receiver it waits on, at
   * [argumentStart[i], argumentStart[i+1]). Words that the runtime marks as unreliable (`?`) are left out, and rows far
   * into a long dump keep fewer or none.
   */
  readonly argumentStart: Int32Array;
  /** Stack row (a frame of this goroutine) that the word belongs to. */
  readonly argumentFrame: Int32Array;
  /** Position of the word within the frame's argument list. */
  readonly argumentPosition: Int32Array;
  readonly argumentWord: BigUint64Array;
  /** Where the raw text of the goroutine begins in the (uncompressed) input, NONE when it has none. */
  readonly byteOffset: Float64Array;
  readonly byteLength: Float64Array;
  /** The distinct states as printed ("chan send", "semacquire", …) and what each means. */
  readonly states: readonly GoroutineState[];
}

export interface GoroutineState {
  /** As the runtime prints it, without minutes and markers; '' when unknown. */
  readonly text: string;
  readonly waitClass: WaitClass;
  /** The state was not printed but concluded, e.g. from runtime frames; reports say "inferred". */
  readonly isInferred: boolean;
}

/** Lines of a text that no part of the format claims. */
export interface SkippedLines {
  readonly count: number;
  /** 1-based numbers of the first of them; a bounded list. */
  readonly lineNumbers: readonly number[];
}

/** Go's runtime.MemStats as the trailer of a debug=1 heap dump gives them; bytes unless the name says otherwise. */
export type MemStats = ReadonlyMap<string, number>;

/** How many records of each table an input holds, equal ones counted each. */
export interface InputCounts {
  readonly samples: number;
  readonly locations: number;
  readonly functions: number;
  readonly mappings: number;
}

export interface Profile {
  /** Name of the input, for messages: a path, a URL or "-". */
  readonly name: string;
  /** Id of the format that read it. */
  readonly format: string;
  readonly kind: ProfileKind;
  readonly sampleTypes: readonly ValueType[];
  /** Index of the sample type shown by default, chosen as go tool pprof chooses it. */
  readonly defaultSampleType: number;
  /** The field of the file, '' when unset. */
  readonly defaultSampleTypeName: string;
  /** What the input itself holds, before anything was folded, dropped or pruned. */
  readonly counts: InputCounts;
  readonly samples: SampleTable;
  readonly stacks: StackTable;
  readonly locations: LocationTable;
  readonly functions: FunctionTable;
  readonly mappings: readonly Mapping[];
  readonly labelSets: LabelSetTable;
  readonly strings: StringTable;
  readonly goroutines: GoroutineTable | undefined;
  readonly memStats: MemStats | undefined;
  /** Of text inputs: what was left out. */
  readonly skippedLines: SkippedLines | undefined;
  readonly comments: readonly string[];
  readonly docUrl: string;
  /** Anchored patterns of frames that the writer wants pruned from leaves; '' when none. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  /** Unix time in nanoseconds, 0 when unknown. */
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly periodType: ValueType | undefined;
  readonly period: bigint;
  readonly warnings: readonly Warning[];
}

/** The mapping of the program itself, the first that has a file; undefined where the profile names none. */
export function programMapping({mappings}: Profile): Mapping | undefined {
  return mappings.find(({file}) => file !== '' && !file.startsWith('['));
}

/** Name of a function row, raw. */
export function functionName(profile: Profile, row: number): string {
  return profile.strings.at(profile.functions.name[row]);
}

/** File name of a function row, raw; '' when unknown. */
export function functionFile(profile: Profile, row: number): string {
  return profile.strings.at(profile.functions.filename[row]);
}

/** Frames of a stack, leaf first, inlined calls unfolded: rows of FunctionTable, NONE for an unsymbolized location. */
export function stackFunctions(profile: Profile, stack: number): number[] {
  const {stacks, locations} = profile;
  const functions: number[] = [];
  for (let node = stack; node !== -1; node = stacks.parent[node]) {
    const location = stacks.location[node];
    const end = locations.lineStart[location + 1];
    if (end === locations.lineStart[location]) functions.push(-1);
    for (let line = locations.lineStart[location]; line < end; line++) functions.push(locations.lineFunction[line]);
  }
  return functions;
}
