/**
 * Before and after in, a verdict out: did the fix work?
 *
 * Profiles are paired by kind. Numbers alone already give a verdict; findings refine it: each one of before is looked
 * up in after, and counts as moved only when its culprit's value moved beyond noise, so that a threshold crossed by
 * luck changes nothing.
 */

import {comparableKind} from './analysis/compare/comparable-kind.ts';
import {type CompareOptions, compareProfiles} from './analysis/compare/compare.ts';
import type {BaseComparison, Diff, DiffSection, FindingChange, FindingStatus} from './analysis/compare/diff-result.ts';
import {compareGoroutines} from './analysis/compare/goroutines.ts';
import {restartedTypes} from './analysis/compare/restart.ts';
import type {Compared, ComparedRow} from './analysis/compare/rows.ts';
import {type Assessment, assess, isNearlyGone, overallVerdict, type Verdict} from './analysis/compare/verdict.ts';
import {indexFindings} from './analysis/evidence/same-finding.ts';
import {withoutRuntimeFrames} from './analysis/filters/frame-filters.ts';
import {type AnalyzeOptions, analyze, type Diagnosis} from './analyze.ts';
import {failure} from './base/errors.ts';
import {isDumpKind} from './model/dump-kind.ts';
import {type Finding, urgencyOf} from './model/finding.ts';
import type {Profile} from './model/profile.ts';
import {identityName} from './model/symbol.ts';

export interface DiffOptions extends CompareOptions {
  readonly analysis?: AnalyzeOptions;
}

/**
 * @param before, after  one profile each or several; those of one kind on a side are repeated runs
 * @throws USAGE when no kind is on both sides
 */
export function diffProfiles(before: readonly Profile[], after: readonly Profile[], options: DiffOptions = {}): Diff {
  const kinds = commonKinds(before, after);
  const sections = compareSections(before, after, options);
  const findings = followFindings(
    analyze(before, options.analysis).findings,
    analyze(after, options.analysis).findings,
    sections,
  );
  const verdict = refine(overallVerdict(sections.map((section) => section.verdict)), findings);
  const alone = (profiles: readonly Profile[], side: 'before' | 'after'): Diff['uncompared'] =>
    profiles.filter((profile) => !kinds.includes(comparableKind(profile))).map(({kind, name}) => ({name, side, kind}));
  return {verdict, sections, findings, uncompared: [...alone(before, 'before'), ...alone(after, 'after')]};
}

/**
 * What became of the findings of an analysis since a base, and of the base's own.
 *
 * @throws USAGE when the base holds no profile of a kind that was analyzed
 */
export function compareWithBase(
  base: readonly Profile[],
  {findings, subject}: Diagnosis,
  options: AnalyzeOptions = {},
): BaseComparison {
  const after = subject.inputs.map(({profile}) => profile);
  const sections = compareSections(base, after, {analysis: options});
  const changes = followFindings(analyze(base, options).findings, findings, sections);
  return {names: base.map(({name}) => name), sections, changes};
}

function commonKinds(before: readonly Profile[], after: readonly Profile[]): string[] {
  return [...new Set(after.map(comparableKind))].filter((kind) =>
    before.some((profile) => comparableKind(profile) === kind),
  );
}

function compareSections(before: readonly Profile[], after: readonly Profile[], options: DiffOptions): DiffSection[] {
  const kinds = commonKinds(before, after);
  if (kinds.length === 0) throw nothingInCommon(before, after);
  return kinds.map((kind) =>
    compareSection(
      before.filter((profile) => comparableKind(profile) === kind),
      after.filter((profile) => comparableKind(profile) === kind),
      options,
    ),
  );
}

function nothingInCommon(before: readonly Profile[], after: readonly Profile[]): Error {
  const kindsOf = (profiles: readonly Profile[]): string => [...new Set(profiles.map(({kind}) => kind))].join(', ');
  return failure(
    'USAGE',
    `before is ${kindsOf(before)}, after is ${kindsOf(after)}: nothing to compare`,
    {},
    'give two profiles of one kind, taken before and after the change',
  );
}

function compareSection(before: readonly Profile[], after: readonly Profile[], options: DiffOptions): DiffSection {
  const areForms = areOfSeveralForms([...before, ...after]);
  const shown = (profiles: readonly Profile[]): readonly Profile[] =>
    areForms ? profiles.map(withoutRuntimeFrames) : profiles;
  const comparison = compareProfiles(shown(before), shown(after), options);
  const restarted = restartedTypes(comparison);
  const assessments = comparison.types.map((type) => (restarted.has(type) ? NOT_JUDGED : assess(type)));
  const isPair = before.length === 1 && after.length === 1;
  return {
    comparison,
    assessments,
    verdict: assessments[comparison.decisive].verdict,
    ...(restarted.size > 0 ? {isRestarted: true} : {}),
    ...(isPair && isDumpKind(comparison.kind) ? {goroutines: compareGoroutines(before[0], after[0])} : {}),
  };
}

