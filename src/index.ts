/**
 * The public core: the only barrel. Everything here runs in Node and in a browser.
 */
export {type ErrorCode, type ErrorKind, type ErrorPlace, PprofxError} from './base/errors.ts';
export {DEFAULT_LIMITS, type ReadLimits, type ReadOptions} from './formats/format.ts';
export type {Culprit, Evidence, EvidenceLevel, Finding, Resource, Severity, Suppressed} from './model/finding.ts';
export type * from './model/profile.ts';
export {ProfileReader, readProfile} from './read.ts';
