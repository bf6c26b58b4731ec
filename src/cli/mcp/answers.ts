/**
 * What each tool answers: the same text and JSON as the command of its name, and what to ask next.
 */

import type {Diff, DiffSection} from '../../analysis/compare/diff-result.ts';
import {goroutineFilter} from '../../analysis/goroutines/filter.ts';
import {groupGoroutines} from '../../analysis/goroutines/groups.ts';
import {combineSources} from '../../analysis/profiles/combine.ts';
import {openReport} from '../../analysis/reports/report.ts';
import {trimmedGraph} from '../../analysis/reports/report-graph.ts';
import {DEFAULT_REPORT_SETTINGS, type ReportSettings} from '../../analysis/reports/report-settings.ts';
import {analyze, type Diagnosis} from '../../analyze.ts';
import {failure} from '../../base/errors.ts';
import {largest} from '../../base/lists.ts';
import {quotePattern} from '../../base/quote-pattern.ts';
import {compareWithBase, diffProfiles} from '../../diff.ts';
import type {Profile} from '../../model/profile.ts';
import {shortName} from '../../model/symbol.ts';
import {renderAnalysisJson} from '../../render/json/analysis.ts';
import {renderDiffJson} from '../../render/json/diff.ts';
import {renderGoroutinesJson} from '../../render/json/goroutines.ts';
import {renderTopJson} from '../../render/json/top.ts';
import {renderAnalysisMarkdown} from '../../render/markdown/analysis.ts';
import {renderDiffText} from '../../render/text/diff.ts';
import {renderGoroutinesText} from '../../render/text/goroutines.ts';
import {renderTopText} from '../../render/text/top.ts';
import {PLAIN} from '../../render/words/style.ts';
import {byteSize} from '../input/read-options.ts';
import {findingsText, knowledgeText, whyNot, whyNotText} from '../knowledge/explanations.ts';
import type {Reply} from './answer.ts';
import {readBelow, type Session} from './session.ts';

export interface AnalyzeArguments {
  readonly paths: readonly string[];
  readonly memLimit?: string;
  readonly base?: readonly string[];
}

export async function answerAnalyze(session: Session, {base, memLimit, paths}: AnalyzeArguments): Promise<Reply> {
  const memoryLimitBytes = byteSize(memLimit, 'memLimit');
  const settings = memoryLimitBytes === undefined ? {} : {memoryLimitBytes};
  const profiles = await readBelow(session, paths, false);
  const earlier = base === undefined ? [] : await readBelow(session, base, false);
  const diagnosis = analyze(profiles, settings);
  const {findings, subject, suppressed} = diagnosis;
  const since = base === undefined ? undefined : compareWithBase(earlier, diagnosis, settings);
  return {
    text: renderAnalysisMarkdown(subject, findings, since),
    next: nextAfterAnalysis(diagnosis, profiles),
    json: {
      rows: findings.length,
      render: (rows) => renderAnalysisJson(subject, findings.slice(0, rows), suppressed.slice(0, rows), since),
    },
  };
}

function nextAfterAnalysis({findings}: Diagnosis, profiles: readonly Profile[]): string[] {
  const [first] = findings;
  const dump = profiles.find(({kind}) => kind.startsWith('goroutine'));
  const table = profiles.find(({kind}) => !kind.startsWith('goroutine'));
  const focus = first === undefined ? '' : `, focus: ${patternFor(first.culprit.function)}`;
  return [
    first === undefined
      ? 'explain whyNot: a function you suspect, with the same paths'
      : `explain id: ${first.fingerprint}, with the same paths: the first finding with all stacks`,
    ...(dump === undefined ? [] : [`goroutines path: ${dump.name}`]),
    ...(table === undefined ? [] : [`top paths: [${table.name}], cum: true${focus}`]),
    'diff before, after: once it is changed, or with an earlier file',
  ];
}

/** The last element of a name, as a pattern that is that text. */
function patternFor(name: string): string {
  return quotePattern(shortName(name));
}

export interface TopArguments {
  readonly paths: readonly string[];
  readonly rows?: number;
  readonly cum?: boolean;
  readonly focus?: string;
  readonly sampleIndex?: string;
}

const TOP_ROWS = 30;

