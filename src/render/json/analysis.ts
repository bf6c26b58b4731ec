/**
 * `pprofx analyze --format json`: the contract that other programs read.
 */
import type {Case, ProfileFacts} from '../../analysis/case/case.ts';
import {inputWarnings} from '../../analysis/case/data-quality.ts';
import type {BaseComparison, FindingStatus} from '../../analysis/compare/diff-result.ts';
import {stackValues} from '../../analysis/values/stack-values.ts';
import {exactToJson} from '../../base/int64.ts';
import type {Culprit, Finding, Suppressed} from '../../model/finding.ts';
import {goneSince, statusOf} from '../words/base-marks.ts';
import {inputMarks} from '../words/input-marks.ts';
import {jsonName, toJson} from './json.ts';

export function renderAnalysisJson(
  subject: Case,
  findings: readonly Finding[],
  suppressed: readonly Suppressed[],
  base?: BaseComparison,
): string {
  return toJson(analysisObject(subject, findings, suppressed, base));
}

/** The same before it is text, for reports that hold several. */
export function analysisObject(
  subject: Case,
  findings: readonly Finding[],
  suppressed: readonly Suppressed[],
  base?: BaseComparison,
): object {
  return {
    schemaVersion: 1,
    ...inputMarks(subject.inputs.map(({profile}) => profile)),
    inputs: subject.inputs.map(inputJson),
    findings: findings.map((finding) => findingJson(finding, statusOf(finding, base))),
    suppressed,
    ...(base === undefined
      ? {}
      : {
          base: {
            inputs: base.names.map((name) => jsonName('name', name)),
            gone: goneSince(base, findings).map(({finding, status}) => findingJson(finding, status)),
          },
        }),
  };
}

function inputJson(facts: ProfileFacts): object {
  const {profile} = facts;
  const {goroutines, samples} = profile;
  return {
    ...jsonName('name', profile.name),
    format: profile.format,
    kind: profile.kind,
    ...(profile.timeNanos === 0n ? {} : {time: isoTime(profile.timeNanos)}),
    ...(profile.durationNanos === 0n ? {} : {durationNanos: profile.durationNanos}),
    samples: profile.counts.samples,
    sampleTypes: profile.sampleTypes.map(({type, unit}, index) => {
      const {total} = stackValues(profile, index);
      return {...jsonName('type', type), ...jsonName('unit', unit), total: exactToJson(total.high, total.low)};
    }),
    ...(goroutines === undefined ? {} : {goroutines: samples.values[0].reduce((sum, count) => sum + count, 0)}),
    warnings: inputWarnings(facts),
  };
}

function isoTime(nanos: bigint): string {
  const date = new Date(Number(nanos / 1_000_000n));
  return Number.isNaN(date.getTime()) ? `${nanos}ns` : date.toISOString();
}

export function findingJson(finding: Finding, change?: FindingStatus): object {
  const {culprit, explains: _, overrules: ____, precedence: __, weight: ___, ...rest} = finding;
  return {...rest, culprit: culpritJson(culprit), ...(change === undefined ? {} : {change})};
}

function culpritJson({function: name, ...rest}: Culprit): object {
  return {...jsonName('function', name), ...rest};
}
