/**
 * `pprofx diff` for people: the verdict in one sentence, then why, then what moved, with the bound that it moved past.
 */

import type {Diff, DiffSection, FindingChange} from '../../analysis/compare/diff-result.ts';
import type {ComparedShape} from '../../analysis/compare/goroutines.ts';
import {groupRows} from '../../analysis/compare/row-groups.ts';
import type {ComparedRow} from '../../analysis/compare/rows.ts';
import {isCountedType, type Verdict} from '../../analysis/compare/verdict.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount} from '../../base/units.ts';
import {memberNoun} from '../../model/dump-kind.ts';
import {shortName} from '../../model/symbol.ts';
import {
  CHANGE_MARK,
  decisiveAssessment,
  decisiveType,
  deltaText,
  measureOf,
  movement,
  ratioText,
  STATUS_WORD,
  scaleText,
  valueText,
  verdictSentence,
} from '../words/diff-words.ts';
import {profileFacts, warningLines} from '../words/profile-heading.ts';
import type {Style} from '../words/style.ts';
import {wrapWords} from '../words/wrap.ts';
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
  if (more > 0) lines.push(style.dim(`  … ${formatCount(more)} more findings (--nodecount 0 shows all)`));
  if (diff.findings.length > 0) lines.push('');
  for (const section of diff.sections) {
    pushAll(lines, sectionLines(section, options, style));
    lines.push('');
  }
  for (const {kind, name, side} of diff.uncompared) {
    lines.push(
      style.yellow(
        `not compared: ${safeText(name)} (${kind}) has no counterpart ${side === 'before' ? 'after' : 'before'}`,
      ),
    );
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function findingLine({culprit, finding, status}: FindingChange, diff: Diff, style: Style): string {
  const word = STATUS_WORD[status].padEnd(11);
  const isGood = status === 'gone' || status === 'shrunk';
  const painted = isGood ? style.green(word) : status === 'same' ? style.dim(word) : style.red(word);
  const unit = culprit === undefined ? '' : diff.sections[culprit.section].comparison.types[culprit.type].unit;
  const moved = culprit === undefined ? '' : style.dim(`  (culprit ${movement(culprit.value, unit)})`);
  return `  ${painted} ${finding.severity}: ${safeText(finding.title)}${moved}`;
}

function sectionLines(section: DiffSection, options: DiffTextOptions, style: Style): string[] {
  const {comparison} = section;
  const profiles = [...comparison.before, ...comparison.after];
  const lines = profiles.flatMap((profile) => warningLines(profile, style));
  const sideLine = (label: string, side: typeof profiles): string =>
    `${label}  ${side.map((profile) => safeText([profile.name, ...profileFacts(profile)].join(' · '))).join(', ')}`;
  lines.push(
    style.dim(sideLine('before', [...comparison.before])),
    style.dim(sideLine('after ', [...comparison.after])),
  );
  pushAll(lines, typeLines(section, style));
  lines.push('');
  pushAll(lines, rowLines(section, options, style));
  if (section.goroutines !== undefined) {
    const noun = memberNoun(section.comparison.kind);
    pushAll(lines, shapeLines(section.goroutines.shapes, noun, options, style));
  }
  return lines;
}

const TYPE_COLUMNS: readonly Column[] = [
  {title: 'sample type', align: 'left'},
  {title: 'before', align: 'right'},
  {title: 'after', align: 'right'},
  {title: 'change', align: 'right'},
  {title: '', align: 'right'},
  {title: 'noise', align: 'right'},
  {title: 'verdict', align: 'left'},
];

function typeLines({comparison, assessments}: DiffSection, style: Style): string[] {
  const cells = comparison.types.map(({scale, total, type, unit}, i) => [
    `${i === comparison.decisive ? '*' : ' '} ${safeText(measureOf(type))}`,
    valueText(total.before, unit),
    valueText(total.after, unit),
    deltaText(total.delta, unit),
    ratioText(total),
    `±${valueText(total.bound, unit)}`,
    `${assessments[i].verdict}${scale.mode === 'none' ? '' : `, ${scaleText(scale)}`}`,
  ]);
  const [title, ...rows] = textTable(TYPE_COLUMNS, cells);
  return ['', style.bold(title ?? ''), ...rows];
}

const ROW_COLUMNS: readonly Column[] = [
  {title: ' ', align: 'left'},
  {title: 'before', align: 'right'},
  {title: 'after', align: 'right'},
  {title: 'change', align: 'right'},
  {title: '', align: 'right'},
  {title: 'noise', align: 'right'},
  {title: 'function', align: 'left'},
];

function rowLines(section: DiffSection, {fullNames, nodeCount}: DiffTextOptions, style: Style): string[] {
  const {rows, type, unit} = decisiveType(section);
  const changed = rows.filter(({cum}) => cum.change !== 'unchanged');
  const bound = isCountedType(type) ? 'by more than such counts vary' : 'beyond its noise bound';
  if (changed.length === 0) return [`No function's ${safeText(measureOf(type))} moved ${bound}.`];
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
    nameOf(row) + (alike === 0 ? '' : `  (and ${alike} that moved with it)`),
  ]);
  const [title, ...lines] = textTable(ROW_COLUMNS, cells);
  const calm = rows.length - changed.length;
  return [
    `${changed.length} of ${rows.length} functions moved beyond noise in ${safeText(measureOf(type))}, callees included:`,
    style.bold(title ?? ''),
    ...lines,
    ...(shown.length < groups.length
      ? [style.dim(`… ${groups.length - shown.length} more (--nodecount 0 shows all)`)]
      : []),
    style.dim(`+ new  x gone  ^ grown  v shrunk; ${calm} functions stayed within their bounds`),
  ];
}

const shapeColumns = (noun: string): readonly Column[] => [
  {title: 'shape', align: 'left'},
  {title: 'before', align: 'right'},
  {title: 'after', align: 'right'},
  {title: 'noise', align: 'right'},
  {title: 'minutes', align: 'right'},
  {title: `${noun}s in`, align: 'left'},
];

const FRAMES = 3;

function shapeLines(
  shapes: readonly ComparedShape[],
  noun: string,
  {nodeCount}: DiffTextOptions,
  style: Style,
): string[] {
  const changed = shapes.filter(({change}) => change !== 'unchanged');
  if (changed.length === 0) return [];
  const shown = nodeCount === 0 ? changed : changed.slice(0, nodeCount);
  const cells = shown.map((shape) => [
    shape.change,
    valueText(shape.before, 'count'),
    valueText(shape.after, 'count'),
    `±${valueText(Math.round(shape.bound), 'count')}`,
    waitText(shape),
    safeText(shape.stack.slice(0, FRAMES).map(shortName).join(' < ')) +
      (shape.state === '' ? '' : `  [${safeText(shape.state)}]`),
  ]);
  const [title, ...lines] = textTable(shapeColumns(noun), cells);
  return [
    '',
    style.bold(title ?? ''),
    ...lines,
    ...(shown.length < changed.length
      ? [style.dim(`… ${changed.length - shown.length} more shapes (--nodecount 0 shows all)`)]
      : []),
  ];
}

/** `12 → 29, 86 seen twice waited on 17`; '' where the dumps state no waits. */
function waitText({seenTwice, waitAfter, waitBefore, waitedOn}: ComparedShape): string {
  if (waitBefore === undefined && waitAfter === undefined) return '';
  const medians = `${waitBefore ?? '–'} → ${waitAfter ?? '–'}`;
  return waitedOn === undefined ? medians : `${medians}, ${seenTwice} the same, +${waitedOn}`;
}
