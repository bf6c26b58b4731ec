/**
 * `pprofx diff` for people: the verdict in one sentence, then why, then what moved, with the bound that it moved past.
 */

import type {Diff, DiffSection, FindingChange} from '../../analysis/compare/diff-result.ts';
import type {ComparedShape} from '../../analysis/compare/goroutines.ts';
import {groupRows} from '../../analysis/compare/row-groups.ts';
import type {ComparedRow} from '../../analysis/compare/rows.ts';
import {isCountedType, type Verdict} from '../../analysis/compare/verdict.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {say} from '../../base/language/say.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount} from '../../base/units.ts';
import type {ProfileKind} from '../../model/profile.ts';
import {shortName} from '../../model/symbol.ts';
import {
  alsoMoved,
  CHANGE_MARK,
  decisiveAssessment,
  decisiveType,
  deltaText,
  measureOf,
  membersIn,
  movement,
  ratioText,
  SHAPE_CHANGE,
  STATUS_WORD,
  scaleText,
  VERDICT_WORD,
  valueText,
  verdictSentence,
} from '../words/diff-words.ts';
import {profileFacts, warningLines} from '../words/profile-heading.ts';
import type {Style} from '../words/style.ts';
import {padded, wrapWords} from '../words/wrap.ts';
import {type Column, textTable} from './text-table.ts';

const WIDTH = 100;

export interface DiffTextOptions {
  /** Functions to show, 0 for all that changed. */
  readonly nodeCount: number;
  readonly fullNames: boolean;
}

