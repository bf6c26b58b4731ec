/**
 * The public core: the only barrel. Everything here runs in Node and in a browser.
 */
export type {ComparedType, Comparison} from './analysis/compare/compare.ts';
export type {BaseComparison, Diff, DiffSection, FindingChange, FindingStatus} from './analysis/compare/diff-result.ts';
export type {ComparedGoroutines, ComparedShape} from './analysis/compare/goroutines.ts';
export type {Change, Compared, ComparedRow} from './analysis/compare/rows.ts';
export type {Assessment, Verdict} from './analysis/compare/verdict.ts';
export {type ErrorCode, type ErrorKind, type ErrorPlace, PprofxError} from './base/errors.ts';
export {compareWithBase, type DiffOptions, diffProfiles} from './diff.ts';
export {DEFAULT_LIMITS, type ReadLimits, type ReadOptions} from './formats/format.ts';
export type {Culprit, Evidence, EvidenceLevel, Finding, Resource, Severity, Suppressed} from './model/finding.ts';
export type * from './model/profile.ts';
export {ProfileReader, readProfile} from './read.ts';
