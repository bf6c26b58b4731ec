import {describe, expect, it} from 'vitest';
import {analyzeSeries} from '../../../src/analysis/compare/series.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {profileOf} from '../../support/folded-profile.ts';

const hourly = (values: readonly number[]): Profile[] =>
  values.map((value, hour) =>
    profileOf([`main.main;main.leak ${value}`, 'main.main;main.serve 1000'], {
      type: 'goroutine',
      name: `${hour}`,
      timeSeconds: 1_700_000_000 + hour * 3600,
    }),
  );

describe('series', () => {
  it('a slow leak is a climb once three rises together pass the bound', () => {
    const series = analyzeSeries(hourly([100, 140, 180, 220, 260, 300]));
    expect(series.growths[0]).toMatchObject({from: 0, form: 'climb'});
    const [leak] = series.growing;
    expect(leak.stack[0]).toBe('main.leak');
    expect(leak.isMonotone).toBe(true);
    expect(leak.perHour).toBeCloseTo(40, 9);
  });

  it('a value that goes up and down does not grow', () => {
    expect(analyzeSeries(hourly([100, 120, 95, 118, 99, 121])).growths).toEqual([]);
  });
});
