import {expect, test} from 'vitest';
import {openCase} from '../../../src/analysis/case/case.ts';
import {inputWarnings} from '../../../src/analysis/case/data-quality.ts';
import {analyze} from '../../../src/analyze.ts';
import {readFixture} from '../../support/diagnosis.ts';
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
