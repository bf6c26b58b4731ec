/**
 * `pprofx convert --to json`: a profile with every table, one object a row, for other programs.
 */
import {labelGroups} from '../../analysis/values/label-units.ts';
import {NONE} from '../../base/columns.ts';
import {exactToJson} from '../../base/int64.ts';
import type {Profile} from '../../model/profile.ts';
import {jsonName, toJson} from './json.ts';

export function renderProfileJson(profile: Profile): string {
  const {comments, defaultSampleTypeName, durationNanos, kind, period, periodType, timeNanos} = profile;
  return toJson({
    schemaVersion: 1,
    kind,
    sampleTypes: profile.sampleTypes,
    ...(defaultSampleTypeName === '' ? {} : {defaultSampleType: defaultSampleTypeName}),
    ...(timeNanos === 0n ? {} : {timeNanos}),
    ...(durationNanos === 0n ? {} : {durationNanos}),
    ...(periodType === undefined ? {} : {period: {...periodType, value: period}}),
    ...(comments.length === 0 ? {} : {comments}),
    mappings: profile.mappings.map(({buildId, file, limit, offset, start}) => ({
      ...jsonName('file', file),
      ...(buildId === '' ? {} : {buildId}),
      start: hex(start),
      limit: hex(limit),
      offset: hex(offset),
    })),
    functions: rows(profile.functions.length, (row) => functionJson(profile, row)),
    locations: rows(profile.locations.length, (row) => locationJson(profile, row)),
    samples: rows(profile.samples.length, (row) => sampleJson(profile, row)),
  });
}

function rows(length: number, make: (row: number) => object): object[] {
  return Array.from({length}, (_, row) => make(row));
}

function hex(word: bigint): string {
  return `0x${word.toString(16)}`;
}

function functionJson({functions, strings}: Profile, row: number): object {
  const systemName = strings.at(functions.systemName[row]);
  const name = strings.at(functions.name[row]);
  const file = strings.at(functions.filename[row]);
  return {
    ...jsonName('name', name),
    ...(systemName === name || systemName === '' ? {} : jsonName('systemName', systemName)),
    ...(file === '' ? {} : jsonName('file', file)),
    ...(functions.startLine[row] === 0 ? {} : {startLine: functions.startLine[row]}),
  };
}

/** Lines innermost first; `function` and `mapping` are rows of their arrays. */
function locationJson({locations}: Profile, row: number): object {
  const lines: object[] = [];
  for (let line = locations.lineStart[row]; line < locations.lineStart[row + 1]; line++) {
    const fn = locations.lineFunction[line];
    lines.push({...(fn === NONE ? {} : {function: fn}), line: locations.lineNumber[line]});
  }
  return {
    address: hex(locations.address[row]),
    ...(locations.mapping[row] === NONE ? {} : {mapping: locations.mapping[row]}),
    lines,
  };
}

/** `stack` holds rows of `locations`, leaf first. */
function sampleJson(profile: Profile, row: number): object {
  const {samples, stacks} = profile;
  const stack: number[] = [];
  for (let at = samples.stack[row]; at !== NONE; at = stacks.parent[at]) stack.push(stacks.location[at]);
  const labels = labelGroups(profile, samples.labels[row]).map(({key, numbers, texts}) => ({
    key,
    ...(texts.length === 0 ? {} : {texts}),
    ...(numbers.length === 0 ? {} : {numbers}),
  }));
  return {
    values: samples.values.map((column, type) => exactToJson(column[row], samples.residues[type]?.[row] ?? 0)),
    stack,
    ...(labels.length === 0 ? {} : {labels}),
  };
}
