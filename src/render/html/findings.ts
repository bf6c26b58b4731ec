/**
 * Findings as plain HTML: what a report says where no script runs, and in print.
 */
import type {Case} from '../../analysis/case/case.ts';
import {allClearText} from '../../analysis/case/data-quality.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {stackValues} from '../../analysis/values/stack-values.ts';
import {say} from '../../base/language/say.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import type {Evidence, Finding} from '../../model/finding.ts';
import type {Profile} from '../../model/profile.ts';
import {xmlText} from '../words/xml.ts';

export function renderFindingsHtml(subject: Case, findings: readonly Finding[]): string {
  const title =
    findings.length === 0
      ? allClearText(subject.inputs).replace(/[.\u3002]$/, '')
      : findings.length === 1
        ? say('1 finding')
        : say`${findings.length} findings`;
  const {more, shown} = mostUrgent(findings);
  return [
    '<main class="findings">',
    `<h1>${title}</h1>`,
    ...subject.inputs.flatMap(({profile}) =>
      profile.warnings.map((warning) => paragraph(say`${profile.name}: ${warning.message} (${warning.code})`)),
    ),
    ...shown.map(findingHtml),
    ...(more === 0 ? [] : [paragraph(say`\u2026 ${formatCount(more)} more findings`)]),
    ...subject.inputs.map(({profile}) => profileHtml(profile)),
    '</main>',
  ].join('\n');
}

function findingHtml(finding: Finding): string {
  const {advice, culprit, evidence, references, resource} = finding;
  return [
    `<article class="card ${finding.severity}">`,
    `<p class="severity">${finding.severity}, ${finding.evidenceLevel}</p>`,
    `<h2>${xmlText(finding.title)}</h2>`,
    paragraph(finding.why),
    `<p><code>${xmlText(culprit.function)}</code></p>`,
    culprit.file === undefined ? '' : paragraph(placeOf(culprit.file, culprit.line)),
    resource === undefined
      ? ''
      : paragraph(
          say('Kubernetes resource: ') +
            [resource.group, resource.version, resource.kind].filter((part) => part !== '').join(' '),
        ),
    `<h3>${say('What to do')}</h3>\n<ol>${advice.map((step) => `<li>${withCode(step)}</li>`).join('')}</ol>`,
    `<dl>${evidence.map(evidenceHtml).join('')}</dl>`,
    references.length === 0 ? '' : `<p>${say('See ')}${references.map(linkHtml).join(' · ')}</p>`,
    '</article>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function placeOf(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** Rules of users bring addresses too; whatever is none of the web stays text. */
function linkHtml(url: string): string {
  const text = xmlText(url);
  return /^https:\/\//.test(url) ? `<a href="${text}" rel="noreferrer">${text}</a>` : text;
}

/** Commands stand between backquotes. */
function withCode(text: string): string {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? `<code>${xmlText(part)}</code>` : xmlText(part)))
    .join('');
}

function evidenceHtml({label, text, unit, value}: Evidence): string {
  const shown = text ?? (typeof value === 'number' ? formatValue(value, unit ?? 'count') : value);
  return `<dt>${xmlText(say(label))}</dt><dd>${xmlText(shown)}</dd>`;
}

function profileHtml(profile: Profile): string {
  const types = profile.sampleTypes.map(({type, unit}, index) => {
    const {total} = stackValues(profile, index);
    return `<dt>${xmlText(type)}</dt><dd>${xmlText(unit === 'count' ? formatCount(total.high) : formatValue(total.high, unit))}</dd>`;
  });
  return `<section class="card quiet">\n<h2>${xmlText(profile.name)}</h2>\n${paragraph(`${say`${profile.kind} profile`} · ${say`${formatCount(profile.samples.length)} samples`}`)}\n<dl>${types.join('')}</dl>\n</section>`;
}

function paragraph(text: string): string {
  return `<p>${xmlText(text)}</p>`;
}
