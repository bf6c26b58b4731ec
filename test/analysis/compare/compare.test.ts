import {describe, expect, it} from 'vitest';
import {type ComparedType, compareProfiles} from '../../../src/analysis/compare/compare.ts';
import {assess} from '../../../src/analysis/compare/verdict.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {profileOf} from '../../support/folded-profile.ts';

function compare(before: readonly Profile[], after: readonly Profile[]): ComparedType {
  return compareProfiles(before, after).types[0];
}

const work = (count: number, seconds = 0): Profile =>
  profileOf([`main.main;main.work ${count}`], {durationSeconds: seconds});

describe('compare', () => {
  it('durations that differ are scaled to the newer one', () => {
    const {scale, total} = compare([work(1000, 10)], [work(2000, 20)]);
    expect(scale).toEqual({mode: 'duration', factor: 2});
    expect(total).toMatchObject({before: 2000, after: 2000, change: 'unchanged'});
  });

  it('durations that hardly differ leave the numbers alone and widen the bound', () => {
    const {scale, total} = compare([work(10_000, 100)], [work(10_400, 104)]);
    expect(scale.mode).toBe('none');
    expect(total.bound).toBeCloseTo(3 * Math.sqrt(20_400) + 400, 6);
  });

  it('repeated runs count by their mean, and their spread is the bound where it is wider than sampling', () => {
    const runs = [work(900), work(1100), work(1000)];
    const {total} = compare(runs, [work(1300), work(1500), work(1400)]);
    // Both means vary by 100²/3; t(0.99865, 4) = 6.62.
    expect(total).toMatchObject({before: 1000, after: 1400, change: 'unchanged'});
    expect(total.bound).toBeCloseTo(6.62 * Math.sqrt(20_000 / 3), -1);
    expect(total.rankChance).toBeCloseTo(0.1, 9);
  });

  it('runs that hardly spread are still bounded by their sampling', () => {
    const {total} = compare([work(1000), work(1000)], [work(1000), work(1000)]);
    expect(total.bound).toBeCloseTo(3 * Math.sqrt(1000), 9);
  });

  it('equal profiles have no row called a change', () => {
    const {rows} = compare([work(7)], [work(7)]);
    expect(rows.map(({cum}) => cum.change)).toEqual(['unchanged', 'unchanged']);
  });

  it('of equal moves the innermost function that is not the runtime leads', () => {
    const leak = profileOf(['main.main;main.leak;runtime.chansend1;runtime.gopark 500', 'main.main;main.loop 100']);
    const calm = profileOf(['main.main;main.loop 100']);
    expect(assess(compare([leak], [calm]))).toMatchObject({verdict: 'fixed', lead: {function: 'main.leak'}});
    expect(compare([leak], [calm]).rows[0].function).toBe('main.leak');
  });

  it('growth where there was little is worse, and trouble that replaces other trouble is new', () => {
    const calm = profileOf(['main.main;main.loop 100']);
    const one = profileOf(['main.main;main.loop 100', 'main.main;main.one 900']);
    const two = profileOf(['main.main;main.loop 100', 'main.main;main.two 2900']);
    expect(assess(compare([calm], [one])).verdict).toBe('worse');
    expect(assess(compare([one], [two])).verdict).toBe('new trouble');
  });

  it('a clear fall that leaves its cause in place is better, not fixed', () => {
    const before = profileOf(['main.main;main.work 1000']);
    expect(assess(compare([before], [profileOf(['main.main;main.work 500'])])).verdict).toBe('better');
  });
});
