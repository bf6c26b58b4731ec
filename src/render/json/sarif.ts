/**
 * `pprofx analyze --format sarif`: findings as SARIF 2.1.0, which code hosts show beside the code.
 */
import type {Case} from '../../analysis/case/case.ts';
import type {BaseComparison, FindingStatus} from '../../analysis/compare/diff-result.ts';
import {displayText} from '../../base/utf8.ts';
import type {Finding, Severity} from '../../model/finding.ts';
import {goneSince, statusOf} from '../words/base-marks.ts';
import {toJson} from './json.ts';

/** What a rule is called and where it is explained. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
}

const LEVELS: Readonly<Record<Severity, string>> = {critical: 'error', warning: 'warning', info: 'note'};

export function renderAnalysisSarif(
  subject: Case,
  findings: readonly Finding[],
  rules: readonly SarifRule[],
  version: string,
  base?: BaseComparison,
): string {
  const gone = goneSince(base, findings).map(({finding}) => finding);
  const used = rules.filter(({id}) => [...findings, ...gone].some((finding) => finding.id === id));
  return toJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'pprofx',
            version,
            rules: used.map(({id, title}) => ({id, shortDescription: {text: title}})),
          },
        },
        artifacts: subject.inputs.map(({profile}) => ({location: {uri: uriOf(profile.name)}})),
        results: [
          ...findings.map((finding) => ({...resultOf(finding, used), ...baselineState(statusOf(finding, base))})),
          ...gone.map((finding) => ({...resultOf(finding, used), baselineState: 'absent'})),
        ],
      },
    ],
  });
}

const BASELINE: Readonly<Record<FindingStatus, string>> = {
  new: 'new',
  grown: 'updated',
  same: 'unchanged',
  shrunk: 'updated',
  gone: 'absent',
};

function baselineState(status: FindingStatus | undefined): object {
  return status === undefined ? {} : {baselineState: BASELINE[status]};
}

function resultOf(finding: Finding, rules: readonly SarifRule[]): object {
  const {advice, culprit, evidenceLevel, fingerprint, id, severity, signature, title, why} = finding;
  return {
    ruleId: id,
    ruleIndex: rules.findIndex((rule) => rule.id === id),
    level: LEVELS[severity],
    message: {text: displayText(`${title}. ${why} ${advice.join(' ')}`)},
    locations: [
      {
        ...(culprit.file === undefined ? {} : {physicalLocation: placeOf(culprit.file, culprit.line)}),
        logicalLocations: [{fullyQualifiedName: displayText(culprit.function), kind: 'function'}],
      },
    ],
    partialFingerprints: {'pprofx/v1': fingerprint},
    properties: {evidenceLevel, ...(signature === undefined ? {} : {signature})},
  };
}

function placeOf(file: string, line: number | undefined): object {
  return {
    artifactLocation: {uri: uriOf(file)},
    ...(line === undefined ? {} : {region: {startLine: line}}),
  };
}

/** A relative reference or a file URL, escaped. */
function uriOf(path: string): string {
  const escaped = displayText(path)
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  return escaped.startsWith('/') ? `file://${escaped}` : escaped;
}
