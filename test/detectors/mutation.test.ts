/**
 * Takes the decisive evidence away: the finding must weaken or vanish, or it stood for the wrong reason.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import {readFixture, troubles} from '../support/diagnosis.ts';
import {dump, readIncident} from '../support/incident-text.ts';
import {samplePath} from '../support/shared.ts';

function diagnoseText(text: string): readonly Finding[] {
  return troubles(analyze([readIncident(text)]));
}

const receivers = (age: string): string =>
  dump([`[chan receive${age}] example.com/stream.(*Session).awaitAck by example.com/stream.(*Session).Send *12`], {
    firstId: 240_000,
    stride: 977,
  });

describe('without the decisive evidence', () => {
  test('without ages a dozen receivers are no leak', () => {
    expect(diagnoseText(receivers(', @1440 minutes'))).toHaveLength(1);
    expect(diagnoseText(receivers(''))).toEqual([]);
  });

  test('the same shares in an idle process make no hot function', () => {
    const profile = readFixture(samplePath('nodeips-hot/cpu-before.pb.gz'));
    expect(troubles(analyze([profile]))).toHaveLength(1);
    expect(troubles(analyze([{...profile, durationNanos: profile.durationNanos * 10n}]))).toEqual([]);
  });

  test('the same shares in a small heap are no trouble', () => {
    const profile = readFixture(samplePath('replicaset-flood/heap-before.pb.gz'));
    const values = profile.samples.values.map((column) => column.map((value) => Math.round(value / 20)));
    expect(troubles(analyze([{...profile, samples: {...profile.samples, values}}]))).toEqual([]);
  });
});