export async function answerTop(session: Session, wanted: TopArguments): Promise<Reply> {
  const {cum, focus, paths, rows = TOP_ROWS, sampleIndex} = wanted;
  const profiles = await readBelow(session, paths, false);
  const profile = profiles.length === 1 ? profiles[0] : combineSources(profiles);
  const settings: ReportSettings = {
    ...DEFAULT_REPORT_SETTINGS,
    sort: cum === true ? 'cum' : 'flat',
    sampleIndex: sampleIndex ?? '',
    ...(focus === undefined ? {} : {focus}),
  };
  const upTo = (nodeCount: number): Parameters<typeof renderTopJson> => {
    const report = openReport(profile, 'text', {...settings, nodeCount});
    return [report, trimmedGraph(report)];
  };
  const [report, trimmed] = upTo(rows);
  const unmatched = report.unmatched.map((name) => `warning: ${name} matched nothing\n`).join('');
  return {
    text: unmatched + renderTopText(report, trimmed, {hasFullNames: false, isCompact: false}, PLAIN),
    next: [
      `top with ${cum === true ? 'cum: false' : 'cum: true'}, or focus on one function`,
      'explain whyNot: a function that looks suspicious here',
    ],
    json: {rows: trimmed.graph.nodes.length, render: (count) => renderTopJson(...upTo(Math.max(1, count)))},
  };
}

export interface GoroutinesArguments {
  readonly path: string;
  readonly rows?: number;
  readonly where?: readonly string[];
}

const GOROUTINE_ROWS = 10;
const STACK_DEPTH = 10;

export async function answerGoroutines(session: Session, wanted: GoroutinesArguments): Promise<Reply> {
  const {path, rows = GOROUTINE_ROWS, where = []} = wanted;
  const [profile] = await readBelow(session, [path], true);
  if (profile.goroutines === undefined && !profile.kind.startsWith('goroutine')) {
    throw failure('USAGE', `this is a ${profile.kind} profile, not one of goroutines`, {input: path}, 'ask top');
  }
  const keep = goroutineFilter(profile, where);
  const groups = groupGoroutines(profile, {similar: 'functions', by: 'stack', keep});
  const shown = {limit: rows, depth: STACK_DEPTH, ids: false, fullNames: false};
  return {
    text: renderGoroutinesText(profile, groups, shown, PLAIN),
    next: ["goroutines where: ['wait>=10'] or ['function~NAME']", 'analyze with a heap profile of the same process'],
    json: {
      rows: Math.min(rows, groups.groups.length),
      render: (count) =>
        renderGoroutinesJson(profile, {...groups, groups: groups.groups.slice(0, count)}, {limit: 0, ids: false}),
    },
  };
}

export interface DiffArguments {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly sampleIndex?: string;
}

const DIFF_ROWS = 15;

export async function answerDiff(session: Session, {after, before, sampleIndex}: DiffArguments): Promise<Reply> {
  const old = await readBelow(session, before, 'numeric');
  const recent = await readBelow(session, after, 'numeric');
  const diff = diffProfiles(old, recent, sampleIndex === undefined ? {} : {sampleType: sampleIndex});
  return {
    text: renderDiffText(diff, {nodeCount: DIFF_ROWS, fullNames: false}, PLAIN),
    next: ['analyze the files of after, with base: the files of before', 'top of either side'],
    json: {
      rows: largest([0, ...diff.sections.map(({comparison}) => comparison.types[comparison.decisive].rows.length)]),
      render: (rows) => renderDiffJson(withRows(diff, rows)),
    },
  };
}

/** The first rows of each table. */
function withRows(diff: Diff, count: number): Diff {
  const sections = diff.sections.map((section): DiffSection => {
    const {comparison, goroutines} = section;
    const types = comparison.types.map((type) => ({...type, rows: type.rows.slice(0, count)}));
    return {
      ...section,
      comparison: {...comparison, types},
      ...(goroutines === undefined ? {} : {goroutines: {...goroutines, shapes: goroutines.shapes.slice(0, count)}}),
    };
  });
  return {...diff, sections};
}

export interface ExplainArguments {
  readonly id?: string;
  readonly whyNot?: string;
  readonly paths?: readonly string[];
}

export async function answerExplain(session: Session, wanted: ExplainArguments): Promise<Reply> {
  const {id, paths = []} = wanted;
  if ((id === undefined) === (wanted.whyNot === undefined)) throw failure('USAGE', 'explain needs either id or whyNot');
  if (wanted.whyNot !== undefined && paths.length === 0) throw failure('USAGE', 'whyNot needs paths of profiles');
  if (paths.length === 0) return {text: knowledgeText(id ?? '', PLAIN), next: ['explain the same id, with paths']};
  const diagnosis = analyze(await readBelow(session, paths, false));
  const text =
    wanted.whyNot === undefined
      ? findingsText(diagnosis.findings, id ?? '', PLAIN)
      : whyNotText(whyNot(diagnosis, wanted.whyNot, undefined), PLAIN);
  return {text, next: ['explain id: a detector named here, without paths: how it decides and how it errs']};
}
