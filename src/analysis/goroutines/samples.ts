/**
 * A goroutine dump in a form that other tools can open: goroutines and minutes waited as two sample types, and the rest as
 * labels, which model/builder/goroutine-labels.ts reads back.
 */
import {NONE} from '../../base/columns.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import {GOROUTINE_LABELS, memberNoun} from '../../model/dump-kind.ts';
import type {GoroutineTable, Profile} from '../../model/profile.ts';

/** What labels say: all that is known of each goroutine, or its state alone, so that those alike share a sample. */
type SampleDetail = 'all' | 'state';

/** The dump as samples with labels as CockroachDB's (GOROUTINE_LABELS); a profile that has them already, and any other, as it is. */
export function goroutinesAsSamples(profile: Profile, detail: SampleDetail = 'all'): Profile {
  const {format, goroutines, samples} = profile;
  if (goroutines === undefined || format === 'pprof') return profile;
  const type = `${memberNoun(profile.kind)}s`;
  const {labelSets, labels} = describedSets(profile, goroutines, detail);
  const counts = samples.values[0];
  const waits = counts.map((count, row) => Math.max(0, goroutines.waitMinutes[row]) * count);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  return {
    ...profile,
    sampleTypes: [
      {type, unit: 'count'},
      {type: 'wait', unit: 'minutes'},
    ],
    defaultSampleType: 0,
    defaultSampleTypeName: type,
    periodType: profile.periodType ?? {type, unit: 'count'},
    period: profile.period === 0n ? 1n : profile.period,
    labelSets,
    samples: {
      ...samples,
      labels,
      values: [counts, waits],
      residues: [samples.residues[0], Number.isSafeInteger(total) ? undefined : new Float64Array(samples.length)],
    },
    goroutines: undefined,
  };
}

/** Label sets with what is known of each goroutine added, and the set of every sample. */
function describedSets(
  profile: Profile,
  goroutines: GoroutineTable,
  detail: SampleDetail,
): Pick<Profile, 'labelSets'> & {labels: Int32Array} {
  const {samples, strings} = profile;
  const {creator, id, parent, state, wait} = GOROUTINE_LABELS;
  const texts = goroutines.states.map(({text}) => (text === '' ? NONE : strings.intern(text)));
  const builder = new ProfileBuilder(profile.format, profile.name);
  const labels = Int32Array.from({length: samples.length}, (_, row) => {
    const set = labelsOf(profile, samples.labels[row]);
    const addText = (key: string, text: number): void => {
      if (text !== NONE) set.push({key: strings.intern(key), text, number: 0n, unit: 0});
    };
    const addNumber = (key: string, number: number): void => {
      if (number !== NONE) set.push({key: strings.intern(key), text: NONE, number: BigInt(number), unit: 0});
    };
    addText(state, texts[goroutines.state[row]] ?? NONE);
    if (detail === 'all') {
      addText(creator, goroutines.createdBy[row]);
      // A row that stands for several has the id of its first.
      addNumber(id, samples.values[0][row] === 1 ? goroutines.id[row] : NONE);
      addNumber(parent, goroutines.parentId[row]);
      addNumber(wait, goroutines.waitMinutes[row]);
    }
    return builder.internLabelSet(set);
  });
  return {labelSets: builder.finish().labelSets, labels};
}

function labelsOf({labelSets}: Profile, set: number): LabelInput[] {
  const labels: LabelInput[] = [];
  for (let row = labelSets.start[set]; row < labelSets.start[set + 1]; row++) {
    labels.push({
      key: labelSets.key[row],
      text: labelSets.text[row],
      number: labelSets.number[row],
      unit: labelSets.unit[row],
    });
  }
  return labels;
}
