/**
 * `pprofx analyze --format json`: the contract that other programs read.
 */
import type {Case, ProfileFacts} from '../analysis/case.ts';
import {inputWarnings} from '../analysis/data-quality.ts';
import {stackValues} from '../analysis/stack-values.ts';
import {exactToJson} from '../base/int64.ts';
import type {Culprit, Finding, Suppressed} from '../model/finding.ts';
import {inputMarks} from './input-marks.ts';
import {jsonName, toJson} from './json.ts';

export function renderAnalysisJson(
  subject: Case,
  findings: readonly Finding[],
  suppressed: readonly Suppressed[],
): string {
  return toJson({
    schemaVersion: 1,
    ...inputMarks(...subject.inputs.map(({profile}) => profile)),
    inputs: subject.inputs.map(inputJson),
    findings: findings.map(findingJson),
    suppressed,
  });
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

function findingJson(finding: Finding): object {
  const {culprit, explains: _, precedence: __, weight: ___, ...rest} = finding;
  return {...rest, culprit: culpritJson(culprit)};
}

function culpritJson({function: name, ...rest}: Culprit): object {
  return {...jsonName('function', name), ...rest};
}
