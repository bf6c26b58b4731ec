/**
 * `pprofx analyze` for people: what is wrong, why we think so, what to do; then what the profile is.
 */
import type {Case} from '../analysis/case.ts';
import {sortTop} from '../analysis/top.ts';
import {formatPercent, formatValue} from '../base/units.ts';
import type {Finding, Severity, Suppressed} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import {profileHeading} from './profile-heading.ts';
import {safeText} from './safe-text.ts';
import type {Style} from './style.ts';

const TOP_ROWS = 5;

export function renderAnalysisText(
  subject: Case,
  findings: readonly Finding[],
  _suppressed: readonly Suppressed[],
  style: Style,
): string {
  const lines: string[] = [];
  if (findings.length === 0) lines.push(style.green('No trouble found.'), '');
  for (const finding of findings) lines.push(...findingLines(finding, style), '');
  for (const facts of subject.inputs) {
    const {profile} = facts;
    const top = facts.top(profile.defaultSampleType);
    const unit = profile.sampleTypes[profile.defaultSampleType]?.unit ?? '';
    lines.push(...profileHeading(profile, profile.defaultSampleType, style));
    for (const row of sortTop(top, 'flat').subarray(0, TOP_ROWS)) {
      const flat = top.flat.values[row];
      lines.push(
        `  ${formatValue(flat, unit).padStart(10)}  ${formatPercent(flat, top.total).padStart(6)}  ${safeText(shortName(top.names[row]))}`,
      );
    }
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function findingLines(finding: Finding, style: Style): string[] {
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    critical: style.red,
    warning: style.yellow,
    info: style.cyan,
  };
  return [
    `${paint[finding.severity](style.bold(finding.severity.toUpperCase()))}  ${style.bold(safeText(finding.title))}`,
    `  ${safeText(finding.why)}`,
    ...finding.advice.map((step) => `  → ${safeText(step)}`),
  ];
}
