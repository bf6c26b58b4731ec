/**
 * The library, for every host: Node, browsers, workers. The only barrel, and all that is promised.
 *
 * Bytes come in as `Uint8Array`; `pprofx/node` reads paths, streams and URLs. docs/api.md is made from the comments of
 * what is exported here.
 */
export type {ComparedType, Comparison} from './analysis/compare/compare.ts';
export type {Diff, DiffSection, FindingChange, FindingStatus} from './analysis/compare/diff-result.ts';
export type {ComparedGoroutines, ComparedShape} from './analysis/compare/goroutines.ts';
export type {Change, Compared, ComparedRow} from './analysis/compare/rows.ts';
export type {Assessment, Verdict} from './analysis/compare/verdict.ts';
export type {FilterSettings} from './analysis/filters/filters.ts';
export type {GoroutineGroup, GoroutineGroups, GroupKey, Similarity, WaitSpread} from './analysis/goroutines/groups.ts';
export {type ErrorCode, type ErrorKind, type ErrorPlace, PprofxError} from './base/errors.ts';
export {DEFAULT_LIMITS, type ReadLimits, type ReadOptions} from './formats/format.ts';
export {
  type Analysis,
  type AnalyzeOptions,
  analyze,
  buildTree,
  type DiffOptions,
  diff,
  type GroupOptions,
  groupGoroutines,
  type TopOptions,
  type TopRow,
  top,
} from './library.ts';
export type {CallTree} from './model/call-tree.ts';
export type {Culprit, Evidence, EvidenceLevel, Finding, Resource, Severity, Suppressed} from './model/finding.ts';
export type {
  FunctionTable,
  GoroutineState,
  GoroutineTable,
  LabelSetTable,
  LocationTable,
  Mapping,
  Profile,
  ProfileKind,
  SampleTable,
  StackTable,
  ValueType,
  WaitClass,
  Warning,
} from './model/profile.ts';
export {functionFile, functionName, stackFunctions} from './model/profile.ts';
export {ProfileReader, readProfile} from './read.ts';
export {
  type AnalysisFormat,
  type DiffFormat,
  encodeProfile,
  type FlamegraphOptions,
  renderAnalysis,
  renderDiff,
  renderFlamegraph,
  renderFolded,
} from './rendering.ts';
