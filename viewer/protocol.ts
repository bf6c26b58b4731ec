/**
 * Messages between page and worker. Types only; everything here survives structured cloning.
 */

import type {SharedKind} from '../src/analysis/blocking/shared-waits.ts';
import type {Outlier, ProcessMeasures} from '../src/analysis/case/replicas.ts';
import type {Compared} from '../src/analysis/compare/rows.ts';
import type {ScaleUsed} from '../src/analysis/compare/scale.ts';
import type {FlameLayout} from '../src/analysis/tree/flame-layout.ts';
import type {CallTree} from '../src/model/call-tree.ts';
import type {Finding, Severity, Suppressed} from '../src/model/finding.ts';
import type {ProfileKind, ValueType, Warning} from '../src/model/profile.ts';
import type {PageOptions} from '../src/render/html/page.ts';

/** The bytes of one input: of a file, a pasted text, a block of the report. */
export interface FileBytes {
  readonly name: string;
  readonly bytes: ArrayBuffer;
  /** As it was dropped. */
  readonly file?: File;
  /** Bytes of an earlier snapshot, of what counts since the start of its process: what matters is the difference. */
  readonly base?: ArrayBuffer;
  /** Memory of its process by the kernel's count, where its bundle says. */
  readonly residentBytes?: number;
  /** In a bundle, where it was read already. */
  readonly kind?: ProfileKind;
}

/** Where the worker finds an input at the server that the page came from. */
export interface ServedFile {
  readonly name: string;
  readonly url: string;
  /** In bytes. */
  readonly size: number;
}

/** What was dropped and is no file: browsers list folders among them. */
export interface NoFile {
  readonly name: string;
  readonly isFolder: true;
}

/** A file, by its path in the folder that was dropped. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** A folder, or one file. */
export interface DroppedInput {
  readonly name: string;
  readonly isFolder: boolean;
  readonly files: readonly DroppedFile[];
}

/** Folders and archives, of which each process is diagnosed. */
export interface BundleRequest {
  readonly kind: 'bundle';
  readonly inputs: readonly DroppedInput[];
  readonly options: PageOptions;
}

export interface BundleMoment {
  /** As its path names it, '' where it does not. */
  readonly label: string;
  /** Milliseconds since 1970; undefined where nothing says. */
  readonly from: number | undefined;
  readonly worst: Severity | undefined;
  /** The last of each kind. */
  readonly files: readonly FileBytes[];
}

export interface BundleProcess {
  readonly id: string;
  readonly group: string | undefined;
  /** Of the moment that is shown, the most urgent first. */
  readonly findings: readonly Finding[];
  readonly measures: ProcessMeasures;
  /** What is missing, a line each. */
  readonly missing: readonly string[];
  /** Oldest first. */
  readonly moments: readonly BundleMoment[];
  /** The worst of the moments; -1 where no profile can be read. */
  readonly shown: number;
}

export interface BundlePayload {
  /** The worst first. */
  readonly processes: readonly BundleProcess[];
  /** Replicas that differ. */
  readonly outliers: readonly Outlier[];
  /** Who wrote it, by their titles. */
  readonly makers: readonly string[];
  readonly profiles: number;
  /** Entries that are no evidence. */
  readonly others: number;
  readonly links: number;
  /** What could not be read, a line each. */
  readonly troubles: readonly string[];
}

export type InputFile = FileBytes | NoFile | ServedFile;

export type FilterKind = 'focus' | 'ignore' | 'hide' | 'show-from' | 'tag';

export interface Filter {
  readonly kind: FilterKind;
  readonly text: string;
}

/** Which values of which input. */
export interface Subject {
  readonly input: number;
  readonly sampleType: number;
  readonly filters: readonly Filter[];
}

/** Two inputs against each other. */
export interface CompareRequest {
  readonly before: number;
  readonly after: number;
  /** Name of the sample type that decides. */
  readonly sampleType: string;
  readonly scale: 'auto' | 'none' | 'duration';
  readonly filters: readonly Filter[];
}

export type FlameMode = 'down' | 'up' | 'callers' | 'callees';

export interface FlameRequest extends Subject {
  readonly mode: FlameMode;
  /** The function that `callers` and `callees` start from. */
  readonly pivot: string;
  /** Whether frames of a package that call each other are one. */
  readonly packages: boolean;
  readonly foldRuns: boolean;
  readonly foldRuntime: boolean;
}

export interface OpenRequest {
  readonly kind: 'open';
  readonly files: readonly InputFile[];
  /** Whether the user said which comes first; else those of one kind are put in the order of their times. */
  readonly isOrdered: boolean;
  /** Whether the flamegraph as it is without any choice will be asked for next. */
  readonly isFlameFirst: boolean;
  readonly options: PageOptions;
}

