/**
 * Messages between page and worker. Types only; everything here survives structured cloning.
 */

import type {FlameLayout} from '../src/analysis/tree/flame-layout.ts';
import type {CallTree} from '../src/model/call-tree.ts';
import type {Finding, Suppressed} from '../src/model/finding.ts';
import type {ProfileKind, ValueType, Warning} from '../src/model/profile.ts';
import type {PageOptions} from '../src/render/html/page.ts';
import type {BundleRequest} from './bundle-payload.ts';
import type {FileBytes, InputFile} from './input-file.ts';

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
  /** Whether those who started goroutines are frames above their stacks, where the input says who. */
  readonly creators: boolean;
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
