/**
 * Labels of the samples that pass through functions, by the share of their value they carry.
 */
import {frameNames} from '../../../src/analysis/names/frame-names.ts';
import {labelUnits} from '../../../src/analysis/values/label-units.ts';
import {NONE} from '../../../src/base/columns.ts';
import {formatValue} from '../../../src/base/units.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {exactly} from '../../base/text.ts';
import type {LabelShare} from '../../protocol.ts';

const MAX_LABELS = 12;

/** @param names  raw function names that a stack must hold, all of them; none for all samples */
export function labelShares(profile: Profile, sampleType: number, names: readonly string[]): LabelShare[] {
  const {labelSets, samples} = profile;
  if (labelSets.length <= 1) return [];
  const passes = names.map((name) => stacksThrough(profile, name));
  const values = samples.values[sampleType];
  const bySet = new Float64Array(labelSets.length);
  let total = 0;
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row];
    if (passes.some((isThrough) => stack === NONE || isThrough[stack] === 0)) continue;
    bySet[samples.labels[row]] += Math.abs(values[row]);
    total += Math.abs(values[row]);
  }
  const {unitOf} = labelUnits(profile);
  const shares = new Map<string, {key: string; pattern: string; value: string; share: number}>();
  for (let set = 1; set < labelSets.length; set++) {
    if (bySet[set] === 0) continue;
    for (let label = labelSets.start[set]; label < labelSets.start[set + 1]; label++) {
      const key = profile.strings.at(labelSets.key[label]);
      const wanted = labelPattern(profile, label, unitOf.get(key) ?? '');
      const entry = shares.get(`${key}\0${wanted.pattern}`) ?? {key, ...wanted, share: 0};
      entry.share += bySet[set] / total;
      shares.set(`${key}\0${wanted.pattern}`, entry);
    }
  }
  return [...shares.values()].sort((a, b) => b.share - a.share).slice(0, MAX_LABELS);
}

/** A number is asked for in the unit of its key: filters take it as a range, not as text. */
function labelPattern(
  {labelSets, strings}: Profile,
  label: number,
  unit: string,
): Pick<LabelShare, 'pattern' | 'value'> {
  const text = labelSets.text[label];
  if (text !== NONE) return {value: strings.at(text), pattern: exactly(strings.at(text))};
  const number = labelSets.number[label];
  return {value: formatValue(Number(number), unit), pattern: `${number}${unit}`};
}

/** 1 for every stack that holds the function. */
function stacksThrough(profile: Profile, name: string): Uint8Array {
  const {stacks} = profile;
  const frames = frameNames(profile);
  const wanted = frames.names.indexOf(name);
  const passes = new Uint8Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    const location = stacks.location[stack];
    const here = frames.node.subarray(frames.start[location], frames.start[location + 1]).includes(wanted);
    passes[stack] = here || (above !== NONE && passes[above] === 1) ? 1 : 0;
  }
  return passes;
}
