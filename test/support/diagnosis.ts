/**
 * Reads and diagnoses samples and incidents for tests.
 */
import {readdirSync} from 'node:fs';
import {type AnalyzeOptions, analyze, type Diagnosis} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import {incidentPath, readBytes, readJson, samplePath} from './shared.ts';

/** Reads one file of any supported format. */
export function readFixture(path: string): Profile {
  return readProfile(readBytes(path), {name: path});
}

/** Diagnoses samples, named relative to the samples folder, as inputs of one process. */
export function analyzeSamples(names: readonly string[], options: AnalyzeOptions = {}): Diagnosis {
  return analyze(
    names.map((name) => readFixture(samplePath(name))),
    options,
  );
}

/** Findings above info. */
export function troubles({findings}: Diagnosis): readonly Finding[] {
  return findings.filter(({severity}) => severity !== 'info');
}

/** One incident as its case.json tells it. */
export interface Incident {
  readonly id: string;
  readonly healthy: boolean;
  readonly mechanism: string;
  readonly culprit: string;
  readonly input: string;
}

/** All incidents at hand. */
export function incidents(): Incident[] {
  return readdirSync(incidentPath())
    .filter((name) => !name.includes('.') && name !== 'forms')
    .map((name) => readJson(incidentPath(name, 'case.json')) as Incident);
}

/** Diagnoses the file of an incident that pprofx reads. */
export function analyzeIncident(incident: Incident): Diagnosis {
  return analyze([readFixture(incidentPath(incident.id, incidentInput(incident)))]);
}

/** The file to read: a table of pprof comes with the profile that was made from it. */
export function incidentInput({input}: Incident): string {
  return input === 'top.txt' ? 'profile.pb.gz' : input;
}

/** Diagnoses the table that pprof printed, rather than the profile that was made from it. */
export function analyzeTable({id, input}: Incident): Diagnosis {
  return analyze([readFixture(incidentPath(id, input))]);
}
