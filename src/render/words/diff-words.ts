/**
 * A comparison in words: the one sentence that a tired person reads, and the phrases that tables repeat.
 */

import type {ComparedType} from '../../analysis/compare/compare.ts';
import type {Diff, DiffSection, FindingStatus} from '../../analysis/compare/diff-result.ts';
import type {ShapeChange} from '../../analysis/compare/goroutines.ts';
import type {Change, Compared, ComparedRow} from '../../analysis/compare/rows.ts';
import {type Assessment, isCountedType, isNearlyGone, type Verdict} from '../../analysis/compare/verdict.ts';
import {kindOfFunction, resourceText} from '../../analysis/knowledge/k8s-kinds.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import {memberNoun} from '../../model/dump-kind.ts';
import type {ProfileKind, WaitClass} from '../../model/profile.ts';
import {shortName} from '../../model/symbol.ts';

/** A value as sentences print it; counts grouped, everything else in its largest unit. */
export function valueText(value: number, unit: string): string {
  if (unit !== 'count' && unit !== '') return formatValue(value, unit);
  return Number.isInteger(value) || Math.abs(value) >= 100 ? formatCount(value) : formatValue(value, unit);
}

/** With its sign: `+12`, `-1.2MB`, `0`. */
export function deltaText(delta: number, unit: string): string {
  if (delta === 0) return '0';
  return `${delta > 0 ? '+' : '-'}${valueText(Math.abs(delta), unit)}`;
}

/** `-92%`, `+1.1%`, `×12` for what more than quadrupled; '' where there is nothing to compare with. */
export function ratioText({after, before}: Pick<Compared, 'after' | 'before'>): string {
  if (before === 0 || after === before) return '';
  const ratio = after / before;
  if (ratio >= 4) return `×${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)}`;
  const percent = (ratio - 1) * 100;
  const digits = Math.abs(percent) >= 10 && (after === 0 || ratio > 0.01) ? 0 : 1;
  return `${percent > 0 ? '+' : '-'}${Math.abs(percent).toFixed(digits)}%`;
}

export const CHANGE_MARK: Readonly<Record<Change, string>> = {
  new: '+',
  gone: 'x',
  grown: '^',
  shrunk: 'v',
  unchanged: '=',
};

export const VERDICT_WORD: Readonly<Record<Verdict, string>> = {
  fixed: sayLater('fixed'),
  better: sayLater('better'),
  unchanged: sayLater('unchanged'),
  worse: sayLater('worse'),
  'new trouble': sayLater('new trouble'),
};

export const STATUS_WORD: Readonly<Record<FindingStatus, string>> = {
  new: sayLater('new'),
  grown: sayLater('grown'),
  same: sayLater('still there'),
  shrunk: sayLater('shrunk'),
  gone: sayLater('gone'),
};

export const SHAPE_CHANGE: Readonly<Record<ShapeChange, string>> = {
  appeared: sayLater('appeared'),
  left: sayLater('left'),
  grew: sayLater('grew'),
  shrank: sayLater('shrank'),
  aged: sayLater('aged'),
  unchanged: sayLater('unchanged'),
};

/** Heading of a column with the stacks of a dump. */
export function membersIn(kind: ProfileKind): string {
  return memberNoun(kind) === 'thread' ? say('threads in') : say('goroutines in');
}

/** How many callers and callees a row stands for; '' for itself alone. */
export function alsoMoved(alike: number): string {
  return alike === 0 ? '' : say`and ${alike} that moved with it`;
}

/** What a sample type measures, for sentences. */
const MEASURES: ReadonlyMap<string, string> = new Map([
  ['inuse_space', sayLater('heap in use')],
  ['inuse_objects', sayLater('objects in use')],
  ['alloc_space', sayLater('bytes allocated')],
  ['alloc_objects', sayLater('objects allocated')],
  ['cpu', sayLater('CPU time')],
  ['samples', sayLater('CPU samples')],
  ['goroutine', sayLater('goroutines')],
  ['goroutines', sayLater('goroutines')],
  ['goroutineleak', sayLater('leaked goroutines')],
  ['threads', sayLater('threads')],
  ['threadcreate', sayLater('threads created')],
  ['delay', sayLater('time blocked')],
  ['contentions', sayLater('contentions')],
]);

export function measureOf(type: string): string {
  const measure = MEASURES.get(type);
  return measure === undefined ? type : say(measure);
}

/** The deciding sample type of a section. */
export function decisiveType({comparison}: DiffSection): ComparedType {
  return comparison.types[comparison.decisive];
}

