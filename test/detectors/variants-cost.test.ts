/**
 * CPU, memory and contention as people report them: tables of pprof, and profiles with stacks, under names that no
 * signature knows, and the large numbers of healthy programs beside them.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {troubles} from '../support/diagnosis.ts';
import {HEALTHY_COST} from './cases/healthy-cost.ts';
import {SICK_CPU} from './cases/sick-cpu.ts';
import {SICK_MEMORY} from './cases/sick-memory.ts';

const found = (profile: Profile) => troubles(analyze([profile])).map(({culprit, id}) => `${id} ${culprit.function}`);

describe('cost is blamed on who asks for it', () => {
  test.each([...SICK_CPU, ...SICK_MEMORY])('%s', (_, profile, finding) => {
    expect(found(profile)[0]).toMatch(finding);
  });
});

describe('large numbers of a healthy program are left alone', () => {
  test.each(HEALTHY_COST)('%s', (_, profile) => {
    expect(found(profile)).toEqual([]);
  });
});
