/**
 * What `analyze` says of a case: a table of its processes, what was found, and the report of each.
 */

import type {Diagnosis} from '../../analyze.ts';
import {say} from '../../base/language/say.ts';
import {largest} from '../../base/lists.ts';
import type {Moment} from '../../incident/moments.ts';
import type {CaseProcess} from '../../incident/processes.ts';
import {analysisObject} from '../../render/json/analysis.ts';
import {toJson} from '../../render/json/json.ts';
import {seriesObject} from '../../render/json/series.ts';
import {renderAnalysisMarkdown} from '../../render/markdown/analysis.ts';
import {renderProcessesMarkdown} from '../../render/markdown/processes.ts';
import {renderAnalysisText} from '../../render/text/analysis.ts';
import {type FoundKind, renderProcesses} from '../../render/text/processes.ts';
import {renderSeriesText} from '../../render/text/series.ts';
import type {DiagnosedProcess} from '../../render/words/process-words.ts';
import {seriesSentence, trendSentence} from '../../render/words/series-sentence.ts';
import type {Style} from '../../render/words/style.ts';
import {utcText} from '../../render/words/utc-text.ts';
import type {CaseDiagnosis, ProcessDiagnosis} from './diagnose.ts';
import type {ProcessSeries} from './growth.ts';
import type {OpenedEvidence} from './open-evidence.ts';

/** Stacks of a series that are shown. */
const MOST_SHAPES = 3;

/** What text shows of one diagnosis. */
export function processText(
  {findings, subject, suppressed}: Diagnosis,
  {collected}: CaseProcess,
  style: Style,
  showIdle = false,
): string {
  // A process that was asked for its proof need not be asked again.
  const wasAsked = collected?.profiles.some(({kind}) => kind === 'goroutineleak') === true;
  return renderAnalysisText(subject, findings, suppressed, style, {showIdle, wasAsked});
}

export function caseText(opened: OpenedEvidence, {outliers, processes}: CaseDiagnosis<string>, style: Style): string {
  const {entries, found, links, makers, troubles} = opened;
  return renderProcesses(
    processes.map((each) => ({
      ...shownProcess(each),
      series: each.series.map((one) => seriesText(one, style)).join('\n'),
    })),
    outliers,
    {
      isOwn: opened.processes.every(({collected}) => collected !== undefined),
      makers,
      kinds: opened.processes.flatMap(foundKinds),
      others: Math.max(0, entries - found),
      links,
      troubles,
    },
    style,
  );
}

/** What Markdown shows of one diagnosis. */
export function processMarkdown({findings, subject}: Diagnosis): string {
  return renderAnalysisMarkdown(subject, findings);
}

export function caseMarkdown({outliers, processes}: CaseDiagnosis<string>): string {
  const shown = processes.map((each) => {
    const {growth, ...rest} = shownProcess(each);
    return {...rest, growth: [...growth, ...each.series.flatMap(seriesSentences)]};
  });
  return renderProcessesMarkdown(shown, outliers);
}

function shownProcess(process: ProcessDiagnosis<string>): DiagnosedProcess {
  const {findings, growth, missing, replica, report} = process;
  return {
    id: replica.id,
    measures: replica.measures,
    worst: findings[0]?.severity,
    growth: [...momentLines(process), ...(growth === undefined ? [] : [growth])],
    missing,
    report: report ?? '',
  };
}

/** A row for each kind of each process. */
function foundKinds({id, moments}: CaseProcess): FoundKind[] {
  const rows = new Map<string, {count: number; bytes: number; from: number | undefined; to: number | undefined}>();
  for (const {evidence, millis} of moments.flatMap((moment) => moment.evidence)) {
    const row = rows.get(evidence.kind) ?? {count: 0, bytes: 0, from: undefined, to: undefined};
    row.count++;
    row.bytes += evidence.size;
    if (millis !== undefined) {
      row.from = Math.min(row.from ?? millis, millis);
      row.to = Math.max(row.to ?? millis, millis);
    }
    rows.set(evidence.kind, row);
  }
  return [...rows].map(([kind, row]) => ({process: id, kind, ...row}));
}

