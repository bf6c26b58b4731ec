/**
 * Diagnoses the processes of collected folders, each by itself, and holds replicas against each other.
 */
import {findOutliers, measureProcess, type Outlier, type Replica} from '../../analysis/case/replicas.ts';
import {type AnalyzeOptions, analyze, type Diagnosis} from '../../analyze.ts';
import {PprofxError} from '../../base/errors.ts';
import {diffProfiles} from '../../diff.ts';
import type {CollectedProcess} from '../../model/collection.ts';
import type {Finding, Severity} from '../../model/finding.ts';
import {analysisObject} from '../../render/json/analysis.ts';
import {toJson} from '../../render/json/json.ts';
import {renderAnalysisMarkdown} from '../../render/markdown/analysis.ts';
import {renderProcessesMarkdown} from '../../render/markdown/processes.ts';
import {renderAnalysisText} from '../../render/text/analysis.ts';
import {renderProcesses} from '../../render/text/processes.ts';
import {verdictSentence} from '../../render/words/diff-words.ts';
import type {DiagnosedProcess} from '../../render/words/process-words.ts';
import type {Style} from '../../render/words/style.ts';
import type {InputOptions} from '../input/read-options.ts';
import {openCollection, readGrowth, readProcess} from './open-collection.ts';

export interface ProcessDiagnosis {
  readonly process: CollectedProcess;
  /** Undefined when it has no profile to read. */
  readonly diagnosis: Diagnosis | undefined;
  readonly replica: Replica;
  readonly growth: string | undefined;
  /** What is missing, a line each. */
  readonly missing: readonly string[];
}

export interface FolderDiagnosis {
  /** The worst first. */
  readonly processes: readonly ProcessDiagnosis[];
  readonly outliers: readonly Outlier[];
}

const URGENCY: Readonly<Record<Severity, number>> = {critical: 3, warning: 2, info: 1};

/** @throws whatever a folder without a readable manifest throws; a broken profile is reported as missing */
export async function diagnoseFolders(
  folders: readonly string[],
  reading: InputOptions,
  options: AnalyzeOptions,
): Promise<FolderDiagnosis> {
  const processes: ProcessDiagnosis[] = [];
  for (const folder of folders) {
    for (const process of openCollection(folder).processes) {
      const known = await diagnoseProcess(folder, process, reading, options);
      processes.push(
        folders.length === 1 ? known : {...known, replica: {...known.replica, id: `${folder}/${process.id}`}},
      );
    }
  }
  processes.sort((a, b) => urgency(b) - urgency(a));
  return {processes, outliers: findOutliers(processes.map(({replica}) => replica))};
}

async function diagnoseProcess(
  root: string,
  process: CollectedProcess,
  reading: InputOptions,
  options: AnalyzeOptions,
): Promise<ProcessDiagnosis> {
  const missing = process.profiles.flatMap(({failed, kind}) =>
    failed === undefined || kind === 'metrics' ? [] : [`not taken: ${kind}: ${failed.reason}`],
  );
  const replica = (measures: Replica['measures']): Replica => ({id: process.id, group: process.group, measures});
  try {
    const profiles = await readProcess(root, process, reading);
    const {after, before} = await readGrowth(root, process, reading);
    return {
      process,
      missing,
      diagnosis: profiles.length === 0 ? undefined : analyze(profiles, options),
      growth: after.length === 0 ? undefined : verdictSentence(diffProfiles(before, after, {analysis: options})),
      replica: replica(measureProcess(profiles)),
    };
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    const line = `${error.at.input ?? ''}: ${error.message}`;
    return {
      process,
      missing: [...missing, line],
      diagnosis: undefined,
      growth: undefined,
      replica: replica({goroutines: undefined, heapBytes: undefined, cores: undefined}),
    };
  }
}

export function worstFinding({diagnosis}: ProcessDiagnosis): Finding | undefined {
  const findings = diagnosis?.findings ?? [];
  return findings.reduce<Finding | undefined>(
    (worst, finding) => (worst === undefined || URGENCY[finding.severity] > URGENCY[worst.severity] ? finding : worst),
    undefined,
  );
}

function urgency(process: ProcessDiagnosis): number {
  const worst = worstFinding(process);
  return worst === undefined ? 0 : URGENCY[worst.severity];
}

export function foldersText(diagnosed: FolderDiagnosis, style: Style, showIdle = false): string {
  const report = ({findings, subject, suppressed}: Diagnosis): string =>
    renderAnalysisText(subject, findings, suppressed, style, {showIdle});
  return renderProcesses(
    diagnosed.processes.map((each) => shownProcess(each, report)),
    diagnosed.outliers,
    style,
  );
}

export function foldersMarkdown({outliers, processes}: FolderDiagnosis): string {
  const report = ({findings, subject}: Diagnosis): string => renderAnalysisMarkdown(subject, findings);
  return renderProcessesMarkdown(
    processes.map((each) => shownProcess(each, report)),
    outliers,
  );
}

function shownProcess(process: ProcessDiagnosis, report: (diagnosis: Diagnosis) => string): DiagnosedProcess {
  const {diagnosis, growth, missing, replica} = process;
  return {
    id: replica.id,
    measures: replica.measures,
    worst: worstFinding(process)?.severity,
    growth,
    missing,
    report: diagnosis === undefined ? '' : report(diagnosis),
  };
}

export function foldersJson({outliers, processes}: FolderDiagnosis): string {
  return toJson({
    schemaVersion: 1,
    processes: processes.map(({diagnosis, growth, missing, process, replica}) => {
      const {profiles: _, ...identity} = process;
      return {
        ...identity,
        id: replica.id,
        measures: replica.measures,
        ...(growth === undefined ? {} : {growth}),
        missing,
        ...(diagnosis === undefined
          ? {}
          : {analysis: analysisObject(diagnosis.subject, diagnosis.findings, diagnosis.suppressed)}),
      };
    }),
    outliers,
  });
}
