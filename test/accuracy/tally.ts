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
  /** Names of labelled trouble of which nothing was said above info. */
  readonly silent: string[];
  /** The same of findings whose printed limit is not the one that decided. */
  readonly wrongLimits: string[];
}

export function emptyTally(): Tally {
  return {detectors: new Map(), healthy: 0, alarmed: 0, misses: [], silent: [], wrongLimits: []};
}

export function addCase(tally: Tally, {name, options, read, trouble}: LabelledCase): void {
  const diagnosis = analyze(read(), options);
  const alarms = troubles(diagnosis);
  for (const finding of diagnosis.findings) {
    if (hasWrongLimit(finding)) tally.wrongLimits.push(`${name}: ${finding.severity} ${finding.id}: ${finding.why}`);
  }
  if (trouble === undefined) {
    tally.healthy++;
    if (alarms.length > 0) tally.alarmed++;
    for (const alarm of alarms) miss(tally, name, alarm);
    return;
  }
  const [first] = trouble.isOnlyNoted === true ? diagnosis.findings : alarms;
  if (first !== undefined && trouble.isNamedBy(first)) score(tally, first).right++;
  else if (alarms.length > 0) miss(tally, name, alarms[0]);
  else {
    detectorTally(tally, trouble.detector ?? '').silent++;
    tally.silent.push(name);
  }
}

/** A share and its limit: `31% of it is spent in X and what it calls (limit 30%`. */
const SHARE_AND_LIMIT = /([\d.]+)\s?%[^()]*\([^()]*?limits? ([\d.]+)\s?%/;
/** A doubt that keeps what passed a limit from being trouble. */
const DOUBT = /\bbut\b|buffer of fixed size/i;

/**
 * What passed a printed limit is trouble, or says why it is none; what is only noted says from where on, and what would
 * make it trouble.
 */
function hasWrongLimit({severity, why}: Finding): boolean {
  const [, share, limit] = SHARE_AND_LIMIT.exec(why) ?? [];
  if (share !== undefined && Number(share) < Number(limit)) return true;
  if (severity !== 'info') return why.includes('noted from');
  return /\blimits? [\d.]/.test(why) && !DOUBT.test(why);
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