/** Which of several moments is shown, and whether the trouble is there at the others. */
function momentLines({process, shown, worst}: ProcessDiagnosis<string>): string[] {
  const {moments} = process;
  if (moments.length < 2 || shown < 0) return [];
  const sick = worst.filter((severity) => severity === worst[shown]).length;
  const which = shown === moments.length - 1 ? say('the last') : say`number ${shown + 1}`;
  const others = worst[shown] === undefined ? '' : say`; ${worst[shown]} at ${sick} of them`;
  return [say`${moments.length} moments, ${span(moments)}: ${which} is shown${nameOf(moments[shown])}${others}`];
}

function span(moments: readonly Moment[]): string {
  const times = moments.flatMap(({from, to}) => [from ?? [], to ?? []].flat());
  return times.length === 0
    ? say('without times')
    : say`${utcText(-largest(times.map((time) => -time)))} to ${utcText(largest(times))}`;
}

function nameOf({from, label}: Moment): string {
  const name = labelText(label);
  const time = from === undefined ? '' : utcText(from);
  const both = [name, time].filter((part) => part !== '').join(say(', '));
  return both === '' ? '' : say` (${both})`;
}

/** Without what makes it sort: `0 before`, `000000000012`. */
function labelText(label: string): string {
  return label
    .split(' ')
    .filter((word) => !/^\d$/.test(word))
    .map((word) => word.replace(/^0+(?=t?\d)/i, ''))
    .join(' ');
}

function seriesText(one: ProcessSeries, style: Style): string {
  if (one.series.growths.length === 0) return seriesSentences(one).join('\n');
  const trend = one.trend === undefined ? [] : [trendSentence(one.trend, one.series)];
  return [...trend, renderSeriesText(one.series, MOST_SHAPES, style)].join('\n');
}

function seriesSentences({series, trend}: ProcessSeries): string[] {
  return [...(trend === undefined ? [] : [trendSentence(trend, series)]), seriesSentence(series)];
}

/** What JSON holds of one diagnosis. */
export function processAnalysis({findings, subject, suppressed}: Diagnosis): object {
  return analysisObject(subject, findings, suppressed);
}

export function caseJson(opened: OpenedEvidence, {outliers, processes}: CaseDiagnosis<object>): string {
  const {entries, found, links, makers, troubles} = opened;
  return toJson({
    schemaVersion: 1,
    makers,
    processes: processes.map(processJson),
    outliers,
    entries,
    profiles: found,
    links,
    troubles,
  });
}

function processJson({growth, missing, process, replica, report, ...rest}: ProcessDiagnosis<object>): object {
  const {series, shown, worst} = rest;
  const {profiles: _, ...identity} = process.collected ?? {profiles: []};
  return {
    ...identity,
    id: replica.id,
    ...(replica.group === undefined ? {} : {group: replica.group}),
    measures: replica.measures,
    ...(growth === undefined ? {} : {growth}),
    missing,
    moments: process.moments.map((moment, index) => momentJson(moment, worst[index])),
    ...(shown < 0 ? {} : {shown}),
    ...(series.length === 0
      ? {}
      : {series: series.map(({kind, series, trend}) => ({kind, ...seriesObject(series), trend}))}),
    ...(report === undefined ? {} : {analysis: report}),
  };
}

function momentJson({evidence, from, label, to}: Moment, worst: string | undefined): object {
  return {
    ...(label === '' ? {} : {label: labelText(label)}),
    ...(from === undefined ? {} : {from: new Date(from).toISOString()}),
    ...(to === undefined ? {} : {to: new Date(to).toISOString()}),
    ...(worst === undefined ? {} : {worst}),
    inputs: evidence.map(({evidence: {address, kind, size}, millis}) => ({
      name: address,
      kind,
      size,
      ...(millis === undefined ? {} : {time: new Date(millis).toISOString()}),
    })),
  };
}
