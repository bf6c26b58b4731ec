/**
 * Profiles in, diagnosis out, with all that is known.
 */
import {DETECTORS} from './detectors/index.ts';
import {type AnalyzeOptions, type Diagnosis, diagnose} from './diagnose.ts';
import type {Profile} from './model/profile.ts';
import {SIGNATURES} from './signatures/index.ts';

export type {AnalyzeOptions, Diagnosis} from './diagnose.ts';

/** Diagnoses one or several profiles of one process, read together. */
export function analyze(profiles: readonly Profile[], options: AnalyzeOptions = {}): Diagnosis {
  return diagnose(profiles, {detectors: DETECTORS, signatures: SIGNATURES}, options);
}
