/**
 * Diagnoses every process of a case, each by itself, and holds replicas against each other.
 *
 * Each moment is diagnosed: a process may have been sick at noon and restarted since. What is shown is the worst of them,
 * the latest of those. With two moments the later is held against the earlier, with more the series is. A diagnosis is
 * reported as soon as it is made, so that the profiles of one process are gone before the next are read.
 */

import {findOutliers, measureProcess, type Outlier, type Replica} from '../../analysis/case/replicas.ts';
import {subtractBase} from '../../analysis/profiles/combine.ts';
import {type AnalyzeOptions, analyze, type Diagnosis} from '../../analyze.ts';
import {PprofxError} from '../../base/errors.ts';
import {say} from '../../base/language/say.ts';
import {pushAll} from '../../base/lists.ts';
import {type Placed, shownAt} from '../../incident/moments.ts';
import type {CaseProcess} from '../../incident/processes.ts';
import type {CollectedProcess, CollectedProfile} from '../../model/collection.ts';
import {type Finding, type Severity, urgencyOf} from '../../model/finding.ts';
import type {Profile} from '../../model/profile.ts';
import {expectEntries} from '../archive/address.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {comparedEvidence, growthOf, type ProcessSeries} from './growth.ts';

export interface ProcessDiagnosis<Report> {
  readonly process: CaseProcess;
  /** The most urgent first; none when it has no profile to read. */
  readonly findings: readonly Finding[];
  /** Undefined when it has no profile to read. */
  readonly report: Report | undefined;
  /** The moment that the report is of, among the process's; -1 when there is none. */
  readonly shown: number;
  /** The worst finding at each moment. */
  readonly worst: readonly (Severity | undefined)[];
  readonly replica: Replica;
  /** What became of it between two moments, in one sentence. */
  readonly growth: string | undefined;
  /** Over more than two moments, for goroutines and heap. */
  readonly series: readonly ProcessSeries[];
  /** What is missing, a line each. */
  readonly missing: readonly string[];
}

export interface CaseDiagnosis<Report> {
  /** The worst first. */
  readonly processes: readonly ProcessDiagnosis<Report>[];
  readonly outliers: readonly Outlier[];
}

interface Shown {
  readonly moment: number;
  readonly diagnosis: Diagnosis;
  readonly profiles: readonly Profile[];
}

/** Moments of one process that are diagnosed: the last ones. */
const MOST_MOMENTS = 24;

/** @param report  what is kept of each diagnosis, which must not refer to its profiles */
export async function diagnoseCase<Report>(
  processes: readonly CaseProcess[],
  reading: InputOptions,
  options: AnalyzeOptions,
  report: (diagnosis: Diagnosis, process: CaseProcess) => Report,
): Promise<CaseDiagnosis<Report>> {
  const diagnosed: ProcessDiagnosis<Report>[] = [];
  // In the order of the archive, so that what was not kept comes by in one pass.
  const order = [...processes.keys()].sort((a, b) => positionOf(processes[a]) - positionOf(processes[b]));
  expectEntries(order.flatMap((at) => readAgain(processes[at])));
  for (const at of order) diagnosed[at] = await diagnoseProcess(processes[at], reading, options, report);
  diagnosed.sort((a, b) => urgency(b.worst[b.shown]) - urgency(a.worst[a.shown]));
  return {processes: diagnosed, outliers: findOutliers(diagnosed.map(({replica}) => replica))};
}

function positionOf({moments}: CaseProcess): number {
  return moments[0]?.evidence[0]?.evidence.position ?? 0;
}

/** Addresses of what there was no room to keep, as often as it is read. */
function readAgain({moments}: CaseProcess): string[] {
  const shown = moments.slice(-MOST_MOMENTS).flatMap(shownAt);
  return [...shown, ...comparedEvidence(moments)]
    .flatMap(({before, evidence}) => [evidence, ...(before === undefined ? [] : [before])])
    .flatMap(({address, profile}) => (profile === undefined ? [address] : []));
}

async function diagnoseProcess<Report>(
  process: CaseProcess,
  reading: InputOptions,
  options: AnalyzeOptions,
  report: (diagnosis: Diagnosis, process: CaseProcess) => Report,
): Promise<ProcessDiagnosis<Report>> {
  const missing = [...process.missing];
  const reported = await reportWorst(process, reading, options, report, missing);
  const {growth, series} = await growthOf(process.moments, reading, options, missing);
  return {process, growth, series, missing, ...reported};
}

type Reported<Report> = Omit<ProcessDiagnosis<Report>, 'process' | 'growth' | 'series' | 'missing'>;

