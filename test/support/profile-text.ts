/**
 * Profiles as a few lines of text, for tests that compare by eye.
 */
import {encodeUtf8} from '../../src/base/utf8.ts';
import type {ReadOptions} from '../../src/formats/format.ts';
import {functionName, type Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';

export function readText(text: string, options: Partial<ReadOptions> = {}): Profile {
  return readProfile(encodeUtf8(text), options);
}

/** Per sample row: values, frames leaf first (names, or addresses where there are none), labels. */
export function sampleLines(profile: Profile): string[] {
  return Array.from({length: profile.samples.length}, (_, row) => {
    const values = profile.samples.values.map((column) => column[row]).join(' ');
    return `${values}: ${stackText(profile, profile.samples.stack[row])}${labelText(profile, profile.samples.labels[row])}`;
  });
}

export function stackText(profile: Profile, leaf: number): string {
  const {locations, stacks} = profile;
  const frames: string[] = [];
  for (let stack = leaf; stack !== -1; stack = stacks.parent[stack]) {
    const location = stacks.location[stack];
    const end = locations.lineStart[location + 1];
    if (end === locations.lineStart[location]) frames.push(`0x${locations.address[location].toString(16)}`);
    for (let line = locations.lineStart[location]; line < end; line++) {
      const fn = locations.lineFunction[line];
      frames.push(fn === -1 ? '?' : functionName(profile, fn));
    }
  }
  return frames.join(' < ');
}

function labelText({labelSets, strings}: Profile, set: number): string {
  const labels: string[] = [];
  for (let label = labelSets.start[set]; label < labelSets.start[set + 1]; label++) {
    const value = labelSets.text[label] === -1 ? labelSets.number[label] : strings.at(labelSets.text[label]);
    labels.push(`${strings.at(labelSets.key[label])}=${value}`);
  }
  return labels.length === 0 ? '' : ` {${labels.join(', ')}}`;
}
