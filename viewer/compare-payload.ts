/**
 * What the worker says of two inputs. Types only.
 */
import type {Compared} from '../src/analysis/compare/rows.ts';
import type {ScaleUsed} from '../src/analysis/compare/scale.ts';
import type {Severity} from '../src/model/finding.ts';
import type {FlamePayload} from './protocol.ts';

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