/** What a page asks first of these inputs, all at once; answered with PreloadedAnswer[], packed. */
export interface PreloadRequest {
  readonly kind: 'preload';
  readonly files: readonly FileBytes[];
  readonly options: PageOptions;
}

export type Request =
  | OpenRequest
  | BundleRequest
  | PreloadRequest
  | {readonly kind: 'preview'; readonly url: string}
  | {readonly kind: 'diagnose'}
  | ({readonly kind: 'flame'} & FlameRequest)
  | ({readonly kind: 'table'} & Subject)
  | ({readonly kind: 'graph'} & Subject)
  | ({readonly kind: 'compare'} & CompareRequest)
  | ({readonly kind: 'sandwich'; readonly name: string} & Subject)
  | ({readonly kind: 'listing'; readonly name: string} & Subject)
  | {readonly kind: 'match'; readonly pattern: string; readonly names: readonly string[]}
  | ({readonly kind: 'labels'; readonly names: readonly string[]} & Subject)
  | ({readonly kind: 'flame-waits'} & FlameRequest)
  | ({readonly kind: 'flame-changes'; readonly base: number} & FlameRequest)
  | {readonly kind: 'goroutines'; readonly input: number}
  | {readonly kind: 'raw'; readonly input: number; readonly offset: number; readonly length: number}
  | ({readonly kind: 'svg'} & FlameRequest)
  | {readonly kind: 'source'; readonly input: number}
  | ({readonly kind: 'pprof'} & Subject)
  | {readonly kind: 'home'; readonly name: string}
  | {readonly kind: 'growth'; readonly before: number; readonly after: number; readonly name: string}
  | {readonly kind: 'findings-html'};

export interface Numbered {
  readonly id: number;
  readonly request: Request;
}

export type Reply =
  | {readonly id: number; readonly progress: Progress}
  | {readonly id: number; readonly result: unknown}
  | {readonly id: number; readonly error: Failure};

export interface Progress {
  readonly phase: 'fetch' | 'read' | 'analyze' | 'lay out';
  readonly name: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly input: string;
  readonly where: string;
  readonly hint: string;
}

export interface InputSummary {
  readonly name: string;
  readonly format: string;
  readonly kind: ProfileKind;
  readonly sampleTypes: readonly (ValueType & {readonly total: number; readonly totalText: string})[];
  readonly defaultSampleType: number;
  readonly samples: number;
  /** ISO time, '' when unknown. */
  readonly time: string;
  readonly durationSeconds: number;
  readonly goroutines: number;
  readonly hasRawText: boolean;
  /** Says of goroutines how long they wait. */
  readonly hasWaits: boolean;
  /** What it can be compared with: inputs of which this is the same. */
  readonly comparableKind: string;
  readonly warnings: readonly Warning[];
  readonly unsymbolizedShare: number;
}

export interface OpenedInputs {
  readonly inputs: readonly InputSummary[];
  readonly failures: readonly Failure[];
}

export interface Diagnosed {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** What was looked for. */
  readonly checks: readonly string[];
  /** For each finding, the inputs that show it by themselves; empty where that is not known. */
  readonly seenIn: readonly (readonly number[])[];
}

/** A flamegraph: boxes, the names on them, and what is said of each. */
export interface FlamePayload {
  readonly tree: CallTree;
  readonly layout: FlameLayout;
  readonly kind: Uint8Array;
  readonly repeatCount: Int32Array;
  /** Row of the palette per name. */
  readonly hues: Uint8Array;
  readonly frameCount: Int32Array;
  /** Names of frames that were folded, node after node; `frameCount - 1` of each. */
  readonly inner: Int32Array;
  readonly cutAt: number;
  /** Of samples that the runtime cut. */
  readonly cutTotal: number;
  /** Of stacks so small that they were merged before the tree was built. */
  readonly mergedTotal: number;
  /** Source file and first line per name, '' when unknown. */
  readonly places: readonly string[];
  readonly mode: FlameMode;
  /** Whether names are those of packages. */
  readonly arePackages: boolean;
  /** What shares are of: of values with signs the sum of their magnitudes, as in tables. */
  readonly whole: number;
  /** Whether there are values below zero, as in the difference of two profiles. */
  readonly isSigned: boolean;
}

/** What the frames of a flamegraph were in another input. */
export interface FlameChanges {
  /** Their totals there, scaled as `pprofx diff` scales them. */
  readonly base: Float64Array;
  /** 1 for frames that moved beyond noise. */
  readonly isMoved: Uint8Array;
}

export interface TableRow {
  readonly name: string;
  readonly place: string;
  readonly flat: number;
  readonly cum: number;
}

export interface TablePayload {
  readonly unit: string;
  readonly total: number;
  readonly rows: readonly TableRow[];
}

