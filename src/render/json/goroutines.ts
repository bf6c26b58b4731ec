/**
 * `pprofx goroutines --format json`, as the published schema describes it.
 */
import {type GoroutineGroup, type GoroutineGroups, goroutineIds} from '../../analysis/goroutines/groups.ts';
import {NONE} from '../../base/columns.ts';
import {functionName, type Profile, stackFunctions} from '../../model/profile.ts';
import {inputMarks} from '../words/input-marks.ts';
import {toJson} from './json.ts';

export interface GoroutinesJsonOptions {
  /** How many groups, 0 for all. */
  readonly limit: number;
  readonly ids: boolean;
}

export function renderGoroutinesJson(
  profile: Profile,
  {total, groups}: GoroutineGroups,
  options: GoroutinesJsonOptions,
): string {
  const shown = options.limit === 0 ? groups : groups.slice(0, options.limit);
  return toJson({
    schemaVersion: 1,
    ...inputMarks([profile]),
    total,
    groups: shown.map((group) => groupJson(profile, group, options.ids)),
  });
}

function groupJson(profile: Profile, group: GoroutineGroup, hasIds: boolean): Record<string, unknown> {
  const {wait} = group;
  const labels = labelsJson(profile, group.labelSet);
  return {
    count: group.count,
    ...(group.key === '' ? {} : {key: group.key}),
    states: Object.fromEntries(group.states.map(([text, count]) => [text, count])),
    ...(group.states.some(([, , isInferred]) => isInferred) ? {inferred: true} : {}),
    ...(wait === undefined ? {} : {wait: {min: wait.min, median: wait.median, max: wait.max}}),
    ...(group.createdBy === '' ? {} : {createdBy: group.createdBy}),
    ...(group.lockedCount === 0 ? {} : {locked: group.lockedCount}),
    ...(group.leakedCount === 0 ? {} : {leaked: group.leakedCount}),
    stack: stackFunctions(profile, group.stack).map((fn) => (fn === NONE ? '' : functionName(profile, fn))),
    ...(labels === undefined ? {} : {labels}),
    ...(hasIds ? {ids: goroutineIds(profile, group)} : {}),
  };
}

function labelsJson(profile: Profile, labelSet: number): Record<string, string | number | bigint> | undefined {
  const {labelSets, strings} = profile;
  const labels: [string, string | bigint][] = [];
  for (let i = labelSets.start[labelSet]; i < labelSets.start[labelSet + 1]; i++) {
    const value = labelSets.text[i] === NONE ? labelSets.number[i] : strings.at(labelSets.text[i]);
    labels.push([strings.at(labelSets.key[i]), value]);
  }
  return labels.length === 0 ? undefined : Object.fromEntries(labels);
}