export function renderDiffText(diff: Diff, options: DiffTextOptions, style: Style): string {
  const paint: Readonly<Record<Verdict, (text: string) => string>> = {
    fixed: style.green,
    better: style.green,
    unchanged: style.cyan,
    worse: style.red,
    'new trouble': style.red,
  };
  const [first, ...rest] = wrapWords(safeText(verdictSentence(diff)), WIDTH);
  const lines = [paint[diff.verdict](style.bold(first ?? '')), ...rest.map((line) => style.bold(line)), ''];
  const {more, shown} = options.nodeCount === 0 ? {more: 0, shown: diff.findings} : mostUrgent(diff.findings);
  pushAll(
    lines,
    shown.map((change) => findingLine(change, diff, style)),
  );
  if (more > 0) lines.push(style.dim(`  ${say`\u2026 ${formatCount(more)} more findings (--nodecount 0 shows all)`}`));
  if (diff.findings.length > 0) lines.push('');
  for (const section of diff.sections) {
    pushAll(lines, sectionLines(section, options, style));
    lines.push('');
  }
  for (const {kind, name, side} of diff.uncompared) {
    const input = `${safeText(name)} (${kind})`;
    lines.push(
      style.yellow(
        side === 'before'
          ? say`not compared: ${input} has no counterpart after`
          : say`not compared: ${input} has no counterpart before`,
      ),
    );
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function findingLine({culprit, finding, status}: FindingChange, diff: Diff, style: Style): string {
  const word = padded(say(STATUS_WORD[status]), 11);
  const isGood = status === 'gone' || status === 'shrunk';
  const painted = isGood ? style.green(word) : status === 'same' ? style.dim(word) : style.red(word);
  const unit = culprit === undefined ? '' : diff.sections[culprit.section].comparison.types[culprit.type].unit;
  const moved = culprit === undefined ? '' : style.dim(` ${say` (${say`culprit ${movement(culprit.value, unit)}`})`}`);
  return `  ${painted} ${say`${finding.severity}: ${safeText(finding.title)}`}${moved}`;
}

function sectionLines(section: DiffSection, options: DiffTextOptions, style: Style): string[] {
  const {comparison} = section;
  const profiles = [...comparison.before, ...comparison.after];
  const lines = profiles.flatMap((profile) => warningLines(profile, style));
  const sideLine = (label: string, side: typeof profiles): string =>
    `${label}  ${side.map((profile) => safeText([profile.name, ...profileFacts(profile)].join(' · '))).join(', ')}`;
  lines.push(
    style.dim(sideLine(padded(say('before'), 6), [...comparison.before])),
    style.dim(sideLine(padded(say('after'), 6), [...comparison.after])),
  );
  pushAll(lines, typeLines(section, style));
  lines.push('');
  pushAll(lines, rowLines(section, options, style));
  if (section.goroutines !== undefined) {
    pushAll(lines, shapeLines(section.goroutines.shapes, section.comparison.kind, options, style));
  }
  return lines;
}

const typeColumns = (): readonly Column[] => [
  {title: say('sample type'), align: 'left'},
  ...valueColumns(),
  {title: say('verdict'), align: 'left'},
];

const valueColumns = (): readonly Column[] => [
  {title: say('before'), align: 'right'},
  {title: say('after'), align: 'right'},
  {title: say('change'), align: 'right'},
  {title: '', align: 'right'},
  {title: say('noise'), align: 'right'},
];

function typeLines({comparison, assessments}: DiffSection, style: Style): string[] {
  const cells = comparison.types.map(({scale, total, type, unit}, i) => [
    `${i === comparison.decisive ? '*' : ' '} ${safeText(measureOf(type))}`,
    valueText(total.before, unit),
    valueText(total.after, unit),
    deltaText(total.delta, unit),
    ratioText(total),
    `±${valueText(total.bound, unit)}`,
    `${say(VERDICT_WORD[assessments[i].verdict])}${scale.mode === 'none' ? '' : say`, ${scaleText(scale)}`}`,
  ]);
  const [title, ...rows] = textTable(typeColumns(), cells);
  return ['', style.bold(title ?? ''), ...rows];
}

const rowColumns = (): readonly Column[] => [
  {title: ' ', align: 'left'},
  ...valueColumns(),
  {title: say('function'), align: 'left'},
];

function rowLines(section: DiffSection, {fullNames, nodeCount}: DiffTextOptions, style: Style): string[] {
  const {rows, type, unit} = decisiveType(section);
  const changed = rows.filter(({cum}) => cum.change !== 'unchanged');
  const measure = safeText(measureOf(type));
  if (changed.length === 0) {
    return [
      isCountedType(type)
        ? say`No function's ${measure} moved by more than such counts vary.`
        : say`No function's ${measure} moved beyond its noise bound.`,
    ];
  }
  const groups = groupRows(changed, decisiveAssessment(section).lead);
  const shown = nodeCount === 0 ? groups : groups.slice(0, nodeCount);
  const nameOf = (row: ComparedRow): string => safeText(fullNames ? row.function : shortName(row.function));
  const cells = shown.map(({alike, row}) => [
    CHANGE_MARK[row.cum.change],
    valueText(row.cum.before, unit),
    valueText(row.cum.after, unit),
    deltaText(row.cum.delta, unit),
    ratioText(row.cum),
    `±${valueText(row.cum.bound, unit)}`,
    nameOf(row) + (alike === 0 ? '' : ` ${say` (${alsoMoved(alike)})`}`),
  ]);
  const [title, ...lines] = textTable(rowColumns(), cells);
  const calm = rows.length - changed.length;
  return [
    say`${changed.length} of ${rows.length} functions moved beyond noise in ${measure}, callees included:`,
    style.bold(title ?? ''),
    ...lines,
    ...(shown.length < groups.length
      ? [style.dim(say`\u2026 ${groups.length - shown.length} more (--nodecount 0 shows all)`)]
      : []),
    style.dim(say`+ new  x gone  ^ grown  v shrunk; ${calm} functions stayed within their bounds`),
  ];
}

const shapeColumns = (kind: ProfileKind): readonly Column[] => [
  {title: say('shape'), align: 'left'},
  {title: say('before'), align: 'right'},
  {title: say('after'), align: 'right'},
  {title: say('noise'), align: 'right'},
  {title: say('minutes'), align: 'right'},
  {title: membersIn(kind), align: 'left'},
];

const FRAMES = 3;

function shapeLines(
  shapes: readonly ComparedShape[],
  kind: ProfileKind,
  {nodeCount}: DiffTextOptions,
  style: Style,
): string[] {
  const changed = shapes.filter(({change}) => change !== 'unchanged');
  if (changed.length === 0) return [];
  const shown = nodeCount === 0 ? changed : changed.slice(0, nodeCount);
  const cells = shown.map((shape) => [
    say(SHAPE_CHANGE[shape.change]),
    valueText(shape.before, 'count'),
    valueText(shape.after, 'count'),
    `±${valueText(Math.round(shape.bound), 'count')}`,
    waitText(shape),
    safeText(shape.stack.slice(0, FRAMES).map(shortName).join(' < ')) +
      (shape.state === '' ? '' : `  [${safeText(shape.state)}]`),
  ]);
  const [title, ...lines] = textTable(shapeColumns(kind), cells);
  return [
    '',
    style.bold(title ?? ''),
    ...lines,
    ...(shown.length < changed.length
      ? [style.dim(say`\u2026 ${changed.length - shown.length} more shapes (--nodecount 0 shows all)`)]
      : []),
  ];
}

/** `12 → 29, 86 seen twice waited on 17`; '' where the dumps state no waits. */
function waitText({seenTwice, waitAfter, waitBefore, waitedOn}: ComparedShape): string {
  if (waitBefore === undefined && waitAfter === undefined) return '';
  const medians = `${waitBefore ?? '–'} → ${waitAfter ?? '–'}`;
  return waitedOn === undefined ? medians : say`${medians}, ${seenTwice} the same, +${waitedOn}`;
}
