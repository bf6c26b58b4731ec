/**
 * What the library answers about profiles, in the form that src/index.ts promises: plain options with defaults, plain
 * rows, sample types by name.
 *
 * Whoever needs more of the inside than this is inside: commands and the page import it from where it is.
 */
import type {Diff} from './analysis/compare/diff-result.ts';
import {applyFilters, type FilterSettings} from './analysis/filters/filters.ts';
import {
  type GoroutineGroups,
  type GroupKey,
  groupGoroutines as groupRows,
  type Similarity,
} from './analysis/goroutines/groups.ts';
import {computeTop, sortTop} from './analysis/reports/top.ts';
import {buildTree as buildTreeOfType} from './analysis/tree/tree.ts';
import {sampleTypeOf} from './analysis/values/sample-choice.ts';
import {type AnalyzeOptions, analyze as analyzeCase, type Diagnosis} from './analyze.ts';
import {NONE} from './base/columns.ts';
import {diffProfiles} from './diff.ts';
import type {CallTree} from './model/call-tree.ts';
import type {Finding, Suppressed} from './model/finding.ts';
import {functionFile, type Profile} from './model/profile.ts';

export type {AnalyzeOptions} from './analyze.ts';

/** What is wrong with a process. */
export interface Analysis {
  /** What was analyzed. */
  readonly profiles: readonly Profile[];
  /** Most urgent first; empty when no trouble was found. */
  readonly findings: readonly Finding[];
  /** Goroutines that were set aside as idle by design. */
  readonly suppressed: readonly Suppressed[];
}

/** Renderers want more than an Analysis shows. */
const DIAGNOSES = new WeakMap<Analysis, Diagnosis>();

/**
 * Says what is wrong with a process.
 *
 * @param profiles  one profile, or several of one process, which are read together
 */
export function analyze(profiles: Profile | readonly Profile[], options: AnalyzeOptions = {}): Analysis {
  const diagnosis = analyzeCase(listOf(profiles), options);
  const {findings, subject, suppressed} = diagnosis;
  const analysis = {profiles: subject.inputs.map(({profile}) => profile), findings, suppressed};
  DIAGNOSES.set(analysis, diagnosis);
  return analysis;
}

/** What is behind an Analysis. @throws TypeError for one that `analyze` did not make */
export function diagnosisOf(analysis: Analysis): Diagnosis {
  const diagnosis = DIAGNOSES.get(analysis);
  if (diagnosis === undefined) throw new TypeError('this is not a result of analyze()');
  return diagnosis;
}

/** How two sides are compared. */
export interface DiffOptions {
  /** Sample type that decides, by name; the profile's own choice by default. */
  readonly sampleType?: string;
  /** Makes sides comparable; `auto` scales by duration where durations differ by more than 5 %. */
  readonly scale?: 'auto' | 'none' | 'duration' | 'total';
}

/**
 * Says whether things got better between two moments, beyond noise.
 *
 * @param before, after  one profile each, or several; those of one kind on a side are repeated runs
 * @throws PprofxError USAGE when no kind of profile is on both sides
 */
export function diff(
  before: Profile | readonly Profile[],
  after: Profile | readonly Profile[],
  options: DiffOptions = {},
): Diff {
  return diffProfiles(listOf(before), listOf(after), options);
}

/** What `top` shows; filters as go tool pprof has them. */
export interface TopOptions extends FilterSettings {
  /** Sample type by name or number, e.g. `alloc_space`; the profile's own choice by default. */
  readonly sampleType?: string;
  /** What rows are sorted by; `flat` by default. */
  readonly sort?: 'flat' | 'cum';
}

/** One function of `top`. */
export interface TopRow {
  readonly function: string;
  /** '' where the profile does not say. */
  readonly file: string;
  /** Value of samples that end in the function. */
  readonly flat: number;
  /** Value of samples with the function anywhere in the stack. */
  readonly cum: number;
  /** Shares of the total of the profile, from 0 to 1; negative for negative values. */
  readonly flatShare: number;
  readonly cumShare: number;
}

/**
 * The functions that hold most, with the numbers of `go tool pprof -top`.
 *
 * @throws PprofxError NO_SUCH_SAMPLE_TYPE, INVALID_PATTERN
 */
export function top(profile: Profile, options: TopOptions = {}): TopRow[] {
  const {sampleType, sort = 'flat', ...filters} = options;
  const type = sampleTypeOf(profile, sampleType);
  const total = computeTop(profile, type).total;
  const shown = applyFilters(profile, filters).profile;
  const table = computeTop(shown, type);
  const share = (value: number): number => (total === 0 ? 0 : value / total);
  return Array.from(sortTop(table, sort), (row) => {
    const [flat, cum, fn] = [table.flat.values[row], table.cum.values[row], table.functionOf[row]];
    const file = fn === NONE ? '' : functionFile(shown, fn);
    return {function: table.names[row], file, flat, cum, flatShare: share(flat), cumShare: share(cum)};
  });
}

/**
 * The profile as a tree of calls, for flamegraphs of one's own.
 *
 * @param sampleType  by name or number; the profile's own choice by default
 * @throws PprofxError NO_SUCH_SAMPLE_TYPE
 */
export function buildTree(profile: Profile, sampleType?: string): CallTree {
  return buildTreeOfType(profile, sampleTypeOf(profile, sampleType));
}

/** How goroutines are grouped. */
export interface GroupOptions {
  /** What makes two stacks alike; `functions` by default. */
  readonly similar?: Similarity;
  /** What a group has in common; the stack by default. */
  readonly by?: GroupKey;
}

/** Groups the goroutines of a dump or a goroutine profile, largest group first. */
export function groupGoroutines(profile: Profile, options: GroupOptions = {}): GoroutineGroups {
  const {by = 'stack', similar = 'functions'} = options;
  return groupRows(profile, {by, similar, keep: undefined});
}

function listOf(profiles: Profile | readonly Profile[]): readonly Profile[] {
  return Array.isArray(profiles) ? profiles : [profiles as Profile];
}