/** Reports the worst moment; the profiles of all are gone when this returns. */
async function reportWorst<Report>(
  process: CaseProcess,
  reading: InputOptions,
  options: AnalyzeOptions,
  report: (diagnosis: Diagnosis, process: CaseProcess) => Report,
  missing: string[],
): Promise<Reported<Report>> {
  const worst: (Severity | undefined)[] = [];
  const shown = await findWorst(process, reading, options, missing, worst);
  const {group, id} = process;
  if (shown === undefined) {
    return {findings: [], report: undefined, shown: -1, worst, replica: {id, group, measures: measureProcess([])}};
  }
  pushAll(missing, unprovenLeak(process.collected, shown));
  const {diagnosis, moment, profiles} = shown;
  const replica: Replica = {id, group, measures: measureProcess(profiles)};
  return {findings: diagnosis.findings, report: report(diagnosis, process), shown: moment, worst, replica};
}

/** Diagnoses each moment. @param worst  takes the worst finding at each */
async function findWorst(
  process: CaseProcess,
  reading: InputOptions,
  options: AnalyzeOptions,
  missing: string[],
  worst: (Severity | undefined)[],
): Promise<Shown | undefined> {
  const last = process.moments.length - 1;
  let shown: Shown | undefined;
  for (const [index, moment] of process.moments.entries()) {
    if (last - index >= MOST_MOMENTS) continue;
    const profiles = await readShown(shownAt(moment), reading, missing);
    if (profiles.length === 0) continue;
    // The manifest knows it of the time when the last profiles were taken.
    const residentBytes = index === last ? process.collected?.residentBytes : undefined;
    const diagnosis = analyze(profiles, {...options, ...(residentBytes === undefined ? {} : {residentBytes})});
    // Findings come the most urgent first.
    worst[index] = diagnosis.findings[0]?.severity;
    if (shown === undefined || urgency(worst[index]) >= urgency(worst[shown.moment])) {
      shown = {moment: index, diagnosis, profiles};
    }
  }
  return shown;
}

/** Since when every program can prove its leaks. */
const PROVING_MINOR = 27;

/** Where a leak is likely and the process cannot prove it, which runtime could. */
function unprovenLeak(collected: CollectedProcess | undefined, shown: Shown): string[] {
  const {goVersion, profiles = []} = collected ?? {};
  const minor = /\bgo1\.(\d+)/.exec(goVersion ?? '')?.[1];
  const isTooOld = minor === undefined ? profiles.some(isAbsentProof) : Number(minor) < PROVING_MINOR;
  const isLeaking = shown.diagnosis.findings.some(
    ({evidenceLevel, id, severity}) =>
      id.startsWith('goroutine-leak-') && severity !== 'info' && evidenceLevel !== 'proven',
  );
  const hasProof = shown.profiles.some(({kind}) => kind === 'goroutineleak');
  if (!isTooOld || !isLeaking || hasProof) return [];
  const why = minor === undefined ? say('has no goroutineleak profile') : say`runs ${goVersion}`;
  return [
    say`the leak is not proven: this process ${why}; Go 1.27 can prove it, and Go 1.26 built with GOEXPERIMENT=goroutineleakprofile`,
  ];
}

function isAbsentProof({isAbsent, kind}: CollectedProfile): boolean {
  return kind === 'goroutineleak' && isAbsent === true;
}

/** Profiles ready for analysis; what cannot be read is missing. */
export async function readShown(
  shown: readonly Placed[],
  reading: InputOptions,
  missing: string[],
): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const placed of shown) {
    try {
      const profile = await readPlaced(placed, reading);
      if (profile.samples.length > 0) profiles.push(profile);
    } catch (error) {
      if (!(error instanceof PprofxError)) throw error;
      missing.push(`${error.at.input ?? placed.evidence.path}: ${error.message}`);
    }
  }
  return profiles;
}

async function readPlaced({before, evidence}: Placed, reading: InputOptions): Promise<Profile> {
  const options: InputOptions = {...reading, keepLabels: 'numeric'};
  const profile = evidence.profile ?? (await readInput(evidence.address, options));
  if (before === undefined) return profile;
  const base = before.profile ?? (await readInput(before.address, options));
  const difference = subtractBase(profile, base, {isMarked: false, isNormalized: false});
  // What counts since the start of the process says when it was taken; between two of them lies a window.
  const isTimed = profile.timeNanos > base.timeNanos && base.timeNanos > 0n;
  return isTimed ? {...difference, durationNanos: profile.timeNanos - base.timeNanos} : difference;
}

/** -1 for no finding. */
function urgency(severity: Severity | undefined): number {
  return severity === undefined ? -1 : urgencyOf(severity);
}
