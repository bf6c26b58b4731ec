/**
 * Where tests find the inputs that are shared between projects, and how they read them.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type AnalyzeOptions, analyze, type Diagnosis} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';

const root = new URL('../..', import.meta.url).pathname;

export const SAMPLES: string = process.env['PPROFX_SAMPLES'] ?? join(root, '../shared/samples');
export const INCIDENTS: string = process.env['PPROFX_INCIDENTS'] ?? join(root, '../shared/incidents');

/** Reads one file of any supported format. */
export function readFixture(path: string): Profile {
  return readProfile(new Uint8Array(readFileSync(path)), {name: path});
}

/** Diagnoses samples, named relative to the samples folder, as inputs of one process. */
export function analyzeSamples(names: readonly string[], options: AnalyzeOptions = {}): Diagnosis {
  return analyze(
    names.map((name) => readFixture(join(SAMPLES, name))),
    options,
  );
}

/** One incident as its case.json tells it. */
export interface Incident {
  readonly id: string;
  readonly healthy: boolean;
  readonly mechanism: string;
  readonly culprit: string;
  readonly input: string;
  readonly profile?: string;
}

/** All incidents at hand; empty where the folder is absent. */
export function incidents(): Incident[] {
  if (!existsSync(INCIDENTS)) return [];
  return readdirSync(INCIDENTS)
    .filter((name) => existsSync(join(INCIDENTS, name, 'case.json')))
    .map((name) => JSON.parse(readFileSync(join(INCIDENTS, name, 'case.json'), 'utf8')) as Incident);
}

/** The file of an incident that pprofx reads. */
export function incidentInput({id, input, profile}: Incident): string {
  return join(INCIDENTS, id, profile ?? input);
}
