/**
 * Finds the project's own samples.
 */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import type {Resource} from '../../src/model/finding.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));

/** What a case's expected.json says. */
export interface SampleCase {
  readonly name: string;
  readonly profiles: Readonly<Record<string, {samples: number; totals: Readonly<Record<string, number>>}>>;
  readonly diagnoses: readonly ExpectedDiagnosis[];
}

export interface ExpectedDiagnosis {
  readonly inputs: readonly string[];
  /** Pattern that the first finding's culprit matches. */
  readonly culprit?: string;
  readonly resource?: Resource;
  /** No finding above info. */
  readonly healthy?: boolean;
  /** Word that no finding may use. */
  readonly mustNotClaim?: string;
}

export function sampleCases(): SampleCase[] {
  return readdirSync(SAMPLES)
    .filter((name) => statSync(SAMPLES + name).isDirectory())
    .map((name) => ({name, ...JSON.parse(readFileSync(`${SAMPLES}${name}/expected.json`, 'utf8'))}));
}

/** Path of a sample, e.g. `misc/etcd-heap.pb.gz`. */
export function samplePath(path: string): string {
  return SAMPLES + path;
}

export function readSample(path: string): Profile {
  return readProfile(readFileSync(samplePath(path)), {name: path});
}

/** The dump of the incident of 18 230 goroutines with every eighth of them: still thousands that are stuck. */
export function partOfIncident(): string {
  return gunzipSync(readFileSync(samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz')))
    .toString()
    .split('\n\n')
    .filter((_, row) => row % 8 === 0)
    .join('\n\n');
}
