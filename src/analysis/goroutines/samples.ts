/**
 * A goroutine dump in a form that other tools can open: goroutines and minutes waited as two sample types, the state as
 * a label.
 */
import {NONE} from '../../base/columns.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import {memberNoun} from '../../model/dump-kind.ts';
import type {GoroutineTable, Profile} from '../../model/profile.ts';

/** Label with what the runtime says a goroutine does: `chan send`, `select`, … */
const STATE_LABEL = 'state';

/** The dump with one sample per stack, state and labels; any other profile as it is. */
export function goroutinesAsSamples(profile: Profile): Profile {
  const {goroutines, samples} = profile;
  if (goroutines === undefined || profile.sampleTypes.length !== 1) return profile;
  const type = `${memberNoun(profile.kind)}s`;
  const {labelSets, labels} = stateLabels(profile, goroutines);
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

/** Label sets with the state added, and the set of every sample. */
function stateLabels(profile: Profile, goroutines: GoroutineTable): Pick<Profile, 'labelSets'> & {labels: Int32Array} {
  const {samples, strings} = profile;
  const key = strings.intern(STATE_LABEL);
  const texts = goroutines.states.map(({text}) => (text === '' ? NONE : strings.intern(text)));
  const builder = new ProfileBuilder(profile.format, profile.name);
  const labels = Int32Array.from({length: samples.length}, (_, row) => {
    const state = texts[goroutines.state[row]] ?? NONE;
    const own = labelsOf(profile, samples.labels[row]);
    return builder.internLabelSet(state === NONE ? own : [...own, {key, text: state, number: 0n, unit: 0}]);
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
