import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {goroutinesAsSamples} from '../../../src/analysis/goroutines/samples.ts';
import {mergeProfiles} from '../../../src/analysis/profiles/merge.ts';
import {labelGroups} from '../../../src/analysis/values/label-units.ts';
import {readProfile} from '../../../src/read.ts';
import {samplePath} from '../../support/samples.ts';

const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');

/** What a person counts in the text, without any of our readers. */
function countedByHand(): {goroutines: number; sending: number; minutes: number} {
  const headers = gunzipSync(readFileSync(DUMP))
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('goroutine '));
  const minutes = headers.map((line) => Number(/(\d+) minutes/.exec(line)?.[1] ?? 0));
  return {
    goroutines: headers.length,
    sending: headers.filter((line) => line.includes('[chan send')).length,
    minutes: minutes.reduce((sum, count) => sum + count, 0),
  };
}

describe('a goroutine dump as samples', () => {
  const profile = mergeProfiles([goroutinesAsSamples(readProfile(new Uint8Array(readFileSync(DUMP))))]);
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);

  it('has goroutines and minutes waited', () => {
    const {goroutines, minutes} = countedByHand();
    expect(profile.sampleTypes).toEqual([
      {type: 'goroutines', unit: 'count'},
      {type: 'wait', unit: 'minutes'},
    ]);
    expect(profile.samples.values.map(sum)).toEqual([goroutines, minutes]);
  });

  it('says the state as a label', () => {
    const {samples} = profile;
    let sending = 0;
    for (let row = 0; row < samples.length; row++) {
      const state = labelGroups(profile, samples.labels[row]).find(({key}) => key === 'go::goroutine_state');
      if (state?.texts[0] === 'chan send') sending += samples.values[0][row];
    }
    expect(sending).toBe(countedByHand().sending);
  });

  it('leaves other profiles alone', () => {
    const heap = readProfile(new Uint8Array(readFileSync(samplePath('misc/etcd-heap.pb.gz'))));
    expect(goroutinesAsSamples(heap)).toBe(heap);
  });
});
