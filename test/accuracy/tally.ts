/**
 * Counts how often a first finding is right, by detector and evidence level, and how often nothing is said.
 */
import {analyze} from '../../src/analyze.ts';
import type {EvidenceLevel, Finding} from '../../src/model/finding.ts';
import {troubles} from '../support/diagnosis.ts';
import type {LabelledCase} from './labelled-case.ts';

export interface Score {
  right: number;
  wrong: number;
}

export interface DetectorTally {
  readonly levels: Readonly<Record<EvidenceLevel, Score>>;
  /** Labelled trouble of this kind in which nothing was said above info. */
  silent: number;
}

export interface Tally {
  /** By detector; silence of a label that names no detector stands under `''`. */
  readonly detectors: Map<string, DetectorTally>;
  healthy: number;
  /** Healthy processes with a finding above info. */
  alarmed: number;
  /** `<case>: <what was said>`, of all that was not right. */
  readonly misses: string[];
}

export function emptyTally(): Tally {
  return {detectors: new Map(), healthy: 0, alarmed: 0, misses: []};
}

export function addCase(tally: Tally, {name, options, read, trouble}: LabelledCase): void {
  const diagnosis = analyze(read(), options);
  const alarms = troubles(diagnosis);
  if (trouble === undefined) {
    tally.healthy++;
    if (alarms.length > 0) tally.alarmed++;
    for (const alarm of alarms) miss(tally, name, alarm);
    return;
  }
  const [first] = diagnosis.findings;
  if (first !== undefined && trouble.isNamedBy(first)) score(tally, first).right++;
  else if (alarms.length > 0) miss(tally, name, alarms[0]);
  else {
    detectorTally(tally, trouble.detector ?? '').silent++;
    tally.misses.push(`${name}: silent`);
  }
}

function miss(tally: Tally, name: string, finding: Finding): void {
  score(tally, finding).wrong++;
  tally.misses.push(`${name}: ${finding.evidenceLevel} ${finding.id} ${finding.culprit.function}`);
}

function score(tally: Tally, {evidenceLevel, id}: Finding): Score {
  return detectorTally(tally, id).levels[evidenceLevel];
}

function detectorTally({detectors}: Tally, id: string): DetectorTally {
  const known = detectors.get(id);
  if (known !== undefined) return known;
  const none = (): Score => ({right: 0, wrong: 0});
  const fresh = {levels: {proven: none(), likely: none(), possible: none()}, silent: 0};
  detectors.set(id, fresh);
  return fresh;
}

/** The scores of all detectors at one level. */
export function levelScore({detectors}: Tally, level: EvidenceLevel): Score {
  const scores = [...detectors.values()].map(({levels}) => levels[level]);
  return {
    right: scores.reduce((sum, {right}) => sum + right, 0),
    wrong: scores.reduce((sum, {wrong}) => sum + wrong, 0),
  };
}
