/**
 * `pprofx diff --format json`, as the published schema describes it.
 */
import type {ComparedType} from '../../analysis/compare/compare.ts';
import type {Diff, DiffSection, FindingChange} from '../../analysis/compare/diff-result.ts';
import type {ComparedShape} from '../../analysis/compare/goroutines.ts';
import type {Compared, ComparedRow} from '../../analysis/compare/rows.ts';
import type {Assessment} from '../../analysis/compare/verdict.ts';
import {exactToJson} from '../../base/int64.ts';
import type {Finding} from '../../model/finding.ts';
import {decisiveAssessment, decisiveType, verdictSentence} from '../words/diff-words.ts';
import {inputMarks} from '../words/input-marks.ts';
import {jsonName, toJson} from './json.ts';

export function renderDiffJson(diff: Diff): string {
  return toJson(diffObject(diff));
}

/** Of several processes, as `diff DIR DIR` compares them. */
export function renderDiffsJson(processes: readonly {readonly id: string; readonly diff: Diff}[]): string {
  return toJson({schemaVersion: 1, processes: processes.map(({diff, id}) => ({id, diff: diffObject(diff)}))});
}

function diffObject(diff: Diff): object {
  const [first, ...others] = diff.sections;
  return {
    schemaVersion: 1,
    ...inputMarks(diff.sections.flatMap(({comparison}) => [...comparison.before, ...comparison.after])),
    verdict: diff.verdict,
    summary: verdictSentence(diff),
    ...sectionJson(first),
    findings: diff.findings.map((change) => findingJson(change, diff)),
    others: others.map((section) => ({verdict: section.verdict, ...sectionJson(section)})),
    uncompared: diff.uncompared.map(({kind, name, side}) => ({...jsonName('name', name), side, kind})),
  };
}

function sectionJson(section: DiffSection): object {
  const {comparison, goroutines, assessments} = section;
  const decisive = decisiveType(section);
  const {lead} = decisiveAssessment(section);
  return {
    kind: comparison.kind,
    before: comparison.before.map(({name}) => jsonName('name', name)),
    after: comparison.after.map(({name}) => jsonName('name', name)),
    sampleType: decisive.type,
    sampleTypes: comparison.types.map((type, i) => typeJson(type, assessments[i])),
    ...(lead === undefined ? {} : {lead: rowJson(lead)}),
    rows: decisive.rows.map(rowJson),
    ...(goroutines === undefined
      ? {}
      : {goroutines: {seenTwice: goroutines.seenTwice, shapes: goroutines.shapes.map(shapeJson)}}),
  };
}

function typeJson({scale, total, type, unit}: ComparedType, {verdict}: Assessment): object {
  return {
    ...jsonName('type', type),
    ...jsonName('unit', unit),
    ...comparedJson(total),
    verdict,
    scale: {mode: scale.mode, factor: scale.factor},
  };
}

/** Cumulative numbers in front, as the verdict reads them; flat ones beside them. */
function rowJson({cum, flat, function: name}: ComparedRow): object {
  return {...jsonName('function', name), ...comparedJson(cum), flat: comparedJson(flat)};
}

function comparedJson({after, before, bound, change, delta, rankChance}: Compared): object {
  return {
    before: exactToJson(before, 0),
    after: exactToJson(after, 0),
    delta: exactToJson(delta, 0),
    bound: exactToJson(bound, 0),
    change,
    ...(rankChance === undefined ? {} : {rankChance}),
  };
}

function shapeJson({stack, createdBy, ...shape}: ComparedShape): object {
  return {...shape, stack, ...(createdBy === '' ? {} : jsonName('createdBy', createdBy))};
}

function findingJson({culprit, finding, status}: FindingChange, diff: Diff): object {
  const type = culprit === undefined ? undefined : diff.sections[culprit.section].comparison.types[culprit.type];
  return {
    status,
    ...findingFields(finding),
    ...(culprit === undefined || type === undefined
      ? {}
      : {moved: {sampleType: type.type, unit: type.unit, ...comparedJson(culprit.value)}}),
  };
}

function findingFields({culprit, id, severity, evidenceLevel, title, why, advice, fingerprint}: Finding): object {
  const {function: name, ...place} = culprit;
  return {
    id,
    severity,
    evidenceLevel,
    title,
    why,
    advice,
    culprit: {...jsonName('function', name), ...place},
    fingerprint,
  };
}
