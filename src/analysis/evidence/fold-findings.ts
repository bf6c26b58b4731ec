/**
 * One finding per cause: sorts, and folds findings that explain the same into the one that says most.
 */
import type {EvidenceLevel, Finding, Severity} from '../../model/finding.ts';

const URGENCY: Readonly<Record<Severity, number>> = {critical: 0, warning: 1, info: 2};
const SURENESS: Readonly<Record<EvidenceLevel, number>> = {proven: 0, likely: 1, possible: 2};

/** Most urgent first; equally urgent ones by sureness, then by how specific they are and how much they explain. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    URGENCY[a.severity] - URGENCY[b.severity] ||
    SURENESS[a.evidenceLevel] - SURENESS[b.evidenceLevel] ||
    b.precedence - a.precedence ||
    b.weight - a.weight ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}

/** Findings sorted, those of one cause folded together. */
export function foldFindings(findings: readonly Finding[]): Finding[] {
  const bySpeaker = withoutLastWords(findings).sort((a, b) => b.precedence - a.precedence || compareFindings(a, b));
  const kept: Finding[] = [];
  for (const finding of bySpeaker) {
    const at = kept.findIndex((other) => sharesCause(other, finding));
    if (at < 0) kept.push(finding);
    else kept[at] = absorb(kept[at], finding);
  }
  return quietCpu(kept.sort(compareFindings));
}

/** Leaves out what may only speak where nobody else does: of goroutines, memory or CPU time. */
function withoutLastWords(findings: readonly Finding[]): Finding[] {
  const spoken = new Set(findings.filter(({precedence}) => precedence >= 0).flatMap(mattersOf));
  return findings.filter((finding) => finding.precedence >= 0 || !mattersOf(finding).some((one) => spoken.has(one)));
}

function mattersOf({explains}: Finding): string[] {
  return explains.map((key) => key.slice(0, key.indexOf(':')));
}

function sharesCause(a: Finding, b: Finding): boolean {
  return a.fingerprint === b.fingerprint || a.explains.some((key) => b.explains.includes(key));
}

/** The speaker keeps its words and takes over what is worse or surer, and a line about the other. */
function absorb(speaker: Finding, other: Finding): Finding {
  const severity = URGENCY[other.severity] < URGENCY[speaker.severity] ? other.severity : speaker.severity;
  const isNews =
    other.id !== speaker.id &&
    !speaker.evidence.some(({label, value}) => label === 'also seen' && value === other.title);
  return {
    ...speaker,
    severity,
    evidence: isNews ? [...speaker.evidence, {label: 'also seen', value: other.title}] : speaker.evidence,
    references: [...new Set([...speaker.references, ...other.references])],
    weight: Math.max(speaker.weight, other.weight),
    explains: [...new Set([...speaker.explains, ...other.explains])],
  };
}

/** A first finding that explains this much of the CPU time leaves nothing urgent for others. */
const MOST_OF_CPU = 0.5;

/** CPU time adds up to one whole: once most of it is explained, the other findings about it are background. */
function quietCpu(findings: readonly Finding[]): Finding[] {
  const first = findings.find(isAboutCpu);
  if (first === undefined || first.weight < MOST_OF_CPU) return [...findings];
  return findings
    .map((finding): Finding => (finding !== first && isAboutCpu(finding) ? {...finding, severity: 'info'} : finding))
    .sort(compareFindings);
}

function isAboutCpu({explains}: Finding): boolean {
  return explains.some((key) => key.startsWith('cpu:'));
}
