/**
 * Labels of the samples that pass through a function, by the share of its value they carry.
 */
import {frameNames} from '../../../src/analysis/names/frame-names.ts';
import {NONE} from '../../../src/base/columns.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {LabelShare} from '../../protocol.ts';

const MAX_LABELS = 12;

/** @param name  a raw function name; '' for all samples */
export function labelShares(profile: Profile, sampleType: number, name: string): LabelShare[] {
  const {labelSets, samples} = profile;
  if (labelSets.length <= 1) return [];
  const passes = name === '' ? undefined : stacksThrough(profile, name);
  const values = samples.values[sampleType];
  const bySet = new Float64Array(labelSets.length);
  let total = 0;
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row];
    if (passes !== undefined && (stack === NONE || passes[stack] === 0)) continue;
    bySet[samples.labels[row]] += Math.abs(values[row]);
    total += Math.abs(values[row]);
  }
  const shares = new Map<string, {key: string; value: string; share: number}>();
  for (let set = 1; set < labelSets.length; set++) {
    if (bySet[set] === 0) continue;
    for (let label = labelSets.start[set]; label < labelSets.start[set + 1]; label++) {
      const key = profile.strings.at(labelSets.key[label]);
      const value = labelValue(profile, label);
      const entry = shares.get(`${key}\0${value}`) ?? {key, value, share: 0};
      entry.share += bySet[set] / total;
      shares.set(`${key}\0${value}`, entry);
    }
  }
  return [...shares.values()].sort((a, b) => b.share - a.share).slice(0, MAX_LABELS);
}

function labelValue({labelSets, strings}: Profile, label: number): string {
  if (labelSets.text[label] !== NONE) return strings.at(labelSets.text[label]);
  return `${labelSets.number[label]}${strings.at(labelSets.unit[label])}`;
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
