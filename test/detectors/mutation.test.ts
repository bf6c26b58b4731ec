/**
 * Takes the decisive evidence away: the finding must weaken or vanish, or it stood for the wrong reason.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import {readProfile} from '../../src/read.ts';
import {readFixture, troubles} from '../support/diagnosis.ts';
import {samplePath} from '../support/shared.ts';

function diagnoseText(text: string): readonly Finding[] {
  return troubles(analyze([readProfile(new TextEncoder().encode(text), {name: 'mutant'})]));
}

const dump = (age: (i: number) => string): string =>
  Array.from(
    {length: 12},
    (_, i) =>
      `goroutine ${240_000 + i * 977} [chan receive${age(i)}]:\nexample.com/stream.(*Session).awaitAck(0xc000012000)\n\t/src/session.go:88 +0x40\ncreated by example.com/stream.(*Session).Send\n\t/src/session.go:70 +0x40\n`,
  ).join('\n');

describe('without the decisive evidence', () => {
  test('without ages a dozen receivers are no leak', () => {
    expect(diagnoseText(dump((i) => `, ${1440 - i * 60} minutes`))).toHaveLength(1);
    expect(diagnoseText(dump(() => ''))).toEqual([]);
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
