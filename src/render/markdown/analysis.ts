/**
 * `pprofx analyze --format markdown`: for an issue or a chat, where somebody else reads it later.
 */
import type {Case} from '../../analysis/case/case.ts';
import {allClearText, inputWarnings} from '../../analysis/case/data-quality.ts';
import type {BaseComparison} from '../../analysis/compare/diff-result.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {say} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import type {Evidence, Finding} from '../../model/finding.ts';
import {shortName} from '../../model/symbol.ts';
import {changeText, goneSince, sinceBase} from '../words/base-marks.ts';
import {profileFacts} from '../words/profile-heading.ts';
import {codeSpan, prose} from './escape.ts';

export function renderAnalysisMarkdown(subject: Case, findings: readonly Finding[], base?: BaseComparison): string {
  const inputs = subject.inputs.map(
    ({profile}) => say`- ${codeSpan(profile.name)}: ${profileFacts(profile).join(say(', '))}`,
  );
  const warnings = subject.inputs.flatMap((facts) =>
    inputWarnings(facts).map(
      ({code: id, message}) => say`> **warning** ${codeSpan(facts.profile.name)}: ${prose(message)} (${id})`,
    ),
  );
  const {more, shown} = mostUrgent(findings);
  const blocks = [
    `# ${say('pprofx analysis')}`,
    inputs.join('\n'),
    ...(warnings.length === 0 ? [] : [warnings.join('\n>\n')]),
    ...(findings.length === 0
      ? [allClearText(subject.inputs)]
      : shown.flatMap((finding, i) => findingBlocks(finding, i, sinceBase(finding, base)))),
    ...(more === 0 ? [] : [say`\u2026 ${formatCount(more)} more findings.`]),
    ...goneBlock(findings, base),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function goneBlock(findings: readonly Finding[], base: BaseComparison | undefined): string[] {
  const gone = goneSince(base, findings);
  if (base === undefined || gone.length === 0) return [];
  const lines = gone.map((change) => say`- ${prose(change.finding.title)}: ${prose(changeText(change, base))}`);
  return [`## ${say('No longer found')}`, lines.join('\n')];
}

function findingBlocks(finding: Finding, index: number, since: string | undefined): string[] {
  const {culprit, evidence, evidenceLevel, fingerprint, id, references, resource, severity} = finding;
  const kind =
    resource === undefined
      ? ''
      : ` · ${resource.group === '' ? '' : `${resource.group}/`}${resource.version} ${resource.kind}`;
  const blocks = [
    `## ${index + 1}. ${prose(finding.title)}`,
    `${say`**${severity}**, ${evidenceLevel}`} · ${codeSpan(culprit.function)}${kind}${since === undefined ? '' : ` · ${say`since the base: ${prose(since)}`}`}`,
    prose(finding.why),
    finding.advice.map((step, i) => `${i + 1}. ${advice(step)}`).join('\n'),
    evidence
      .filter(({stack}) => stack === undefined)
      .map((fact) => `- ${factText(fact)}`)
      .join('\n'),
    ...evidence.filter(({stack}) => stack !== undefined).map(stackBlock),
    ...(references.length === 0 ? [] : [references.map((url) => `- <${url}>`).join('\n')]),
    `<sub>${id}, ${fingerprint}</sub>`,
  ];
  return blocks.filter((block) => block !== '');
}

function factText({label, text, unit, value}: Evidence): string {
  return prose(
    say`${say(label)}: ${text ?? (typeof value === 'number' ? formatValue(value, unit ?? '') : shortName(value))}`,
  );
}

function stackBlock(fact: Evidence): string {
  const frames = (fact.stack ?? []).map((name) => safeText(name).replaceAll('`', "'"));
  return `<details><summary>${prose(factText(fact))}</summary>\n\n\`\`\`\n${frames.join('\n')}\n\`\`\`\n\n</details>`;
}

/** Commands stay between backquotes. */
function advice(step: string): string {
  return safeText(step)
    .split('`')
    .map((part, i) => (i % 2 === 1 ? `\`${part}\`` : prose(part)))
    .join('');
}
