/**
 * A comparison for a pull request: the verdict first, details folded away.
 *
 * Names come from files: they stand in code spans, so that nothing in them is markup, a mention or a link.
 */

import type {Diff, DiffSection} from '../../analysis/compare/diff-result.ts';
import type {ComparedShape} from '../../analysis/compare/goroutines.ts';
import {groupRows} from '../../analysis/compare/row-groups.ts';
import type {ComparedRow} from '../../analysis/compare/rows.ts';
import type {Verdict} from '../../analysis/compare/verdict.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {say} from '../../base/language/say.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount} from '../../base/units.ts';
import {shortName} from '../../model/symbol.ts';
import {
  alsoMoved,
  decisiveAssessment,
  decisiveType,
  deltaText,
  measureOf,
  membersIn,
  ratioText,
  SHAPE_CHANGE,
  STATUS_WORD,
  VERDICT_WORD,
  valueText,
  verdictSentence,
} from '../words/diff-words.ts';
import {codeCell, codeSpan} from './escape.ts';

const ICON: Readonly<Record<Verdict, string>> = {
  fixed: '✅',
  better: '✅',
  unchanged: '➖',
  worse: '❌',
  'new trouble': '❌',
};

const ROWS = 15;

export function renderDiffMarkdown(diff: Diff): string {
  const lines = [`### ${ICON[diff.verdict]} ${plainText(verdictSentence(diff))}`, ''];
  const {more, shown} = mostUrgent(diff.findings);
  for (const {finding, status} of shown) {
    lines.push(say`- **${say(STATUS_WORD[status])}** (${finding.severity}): ${plainText(finding.title)}`);
  }
  if (more > 0) lines.push(`- ${say`\u2026 ${formatCount(more)} more findings`}`);
  if (diff.findings.length > 0) lines.push('');
  for (const section of diff.sections) pushAll(lines, sectionLines(section));
  for (const {kind, name} of diff.uncompared)
    lines.push(say`Not compared: ${codeCell(name)} (${plainText(kind)}).`, '');
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Of several processes, as `diff DIR DIR` compares them. */
export function renderDiffsMarkdown(processes: readonly {readonly id: string; readonly diff: Diff}[]): string {
  return processes.map(({diff, id}) => `## ${codeSpan(id)}\n\n${renderDiffMarkdown(diff)}`).join('\n');
}

function sectionLines(section: DiffSection): string[] {
  const {comparison, assessments} = section;
  const totals = comparison.types.map(({total, type, unit}, i) => [
    plainText(measureOf(type)),
    valueText(total.before, unit),
    valueText(total.after, unit),
    [deltaText(total.delta, unit), ratioText(total)].filter((text) => text !== '').join(say(', ')),
    `±${valueText(total.bound, unit)}`,
    i === comparison.decisive
      ? `**${say(VERDICT_WORD[assessments[i].verdict])}**`
      : say(VERDICT_WORD[assessments[i].verdict]),
  ]);
  return [
    ...table(['', say('before'), say('after'), say('change'), say('noise'), say('verdict')], totals),
    '',
    ...folded(section),
    `<sub>${say`before: ${namesOf(comparison.before)}; after: ${namesOf(comparison.after)}`}</sub>`,
    '',
  ];
}

function folded(section: DiffSection): string[] {
  const {rows, type, unit} = decisiveType(section);
  const changed = rows.filter(({cum}) => cum.change !== 'unchanged');
  const measure = plainText(measureOf(type));
  const title = say`${changed.length} of ${rows.length} functions moved beyond noise (${measure}, callees included)`;
  if (changed.length === 0) return [say`${title}.`, ''];
  const groups = groupRows(changed, decisiveAssessment(section).lead).slice(0, ROWS);
  const shapes = (section.goroutines?.shapes ?? []).filter(({change}) => change !== 'unchanged').slice(0, ROWS);
  return [
    `<details><summary>${title}</summary>`,
    '',
    ...table(
      [say('function'), say('before'), say('after'), say('change'), say('noise')],
      groups.map(({alike, row}) => rowCells(row, alike, unit)),
    ),
    ...(shapes.length === 0
      ? []
      : [
          '',
          ...table(
            [membersIn(section.comparison.kind), '', say('before'), say('after'), say('noise')],
            shapes.map(shapeCells),
          ),
        ]),
    '',
    '</details>',
    '',
  ];
}

function rowCells({cum, function: name}: ComparedRow, alike: number, unit: string): string[] {
  const ratio = ratioText(cum);
  return [
    `${codeCell(shortName(name))} ${alsoMoved(alike)}`.trimEnd(),
    valueText(cum.before, unit),
    valueText(cum.after, unit),
    `${deltaText(cum.delta, unit)}${ratio === '' ? say` (${say(cum.change)})` : say`, ${ratio}`}`,
    `±${valueText(cum.bound, unit)}`,
  ];
}

function shapeCells({after, before, bound, change, stack}: ComparedShape): string[] {
  return [
    codeCell(shortName(stack[0] ?? '')),
    say(SHAPE_CHANGE[change]),
    valueText(before, 'count'),
    valueText(after, 'count'),
    `±${Math.round(bound)}`,
  ];
}

function namesOf(profiles: readonly {readonly name: string}[]): string {
  return profiles.map(({name}) => codeCell(name.slice(name.lastIndexOf('/') + 1))).join(', ');
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = titles.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(titles), line(rule), ...rows.map(line)];
}

/** Text that may hold names: every character that Markdown or HTML gives a meaning is escaped. */
function plainText(text: string): string {
  return safeText(text)
    .replace(/[\\`*_{}[\]()#+!|~@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
