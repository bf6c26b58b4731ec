/**
 * How much each label value holds.
 */
import {scaledLabel} from '../../base/units.ts';
import {compareBytes} from '../../base/utf8.ts';
import {labelGroups} from '../values/label-units.ts';
import type {Report} from './report.ts';

export interface TagKey {
  readonly key: string;
  /** Σ value over samples with the label, once per value of it. */
  readonly total: number;
  /** Heaviest first. */
  readonly values: readonly {readonly text: string; readonly value: number}[];
}

/** Label keys by name; numbers stand in words, so that equal words are one. */
export function tagTable(report: Report): TagKey[] {
  const {chosen, labelUnits, profile, settings} = report;
  const {samples} = profile;
  const valueOfSet = new Map<number, number>();
  for (let row = 0; row < samples.length; row++) {
    const set = samples.labels[row];
    valueOfSet.set(set, (valueOfSet.get(set) ?? 0) + chosen.values[row]);
  }
  const keys = new Map<string, Map<string, number>>();
  for (const [set, value] of valueOfSet) {
    for (const {key, numbers, texts} of labelGroups(profile, set)) {
      const unit = labelUnits.unitOf.get(key) ?? '';
      const words = [...texts, ...numbers.map((number) => scaledLabel(Number(number.value), unit, settings.unit))];
      const values = keys.get(key) ?? new Map<string, number>();
      keys.set(key, values);
      for (const word of words) values.set(word, (values.get(word) ?? 0) + value);
    }
  }
  return [...keys]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, values]) => ({
      key,
      total: [...values.values()].reduce((sum, value) => sum + value, 0),
      values: [...values]
        .map(([text, value]) => ({text, value}))
        .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || compareBytes(a.text, b.text)),
    }));
}