/** Whether they are dumps in several forms: only some print the frames of the runtime in which a goroutine waits. */
function areOfSeveralForms(profiles: readonly Profile[]): boolean {
  return isDumpKind(profiles[0].kind) && profiles.some(({format}) => format !== profiles[0].format);
}

/** Of counters that began at zero again. */
const NOT_JUDGED: Assessment = {verdict: 'unchanged'};

function followFindings(
  before: readonly Finding[],
  after: readonly Finding[],
  sections: readonly DiffSection[],
): FindingChange[] {
  // What merely stands out, stands out on any day.
  const [old, recent] = [before, after].map((findings) => findings.filter(({precedence}) => precedence >= 0));
  const changes: FindingChange[] = [];
  const followed = new Set<Finding>();
  const index = indexFindings(recent);
  const rowsOf = sections.map(rowFinder);
  for (const finding of old) {
    const now = index.take(finding);
    if (now !== undefined) followed.add(now);
    changes.push(now === undefined ? change(finding, 'before', rowsOf) : change(now, 'both', rowsOf));
  }
  for (const finding of recent) if (!followed.has(finding)) changes.push(change(finding, 'after', rowsOf));
  return changes.sort(byInterest);
}

/** What is new first; of one status the more severe, then the one whose culprit moved most. */
function byInterest(a: FindingChange, b: FindingChange): number {
  const move = ({culprit}: FindingChange): number => Math.abs(culprit?.value.delta ?? 0);
  return (
    STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status) ||
    urgencyOf(b.finding.severity) - urgencyOf(a.finding.severity) ||
    move(b) - move(a)
  );
}

const STATUS_ORDER: readonly FindingStatus[] = ['new', 'grown', 'gone', 'shrunk', 'same'];

function change(finding: Finding, seenIn: 'before' | 'after' | 'both', rowsOf: readonly RowFinder[]): FindingChange {
  const culprit = culpritValue(finding, rowsOf);
  return {finding, status: statusOf(seenIn, culprit?.value), ...(culprit === undefined ? {} : {culprit})};
}

function statusOf(seenIn: 'before' | 'after' | 'both', value: Compared | undefined): FindingStatus {
  if (value === undefined) return seenIn === 'before' ? 'gone' : seenIn === 'after' ? 'new' : 'same';
  if (value.change === 'unchanged') return 'same';
  if (value.delta > 0) return seenIn === 'after' ? 'new' : 'grown';
  return seenIn === 'before' && isNearlyGone(value) ? 'gone' : 'shrunk';
}

/** The culprit's value where it has the largest share of its profile. */
function culpritValue({culprit}: Finding, rowsOf: readonly RowFinder[]): FindingChange['culprit'] {
  let found: FindingChange['culprit'];
  let largest = 0;
  rowsOf.forEach(({find, total, type}, section) => {
    const row = find(culprit.function);
    const share = row === undefined ? 0 : Math.max(row.cum.before, row.cum.after) / Math.max(total.before, total.after);
    if (row === undefined || share <= largest) return;
    largest = share;
    found = {value: row.cum, section, type};
  });
  return found;
}

/** The deciding rows of a section by function. */
interface RowFinder {
  readonly type: number;
  readonly total: Compared;
  /** The first row of this name or of its identity. */
  readonly find: (name: string) => ComparedRow | undefined;
}

function rowFinder({comparison}: DiffSection): RowFinder {
  const type = comparison.decisive;
  const compared = comparison.types[type];
  let known: ReadonlyMap<string, number> | undefined;
  const find = (name: string): ComparedRow | undefined => {
    known ??= firstRows(compared.rows);
    const [byName, byIdentity] = [`name ${name}`, `identity ${identityName(name)}`].map((key) => known?.get(key));
    return compared.rows[Math.min(byName ?? compared.rows.length, byIdentity ?? compared.rows.length)];
  };
  return {type, total: compared.total, find};
}

function firstRows(rows: readonly ComparedRow[]): Map<string, number> {
  const first = new Map<string, number>();
  for (let row = rows.length - 1; row >= 0; row--) {
    first.set(`name ${rows[row].function}`, row);
    first.set(`identity ${rows[row].identity}`, row);
  }
  return first;
}

/** A finding's growth below this share of what it was does not make things worse. */
const WORSE_SHARE = 0.1;

function refine(verdict: Verdict, changes: readonly FindingChange[]): Verdict {
  const serious = changes.filter(({finding}) => finding.severity !== 'info');
  const has = (status: FindingStatus): boolean => serious.some((one) => one.status === status);
  const isWorse = serious.some(
    ({culprit, status}) =>
      status === 'grown' && culprit !== undefined && culprit.value.delta >= WORSE_SHARE * culprit.value.before,
  );
  if (verdict === 'worse') return has('new') && has('gone') ? 'new trouble' : 'worse';
  if (verdict === 'new trouble' || has('new')) return 'new trouble';
  if (isWorse) return has('gone') ? 'new trouble' : 'worse';
  const remains = has('same') || has('shrunk') || has('grown');
  if (has('gone') && !remains) return 'fixed';
  return verdict === 'fixed' && remains && !has('gone') ? 'better' : verdict;
}
