import {describe, expect, it} from 'vitest';
import {analyze} from '../src/analyze.ts';
import {readSample, type SampleCase, sampleCases} from './support/samples.ts';

function numberOfInputs({diagnoses, profiles}: SampleCase): number {
  return Object.keys(profiles).length + diagnoses.length;
}

describe.each(sampleCases())('sample $name', (sample) => {
  it('says what is expected of it', () => {
    expect(numberOfInputs(sample)).toBeGreaterThan(0);
  });

  it.each(Object.entries(sample.profiles))('%s has the samples and totals of go tool pprof', (file, expected) => {
    const profile = readSample(`${sample.name}/${file}`);
    const totals = Object.fromEntries(
      profile.sampleTypes.map(({type}, index) => [type, profile.samples.values[index].reduce((a, b) => a + b, 0)]),
    );
    expect(profile.samples.length).toBe(expected.samples);
    expect(totals).toEqual(expected.totals);
  });

  it.each(sample.diagnoses.map((diagnosis) => [diagnosis.inputs.join(' + '), diagnosis] as const))(
    'the diagnosis of %s is right',
    (_, {culprit, healthy, inputs, mustNotClaim, resource}) => {
      const {findings} = analyze(inputs.map((input) => readSample(`${sample.name}/${input}`)));
      const urgent = findings.filter(({severity}) => severity !== 'info');
      if (healthy === true) expect(urgent.map(({title}) => title)).toEqual([]);
      if (culprit !== undefined) expect(findings[0]?.culprit.function).toMatch(new RegExp(culprit));
      if (resource !== undefined) expect(findings[0]?.resource).toEqual(resource);
      if (mustNotClaim !== undefined) expect(JSON.stringify(urgent)).not.toMatch(new RegExp(mustNotClaim, 'i'));
    },
  );
});
