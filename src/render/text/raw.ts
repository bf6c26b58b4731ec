/**
 * `pprofx raw`: every table of a profile, in the form of `go tool pprof -raw`.
 *
 * The profile must be in canonical form (see merge.ts): row i is printed as id i + 1.
 */

import {type LabelGroup, labelGroups} from '../../analysis/values/label-units.ts';
import {NONE} from '../../base/columns.ts';
import {goDuration, goTime} from '../../base/go-time.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {compareBytes} from '../../base/utf8.ts';
import type {Mapping, Profile} from '../../model/profile.ts';

const LABEL_INDENT = ' '.repeat(16);
const LINE_INDENT = ' '.repeat(13);

export function renderRawText(profile: Profile): string {
  const lines = [...headLines(profile), 'Samples:', typeLine(profile)];
  for (let row = 0; row < profile.samples.length; row++) pushAll(lines, sampleLines(profile, row));
  lines.push('Locations');
  for (let row = 0; row < profile.locations.length; row++) pushAll(lines, locationLines(profile, row));
  lines.push('Mappings');
  pushAll(
    lines,
    profile.mappings.map((mapping, row) => mappingLine(mapping, row + 1)),
  );
  return `${lines.join('\n')}\n`;
}

function headLines({comments, durationNanos, period, periodType, timeNanos}: Profile): string[] {
  const type = periodType ?? {type: '', unit: ''};
  return [
    ...comments.map((comment) => `Comment: ${safeText(comment)}`),
    `PeriodType: ${safeText(type.type)} ${safeText(type.unit)}`,
    `Period: ${period}`,
    ...(timeNanos === 0n ? [] : [`Time: ${goTime(timeNanos)}`]),
    // Four characters of the duration: that is all go tool pprof prints.
    ...(durationNanos === 0n ? [] : [`Duration: ${goDuration(durationNanos).slice(0, 4)}`]),
  ];
}

function typeLine({defaultSampleTypeName, sampleTypes}: Profile): string {
  return sampleTypes
    .map(({type, unit}) => `${safeText(type)}/${safeText(unit)}${type === defaultSampleTypeName ? '[dflt]' : ''}`)
    .join(' ');
}

function sampleLines(profile: Profile, row: number): string[] {
  const {samples, stacks} = profile;
  const values = samples.values.map(
    (column, type) => ` ${exactText(column[row], samples.residues[type]?.[row] ?? 0).padStart(10)}`,
  );
  const ids: string[] = [];
  for (let stack = samples.stack[row]; stack !== NONE; stack = stacks.parent[stack]) {
    ids.push(`${stacks.location[stack] + 1} `);
  }
  const groups = labelGroups(profile, samples.labels[row]);
  const texts = groups.filter((group) => group.texts.length > 0).map(textLabel);
  const numbers = groups.filter((group) => group.numbers.length > 0).map(numberLabel);
  return [
    `${values.join('')}: ${ids.join('')}`,
    ...[texts, numbers]
      .filter((labels) => labels.length > 0)
      .map((labels) => LABEL_INDENT + labels.sort(compareBytes).join(' ')),
  ];
}

function exactText(value: number, residue: number): string {
  return residue === 0 ? BigInt(value).toString() : (BigInt(value) + BigInt(residue)).toString();
}

function textLabel({key, texts}: LabelGroup): string {
  return `${safeText(key)}:[${texts.map(safeText).join(' ')}]`;
}

function numberLabel({key, numbers}: LabelGroup): string {
  const hasUnits = numbers.some(({unit}) => unit !== '');
  const values = numbers.map(({unit, value}) => (hasUnits ? `${value} ${safeText(unit)}` : String(value)));
  return `${safeText(key)}:[${values.join(' ')}]`;
}

function locationLines(profile: Profile, row: number): string[] {
  const {functions, locations, strings} = profile;
  const mapping = locations.mapping[row];
  const owner = mapping === NONE ? '' : `M=${mapping + 1} `;
  const folded = locations.isFolded[row] === 0 ? '' : '[F] ';
  const head = `${String(row + 1).padStart(6)}: 0x${locations.address[row].toString(16)} ${owner}${folded}`;
  const lines: string[] = [];
  for (let line = locations.lineStart[row]; line < locations.lineStart[row + 1]; line++) {
    const fn = locations.lineFunction[line];
    const text = (column: Int32Array): string => safeText(strings.at(column[fn]));
    if (fn === NONE) {
      lines.push('??');
      continue;
    }
    const name = text(functions.name);
    const systemName = text(functions.systemName);
    lines.push(
      `${name} ${text(functions.filename)}:${locations.lineNumber[line]} s=${functions.startLine[fn]}${name === systemName ? '' : `(${systemName})`}`,
    );
  }
  if (lines.length === 0) return [head];
  return lines.map((line, i) => (i === 0 ? head : LINE_INDENT) + line);
}

function mappingLine(mapping: Mapping, id: number): string {
  const {buildId, file, limit, offset, start} = mapping;
  const flags = [
    mapping.hasFunctions ? '[FN]' : '',
    mapping.hasFilenames ? '[FL]' : '',
    mapping.hasLineNumbers ? '[LN]' : '',
    mapping.hasInlineFrames ? '[IN]' : '',
  ].join('');
  const words = [start, limit, offset].map((word) => `0x${word.toString(16)}`).join('/');
  return `${id}: ${words} ${safeText(file)} ${safeText(buildId)} ${flags}`;
}
