/**
 * One finding per cause: sorts, and folds findings with the same explanation into the most specific one.
 */

import {say, sayLater} from '../../base/language/say.ts';
import {largest} from '../../base/lists.ts';
import {type EvidenceLevel, type Finding, urgencyOf} from '../../model/finding.ts';

const SURENESS: Readonly<Record<EvidenceLevel, number>> = {proven: 0, likely: 1, possible: 2};

/** Most urgent first; equally urgent ones by sureness, then by how specific they are and how much they explain. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    urgencyOf(b.severity) - urgencyOf(a.severity) ||
    SURENESS[a.evidenceLevel] - SURENESS[b.evidenceLevel] ||
    b.precedence - a.precedence ||
    b.weight - a.weight ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}

/** Findings sorted, those of one cause folded together. */
export function foldFindings(findings: readonly Finding[]): Finding[] {
  const bySpeaker = withoutLastWords(findings).sort((a, b) => b.precedence - a.precedence || compareFindings(a, b));
  const causes: {readonly speaker: Finding; readonly others: Finding[]}[] = [];
  /** The cause of a fingerprint or of the place that its speaker names. */
  const speakers = new Map<string, number>();
  /** The first cause of something explained. */
  const first = new Map<string, number>();
  for (const finding of bySpeaker) {
    const own = [`fingerprint:${finding.fingerprint}`, ...finding.explains.slice(0, 1)];
    const known = causeOf(own, speakers) ?? causeOf(finding.explains, first) ?? causes.length;
    if (known === causes.length) {
      causes.push({speaker: finding, others: []});
      for (const key of own) keepFirst(speakers, key, known);
    } else causes[known].others.push(finding);
    for (const key of finding.explains) keepFirst(first, key, known);
  }
  return quietCpu(causes.map(({others, speaker}) => absorb(speaker, others)).sort(compareFindings));
}

function causeOf(keys: readonly string[], causes: ReadonlyMap<string, number>): number | undefined {
  const known = keys.flatMap((key) => causes.get(key) ?? []);
  return known.length === 0 ? undefined : known.reduce((first, cause) => Math.min(first, cause));
}

function keepFirst(causes: Map<string, number>, key: string, cause: number): void {
  if ((causes.get(key) ?? Number.POSITIVE_INFINITY) > cause) causes.set(key, cause);
}

/** Leaves out what may only speak where nobody else does: of goroutines, memory or CPU time. */
function withoutLastWords(findings: readonly Finding[]): Finding[] {
  const spoken = new Set(findings.filter(({precedence}) => precedence >= 0).flatMap(mattersOf));
  return findings.filter((finding) => finding.precedence >= 0 || !mattersOf(finding).some((one) => spoken.has(one)));
}

function mattersOf({explains}: Finding): string[] {
  return explains.map((key) => key.slice(0, key.indexOf(':')));
}

/** The speaker keeps its words and takes over what is worse or surer, and a line about each of the others. */
function absorb(speaker: Finding, others: readonly Finding[]): Finding {
  if (others.length === 0) return speaker;
  const all = [speaker, ...others];
  const seen = new Set(others.filter(({id}) => id !== speaker.id).map(({title}) => title));
  for (const {label, value} of speaker.evidence) if (label === 'also seen') seen.delete(String(value));
  return {
    ...speaker,
    severity: others
      .filter(({id}) => id !== speaker.overrules)
      .reduce((worst, {severity}) => (urgencyOf(severity) > urgencyOf(worst) ? severity : worst), speaker.severity),
    evidence: [...speaker.evidence, ...[...seen].map((value) => ({label: sayLater('also seen'), value}))],
    references: [...new Set(all.flatMap(({references}) => references))],
    weight: largest(all.map(({weight}) => weight)),
    explains: [...new Set(all.flatMap(({explains}) => explains))],
  };
}

/** A first finding that explains this much of the CPU time leaves nothing urgent for others. */
const MOST_OF_CPU = 0.5;

/** CPU time adds up to one whole: once most of it is explained, the other findings about it are background. */
function quietCpu(findings: readonly Finding[]): Finding[] {
  const first = findings.find(isAboutCpu);
  if (first === undefined || first.weight < MOST_OF_CPU) return [...findings];
  return findings
    .map((finding) => (finding !== first && isAboutCpu(finding) ? inBackground(finding) : finding))
    .sort(compareFindings);
}

function inBackground(finding: Finding): Finding {
  if (finding.severity === 'info') return finding;
  return {...finding, severity: 'info', why: say`${finding.why} But another finding explains most of the CPU time.`};
}

function isAboutCpu({explains}: Finding): boolean {
  return explains.some((key) => key.startsWith('cpu:'));
}