export function decisiveAssessment({comparison, assessments}: DiffSection): Assessment {
  return assessments[comparison.decisive];
}

/** `fixed: goroutines blocked in registry.(*Store).DeleteCollection.func1 are gone, 18 230 → 0; heap in use …`. */
export function verdictSentence(diff: Diff): string {
  const isRestarted = diff.sections.some((section) => section.isRestarted === true);
  return `${withoutRestart(diff)}${isRestarted ? say(RESTARTED) : ''}`;
}

/** Of one process such counters never fall. */
const RESTARTED = sayLater(
  '; counters since the start fell, so the process restarted in between: they are not compared',
);

function withoutRestart(diff: Diff): string {
  const movers = diff.sections.flatMap((section) => leadPhrase(section) ?? []);
  const totals = diff.sections.map(totalPhrase);
  if (diff.verdict === 'unchanged') {
    const hasMoved = diff.sections.some((section) =>
      decisiveType(section).rows.some(({cum}) => cum.change !== 'unchanged'),
    );
    const isExact = diff.sections.every((section) => isCountedType(decisiveType(section).type));
    const still = isExact ? say('nothing moved by more than such counts vary') : say('nothing moved beyond noise');
    return say`unchanged: ${hasMoved ? say('no total moved enough to matter') : still}; ${totals.join(say('; '))}`;
  }
  return say`${say(VERDICT_WORD[diff.verdict])}: ${[...movers, ...totals].join(say('; '))}`;
}

/** `goroutines 19 817 → 1 587 (-92%)`. */
export function totalPhrase(section: DiffSection): string {
  const {total, type, unit} = decisiveType(section);
  const ratio = ratioText(total);
  const within = isCountedType(type) ? say('no more than such counts vary') : say('within noise');
  const noise = total.delta !== 0 && total.change === 'unchanged' ? say`, ${within}` : '';
  return `${measureOf(type)} ${movement(total, unit)}${ratio === '' ? '' : ` (${ratio}${noise})`}`;
}

export function movement({after, before}: Pick<Compared, 'after' | 'before'>, unit: string): string {
  return `${valueText(before, unit)} → ${valueText(after, unit)}`;
}

/** What the leading function did; undefined where nothing leads. */
export function leadPhrase(section: DiffSection): string | undefined {
  const {lead} = decisiveAssessment(section);
  if (lead === undefined) return undefined;
  const compared = decisiveType(section);
  const isPlural = compared.unit === 'count';
  return say`${subjectOf(section, lead, compared.type)} ${say(verbOf(lead.cum, isPlural))}, ${movement(lead.cum, compared.unit)}`;
}

function verbOf(value: Compared, isPlural: boolean): string {
  if (value.delta < 0 && isNearlyGone(value)) {
    if (value.after !== 0) return isPlural ? sayLater('are all but gone') : sayLater('is all but gone');
    return isPlural ? sayLater('are gone') : sayLater('is gone');
  }
  if (value.before === 0) return isPlural ? sayLater('are new') : sayLater('is new');
  return value.delta < 0 ? sayLater('fell') : sayLater('rose');
}

function subjectOf(section: DiffSection, lead: ComparedRow, type: string): string {
  const kind = /_(?:space|objects)$/.test(type) ? kindOfFunction(lead.identity) : undefined;
  if (kind !== undefined) return say`${measureOf(type)} by ${resourceText(kind)} objects`;
  const name = shortName(lead.function);
  if (/^inuse_/.test(type)) return measureOf(type) + say` from ${name}`;
  if (section.goroutines === undefined) return measureOf(type) + say` in ${name}`;
  const shape = section.goroutines.shapes.find(({stack}) => stack.includes(lead.function));
  const members = say(`${memberNoun(section.comparison.kind)}s`);
  const isBlocked = shape !== undefined && BLOCKED.has(shape.waitClass);
  return isBlocked ? say`${members} blocked in ${name}` : members + say` in ${name}`;
}

/** Waits for somebody else in the process, as opposed to idling or waiting for the world. */
const BLOCKED: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'send',
  'recv',
  'nilchan',
  'select-empty',
  'mutex',
  'rwmutex-r',
  'rwmutex-w',
  'waitgroup',
  'cond',
  'semaphore',
]);

/** Which side was made comparable, and how. */
export function scaleText({
  factor,
  mode,
}: {
  readonly mode: 'none' | 'duration' | 'total';
  readonly factor: number;
}): string {
  const times = factor.toPrecision(4);
  return mode === 'duration' ? say`before ×${times} for equal durations` : say`after ×${times} for equal totals`;
}
