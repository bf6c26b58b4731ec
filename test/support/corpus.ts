/**
 * The conformance corpus: profiles of eight languages that no one here wrote, and what google/pprof says of each.
 *
 * Tests that need it are named *.shared.test.ts.
 */
import {existsSync, readFileSync} from 'node:fs';
import {corpusPath, readJson} from './shared.ts';

/** [name, flat, cum] with values as decimal strings. */
export type ExpectedRow = readonly [name: string | {readonly hex: string}, flat: string, cum: string];

export interface ExpectedTop {
  readonly index: number;
  readonly type: string;
  readonly unit: string;
  readonly total: string;
  readonly nodes: number;
  readonly flat: readonly ExpectedRow[];
  readonly cum: readonly ExpectedRow[];
}

export interface ExpectedSampleType {
  readonly type: string;
  readonly unit: string;
  readonly total: string;
  readonly total_abs: string;
}

export interface ExpectedFile {
  readonly path: string;
  readonly uncompressed_size: number;
  readonly sample_types: readonly ExpectedSampleType[];
  readonly default_sample_type: string;
  readonly default_sample_index: number;
  readonly samples: number;
  readonly samples_after_merge: number;
  readonly locations: number;
  readonly functions: number;
  readonly mappings: number;
  readonly locations_without_line: number;
  readonly locations_with_inlines: number;
  readonly period_type: string;
  readonly period_unit: string;
  readonly period: string;
  readonly time_nanos: string;
  readonly duration_nanos: string;
  readonly drop_frames: string;
  readonly keep_frames: string;
  readonly comments: readonly string[] | null;
  readonly top: readonly ExpectedTop[];
}

export interface RejectedFile {
  readonly path: string;
  readonly kind: string;
}

interface Expectations {
  readonly files: readonly ExpectedFile[];
  readonly rejected: readonly RejectedFile[];
}

/** Expectations of the whole corpus. */
export function corpus(): Expectations {
  return readJson(corpusPath('expected.json')) as Expectations;
}

export function corpusFile(path: string): Uint8Array {
  const file = corpusPath('files', path);
  if (!existsSync(file)) throw new Error(`the corpus has no ${path}`);
  return readFileSync(file);
}
