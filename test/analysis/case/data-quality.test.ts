import {expect, test} from 'vitest';
import {openCase} from '../../../src/analysis/case/case.ts';
import {allClearText, inputWarnings} from '../../../src/analysis/case/data-quality.ts';
import {analyze} from '../../../src/analyze.ts';
import {readProfile} from '../../../src/read.ts';
import {readFixture} from '../../support/diagnosis.ts';
import {profileOf} from '../../support/folded-profile.ts';
import {samplePath} from '../../support/shared.ts';

test('a dump in which no goroutine has an age says so', () => {
  const profile = readFixture(samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz'));
  const codes = (subject: typeof profile): string[] =>
    inputWarnings(openCase([subject]).inputs[0]).map(({code}) => code);
  expect(codes(profile)).toEqual([]);
  const {goroutines} = profile;
  const ageless = goroutines && {...goroutines, waitMinutes: goroutines.waitMinutes.map(() => -1)};
  expect(codes({...profile, goroutines: ageless})).toEqual(['NO_AGES']);
});

test('no verdict on damaged input is surer than possible', () => {
  const profile = readFixture(samplePath('nodeips-hot/cpu-before.pb.gz'));
  expect(analyze([profile]).findings[0].evidenceLevel).toBe('likely');
  const damaged = {...profile, warnings: [{code: 'PARTIAL', message: 'cut'}]};
  expect(analyze([damaged]).findings[0].evidenceLevel).toBe('possible');
});

test('an empty goroutineleak profile is no clean bill of health', () => {
  const bytes = new TextEncoder().encode('goroutineleak profile: total 0\n');
  const {inputs} = openCase([readProfile(bytes, {name: 'leaks.txt'})]);
  expect(inputWarnings(inputs[0])).toMatchObject([
    {code: 'NOTHING_RECORDED', message: expect.stringMatching(/proves no leak.*I\/O or sleep.*global variable/)},
  ]);
  expect(allClearText(inputs)).toBe('No leak is proven, which is no clean bill of health.');
});

test('an empty goroutineleak profile that was taken with ?seconds= is a difference, and is no answer at all', () => {
  const [leaks] = openCase([profileOf([], {type: 'goroutineleak', durationSeconds: 5})]).inputs;
  expect(leaks.profile.kind).toBe('goroutineleak');
  expect(inputWarnings(leaks)).toMatchObject([
    {code: 'NOTHING_RECORDED', message: expect.stringMatching(/without it$/)},
  ]);
});

test('an empty CPU profile says that the process was idle, and nothing about sleeping threads', () => {
  const [cpu] = openCase([profileOf([], {type: 'cpu', unit: 'nanoseconds', durationSeconds: 30})]).inputs;
  expect(cpu.profile.kind).toBe('cpu');
  expect(inputWarnings(cpu)).toMatchObject([{code: 'NOTHING_RECORDED', message: expect.stringMatching(/used no CPU/)}]);
});
