/**
 * Profiles written as text: one line a sample, `main;work;leaf {user=ann, bytes=32b} 3`.
 */
import {NONE} from '../../src/base/columns.ts';
import type {LabelInput} from '../../src/model/builder/label-set-columns.ts';
import {ProfileBuilder} from '../../src/model/builder/profile-builder.ts';
import type {Profile} from '../../src/model/profile.ts';

export interface TextSample {
  /** Outermost first; `inner<outer` names a call that was inlined into `outer`. */
  readonly frames: readonly string[];
  readonly labels?: Readonly<Record<string, string | number>>;
  readonly values: readonly number[];
}

/** A profile of samples with files named after functions: `f` lies in `src/f.go`. */
export function profileOf(samples: readonly TextSample[], types = ['samples']): Profile {
  const builder = new ProfileBuilder('pprof', 'text');
  for (const type of types) builder.addSampleType(type, 'count');
  for (const {frames, labels, values} of samples) {
    let stack = NONE;
    for (const frame of frames) stack = builder.internStack(stack, location(builder, frame));
    const sample = builder.internSample(stack, builder.internLabelSet(labelsOf(builder, labels ?? {})));
    values.forEach((value, type) => {
      builder.addValue(type, sample, value);
    });
  }
  return builder.finish();
}

function location(builder: ProfileBuilder, frame: string): number {
  const lines = frame.split('<').flatMap((name) => {
    const text = builder.strings.intern(name);
    return [builder.internFunction(text, text, builder.strings.intern(`src/${name}.go`), 0), 1, 0];
  });
  return builder.internLocation(0, 0, NONE, false, lines);
}

function labelsOf(builder: ProfileBuilder, labels: Readonly<Record<string, string | number>>): LabelInput[] {
  return Object.entries(labels).map(([key, value]) => {
    const row = builder.strings.intern(key);
    return typeof value === 'string'
      ? {key: row, text: builder.strings.intern(value), number: 0n, unit: 0}
      : {key: row, text: NONE, number: BigInt(value), unit: builder.strings.intern('bytes')};
  });
}

/** Samples as text, sorted: what a filter left. */
export function samplesOf(profile: Profile): string[] {
  const {functions, locations, samples, stacks, strings} = profile;
  return Array.from({length: samples.length}, (_, row) => {
    const names: string[] = [];
    for (let stack = samples.stack[row]; stack !== NONE; stack = stacks.parent[stack]) {
      const at = stacks.location[stack];
      for (let line = locations.lineStart[at]; line < locations.lineStart[at + 1]; line++) {
        names.unshift(strings.at(functions.name[locations.lineFunction[line]]));
      }
    }
    return `${names.join(';')} ${samples.values.map((column) => column[row]).join(' ')}`;
  }).sort();
}

export function totalOf(profile: Profile): number {
  return profile.samples.values[0].reduce((sum, value) => sum + value, 0);
}