/** A function in two inputs. */
export interface Growth extends Compared {
  readonly unit: string;
}

/** A function that moved beyond its noise. */
export interface ChangedRow {
  readonly name: string;
  readonly place: string;
  readonly cum: Compared;
  readonly flat: Compared;
}

/** One side of a comparison; `origin` is each node's in the tree of both. */
export interface SidePayload extends FlamePayload {
  readonly origin: Int32Array;
}

/** What the core's diff says of two inputs; all values are scaled as it scales them. */
export interface ComparePayload {
  /** The verdict in a sentence. */
  readonly sentence: string;
  readonly type: string;
  readonly unit: string;
  readonly total: Compared;
  readonly scale: ScaleUsed;
  /** Whether the sides add up over durations that differ, so that there is a choice. */
  readonly isScalable: boolean;
  /** Of both sides, whether they moved or not. */
  readonly functionCount: number;
  /** By size of their change. */
  readonly rows: readonly ChangedRow[];
  readonly findings: readonly {readonly word: string; readonly severity: Severity; readonly title: string}[];
  readonly overlay: FlamePayload;
  readonly before: SidePayload;
  readonly after: SidePayload;
  /** By name of the overlay: 1 for what moved beyond noise. */
  readonly isMoved: Uint8Array;
}

export interface Neighbour {
  readonly name: string;
  readonly value: number;
  /** Whether it started the goroutine instead of calling. */
  readonly isCreator?: boolean;
}

export interface SandwichPayload {
  readonly name: string;
  readonly place: string;
  readonly unit: string;
  readonly total: number;
  readonly flat: number;
  readonly cum: number;
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

export interface LabelShare {
  readonly key: string;
  /** As it is shown: numbers in their unit. */
  readonly value: string;
  /** What a filter by this label asks of its key. */
  readonly pattern: string;
  readonly share: number;
}

export interface GoroutineGroupRow {
  readonly count: number;
  readonly states: readonly {readonly text: string; readonly count: number}[];
  /** Minutes; -1 where the dump says nothing. */
  readonly waitMin: number;
  readonly waitMedian: number;
  readonly waitMax: number;
  /** Waits of all members in minutes, for the histogram; only known ones. */
  readonly waits: readonly number[];
  readonly createdBy: string;
  /** Leaf first. */
  readonly stack: readonly string[];
  readonly labels: string;
  /** Members [memberStart, memberEnd) of the payload. */
  readonly memberStart: number;
  readonly memberEnd: number;
}

/** Single goroutines, group after group; all columns of one length. */
export interface GoroutineMembers {
  readonly id: Float64Array;
  /** Where the raw text of each is, 0 long where there is none. */
  readonly offset: Float64Array;
  readonly byteLength: Float64Array;
}

/** Something that goroutines of several groups share: a label, or an address they wait on. */
export interface GoroutineFacet {
  readonly kind: SharedKind | 'label';
  /** Unique among those of a kind: the address or the label. */
  readonly text: string;
  /** More about it, '' for nothing: who waits, how sure the address is. */
  readonly note: string;
  readonly count: number;
  /** Goroutines of each cell that has any. */
  readonly cells: readonly (readonly [cell: number, count: number])[];
  /** The first members that share it. */
  readonly members: readonly number[];
}

/** Goroutines of one group that are in one state and have waited equally long: what filters count. */
export interface GoroutineCell {
  readonly group: number;
  readonly state: string;
  /** Minutes; -1 where the dump says nothing. */
  readonly wait: number;
  readonly count: number;
}

export interface LockHolder {
  readonly name: string;
  /** -1 where the dump has no ids. */
  readonly id: number;
  /** What it waits for itself, in words. */
  readonly wait: string;
  /** 0 when unknown. */
  readonly minutes: number;
  /** Recognised by the address of the lock's object, not only by its type. */
  readonly isByAddress: boolean;
}

/** A lock with those who wait for it. */
export interface GoroutineLock {
  /** '' when not printed. */
  readonly address: string;
  /** Of the receiver that has the lock, '' when unknown. */
  readonly type: string;
  readonly count: number;
  /** 0 when unknown. */
  readonly longestMinutes: number;
  /** Functions that lock, those with most waiters first. */
  readonly sites: readonly {readonly name: string; readonly count: number}[];
  readonly holder: LockHolder | undefined;
}

export interface GoroutinesPayload {
  readonly total: number;
  readonly hasDetails: boolean;
  readonly groups: readonly GoroutineGroupRow[];
  readonly cells: readonly GoroutineCell[];
  readonly members: GoroutineMembers;
  readonly facets: readonly GoroutineFacet[];
  readonly locks: readonly GoroutineLock[];
}
