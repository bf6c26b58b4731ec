/**
 * Threads of a kernel profile as short lines: `dockerd (1234) D 120 s: do_wait < kernel_wait4`.
 */
import {functionName, type Profile, stackFunctions} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';

export function readText(text: string): Profile {
  return readProfile(new TextEncoder().encode(text), {name: 'test'});
}

export function threadLines(profile: Profile): string[] {
  const {goroutines, samples} = profile;
  if (goroutines === undefined) return [];
  return Array.from({length: samples.length}, (_, row) => {
    const labels = labelsOf(profile, row);
    const id = goroutines.id[row] < 0 ? '?' : goroutines.id[row];
    const state = goroutines.states[goroutines.state[row]].text[0] ?? '-';
    const seconds = labels['seconds'] === undefined ? '' : ` ${labels['seconds']} s`;
    const names = stackFunctions(profile, samples.stack[row]).map((fn) => functionName(profile, fn));
    return `${labels['comm'] ?? '?'} (${id}) ${state}${seconds}: ${names.join(' < ')}`;
  });
}

export function labelsOf({labelSets, samples, strings}: Profile, row: number): Record<string, string | number> {
  const set = samples.labels[row];
  const labels: Record<string, string | number> = {};
  for (let i = labelSets.start[set]; i < labelSets.start[set + 1]; i++) {
    labels[strings.at(labelSets.key[i])] =
      labelSets.text[i] < 0 ? Number(labelSets.number[i]) : strings.at(labelSets.text[i]);
  }
  return labels;
}
