/**
 * Which unit the numeric labels of a key are in: the first one a sample gives, else one concluded from the key.
 *
 * The rule is google/pprof's (Profile.NumLabelUnits).
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';

export interface LabelUnits {
  /** Key → unit, for every key that has a numeric label. */
  readonly unitOf: ReadonlyMap<string, string>;
  /** Key → units that were met but not used, sorted. */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
}

/** Whether label row `row` is one at all: google/pprof takes a zero without text and unit for "no label". */
export function isLabel(profile: Profile, row: number): boolean {
  const {number, text, unit} = profile.labelSets;
  return text[row] !== NONE || number[row] !== 0n || unit[row] !== 0;
}

export function isNumericLabel(profile: Profile, row: number): boolean {
  return profile.labelSets.text[row] === NONE;
}

export function labelUnits(profile: Profile): LabelUnits {
  const {labelSets, samples, strings} = profile;
  const unitOf = new Map<string, string>();
  const ignored = new Map<string, Set<string>>();
  const seen = new Uint8Array(labelSets.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const set = samples.labels[sample];
    if (seen[set] === 1) continue;
    seen[set] = 1;
    for (let row = labelSets.start[set]; row < labelSets.start[set + 1]; row++) {
      if (!isNumericLabel(profile, row) || !isLabel(profile, row)) continue;
      noteUnit(strings.at(labelSets.key[row]), strings.at(labelSets.unit[row]), unitOf, ignored);
    }
  }
  for (const [key, unit] of unitOf) if (unit === '') unitOf.set(key, inferredUnit(key));
  return {unitOf, ignored: new Map([...ignored].map(([key, units]) => [key, [...units].sort()]))};
}

function noteUnit(key: string, unit: string, unitOf: Map<string, string>, ignored: Map<string, Set<string>>): void {
  const known = unitOf.get(key) ?? '';
  if (known === '') {
    unitOf.set(key, unit);
    return;
  }
  if (unit === '' || unit === known) return;
  const others = ignored.get(key) ?? new Set();
  ignored.set(key, others.add(unit));
}

function inferredUnit(key: string): string {
  return key === 'alignment' || key === 'request' ? 'bytes' : key;
}

/** One key of a label set with its values, as reports show them. */
export interface LabelGroup {
  readonly key: string;
  /** Text values, in order. */
  readonly texts: readonly string[];
  /** Numeric values with the unit the file gives each, '' for none. */
  readonly numbers: readonly {readonly value: bigint; readonly unit: string}[];
}

/** The labels of a set, one group per key, keys in the order of the file's string table rows. */
export function labelGroups(profile: Profile, labelSet: number): LabelGroup[] {
  const {labelSets, strings} = profile;
  const groups = new Map<string, {key: string; texts: string[]; numbers: {value: bigint; unit: string}[]}>();
  for (let row = labelSets.start[labelSet]; row < labelSets.start[labelSet + 1]; row++) {
    if (!isLabel(profile, row)) continue;
    const key = strings.at(labelSets.key[row]);
    const group = groups.get(key) ?? {key, texts: [], numbers: []};
    groups.set(key, group);
    if (isNumericLabel(profile, row)) {
      group.numbers.push({value: labelSets.number[row], unit: strings.at(labelSets.unit[row])});
    } else group.texts.push(strings.at(labelSets.text[row]));
  }
  return [...groups.values()];
}
