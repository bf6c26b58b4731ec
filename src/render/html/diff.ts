/**
 * A comparison as plain HTML: what a report of one says where no script runs, and in print.
 */

import type {Diff, DiffSection, FindingChange} from '../../analysis/compare/diff-result.ts';
import type {ComparedShape} from '../../analysis/compare/goroutines.ts';
import {groupRows} from '../../analysis/compare/row-groups.ts';
import type {ComparedRow} from '../../analysis/compare/rows.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {say} from '../../base/language/say.ts';
import {formatCount} from '../../base/units.ts';
import {shortName} from '../../model/symbol.ts';
import {
  alsoMoved,
  decisiveAssessment,
  decisiveType,
  deltaText,
  measureOf,
  membersIn,
  movement,
  ratioText,
  SHAPE_CHANGE,
  STATUS_WORD,
  VERDICT_WORD,
  valueText,
  verdictSentence,
} from '../words/diff-words.ts';
import {xmlText} from '../words/xml.ts';

const ROWS = 30;

export function renderDiffHtml(diff: Diff): string {
  const {more, shown} = mostUrgent(diff.findings);
  const changes = shown.map((change) => findingHtml(change, diff));
  if (more > 0) changes.push(`<li>${say`\u2026 ${formatCount(more)} more findings`}</li>`);
  return [
    '<main class="findings">',
    `<h1 class="verdict">${xmlText(verdictSentence(diff))}</h1>`,
    ...(changes.length === 0 ? [] : [`<ul>${changes.join('')}</ul>`]),
    ...diff.sections.map(sectionHtml),
    '</main>',
  ].join('\n');
}

function findingHtml({culprit, finding, status}: FindingChange, {sections}: Diff): string {
  const unit = culprit === undefined ? '' : sections[culprit.section].comparison.types[culprit.type].unit;
  const moved = culprit === undefined ? '' : say` (${say`culprit ${movement(culprit.value, unit)}`})`;
  return `<li><strong>${say(STATUS_WORD[status])}</strong> ${finding.severity}: ${xmlText(finding.title + moved)}<br><code>${xmlText(finding.culprit.function)}</code></li>`;
}

function sectionHtml(section: DiffSection): string {
  const {comparison, goroutines, assessments} = section;
  const sides = [...comparison.before.map(sideText(say('before'))), ...comparison.after.map(sideText(say('after')))];
  const warnings = [...comparison.before, ...comparison.after].flatMap(({name, warnings: list}) =>
    list.map(({code, message}) => `<p>${xmlText(say`${name}: ${message} (${code})`)}</p>`),
  );
  const types = comparison.types.map(({total, type, unit}, i) => [
    xmlText(measureOf(type)),
    ...[valueText(total.before, unit), valueText(total.after, unit)].map(xmlText),
    xmlText([deltaText(total.delta, unit), ratioText(total)].join(' ').trim()),
    xmlText(`±${valueText(total.bound, unit)}`),
    i === comparison.decisive
      ? `<strong>${say(VERDICT_WORD[assessments[i].verdict])}</strong>`
      : say(VERDICT_WORD[assessments[i].verdict]),
  ]);
  const shapes = (goroutines?.shapes ?? []).filter(({change}) => change !== 'unchanged').slice(0, ROWS);
  return [
    '<section class="card quiet">',
    `<p>${xmlText(sides.join(' · '))}</p>`,
    ...warnings,
    table([say('sample type'), say('before'), say('after'), say('change'), say('noise'), say('verdict')], types),
    ...changedRows(section),
    ...(shapes.length === 0
      ? []
      : [table([membersIn(comparison.kind), '', say('before'), say('after'), say('noise')], shapes.map(shapeCells))]),
    '</section>',
  ].join('\n');
}

function sideText(side: string): (profile: {readonly name: string}) => string {
  return ({name}) => say`${side}: ${name}`;
}

function changedRows(section: DiffSection): string[] {
  const {rows, type, unit} = decisiveType(section);
  const changed = rows.filter(({cum}) => cum.change !== 'unchanged');
  const measure = xmlText(measureOf(type));
  const title = `<h2>${say`${changed.length} of ${rows.length} functions moved beyond noise (${measure}, callees included)`}</h2>`;
  const groups = groupRows(changed, decisiveAssessment(section).lead).slice(0, ROWS);
  if (groups.length === 0) return [title];
  const cells = groups.map(({alike, row}) => rowCells(row, alike, unit));
  return [title, table([say('function'), say('before'), say('after'), say('change'), say('noise')], cells)];
}

function rowCells({cum, function: name}: ComparedRow, alike: number, unit: string): string[] {
  return [
    `<code title="${xmlText(name)}">${xmlText(shortName(name))}</code> ${alsoMoved(alike)}`.trimEnd(),
    ...[
      valueText(cum.before, unit),
      valueText(cum.after, unit),
      `${deltaText(cum.delta, unit)} ${ratioText(cum) || say(cum.change)}`,
      `±${valueText(cum.bound, unit)}`,
    ].map(xmlText),
  ];
}

function shapeCells({after, before, bound, change, stack}: ComparedShape): string[] {
  return [
    `<code>${xmlText(stack.slice(0, 3).map(shortName).join(' < '))}</code>`,
    say(SHAPE_CHANGE[change]),
    xmlText(valueText(before, 'count')),
    xmlText(valueText(after, 'count')),
    `±${Math.round(bound)}`,
  ];
}

/** @param rows  cells as HTML, escaped */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = titles.map((title) => `<th>${title}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<table>\n<tr>${head}</tr>\n${body}\n</table>`;
}
