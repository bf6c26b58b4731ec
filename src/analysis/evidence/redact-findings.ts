/**
 * Redacted findings: found in the originals, printed with pseudonyms.
 *
 * Detectors know packages by their names, so a diagnosis of pseudonyms would miss what it knows best. What pprofx has
 * published about a known bug stays: its id, its links, and Kubernetes' own resource kinds.
 */
import type {Culprit, Evidence, Finding, Suppressed} from '../../model/finding.ts';
import type {Pseudonyms} from '../profiles/pseudonyms.ts';
import {fingerprintOf} from './make-finding.ts';

/** How words and names of a finding are replaced. */
export interface Redaction {
  readonly pseudonyms: Pseudonyms;
  readonly text: (text: string) => string;
}

export function redactFinding(finding: Finding, redaction: Redaction): Finding {
  const {text} = redaction;
  const redacted = {
    ...finding,
    title: text(finding.title),
    why: text(finding.why),
    advice: finding.advice.map(text),
    culprit: redactCulprit(finding.culprit, redaction),
    evidence: finding.evidence.map((evidence) => redactEvidence(evidence, redaction)),
    explains: [],
  };
  // A hash of the real name could be looked up by whoever guesses it.
  return {...redacted, fingerprint: fingerprintOf(redacted)};
}

export function redactSuppressed(suppressed: Suppressed, {text}: Redaction): Suppressed {
  return {...suppressed, reason: text(suppressed.reason)};
}

function redactCulprit({file, function: name, line, package: path}: Culprit, {pseudonyms}: Redaction): Culprit {
  return {
    function: pseudonyms.functionName(name),
    ...(path === undefined ? {} : {package: pseudonyms.packagePath(path)}),
    ...(file === undefined ? {} : {file: pseudonyms.fileName(file, name)}),
    ...(line === undefined ? {} : {line}),
  };
}

function redactEvidence(evidence: Evidence, {pseudonyms, text}: Redaction): Evidence {
  return {
    ...evidence,
    label: text(evidence.label),
    value: typeof evidence.value === 'string' ? text(evidence.value) : evidence.value,
    ...(evidence.text === undefined ? {} : {text: text(evidence.text)}),
    ...(evidence.stack === undefined ? {} : {stack: evidence.stack.map((name) => pseudonyms.functionName(name))}),
  };
}
