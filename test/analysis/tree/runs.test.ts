import {describe, expect, it} from 'vitest';
import {meanOfRuns, rankTest, runsBound, studentQuantile} from '../../../src/analysis/tree/runs.ts';

describe('runs', () => {
  // Any printed table of Student's t, two decimals past those of the table.
  it.each([
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.995, 4, 4.604],
    [0.975, 10, 2.228],
    [0.999, 5, 5.893],
    [0.95, 30, 1.697],
    [0.975, 120, 1.98],
  ])('the %s quantile of t with %i degrees of freedom is %s', (probability, freedom, expected) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(expected, 3);
  });

  it('many degrees of freedom give the normal quantile', () => {
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.959966, 4);
  });

  // Critical values of Mann and Whitney's U at 5 % two-sided: 5 and 5 → 2, 4 and 4 → 0, 8 and 8 → 13.
  it.each([
    [5, 5, 2],
    [4, 4, 0],
    [8, 8, 13],
    [6, 7, 6],
  ])('for %i and %i runs U = %i is the largest that is significant', (m, n, critical) => {
    expect(rankTest(...withU(m, n, critical))).toBeLessThanOrEqual(0.05);
    expect(rankTest(...withU(m, n, critical + 1))).toBeGreaterThan(0.05);
  });

  it('three runs against three in perfect order come by luck in 2 of 20 cases', () => {
    expect(rankTest([1, 2, 3], [4, 5, 6])).toBeCloseTo(0.1, 12);
  });

  it('equal runs tell nothing', () => {
    expect(rankTest([7, 7, 7], [7, 7, 7])).toBe(1);
  });

  // Welch's own form on Student's sleep data (1908): means 0.75 and 2.33, t = 1.8608 with 17.776 degrees of freedom.
  it('the bound of the sleep data is its standard error times the t of 17.78 degrees of freedom', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const difference = meanOfRuns(second).mean - meanOfRuns(first).mean;
    const error = Math.sqrt(meanOfRuns(first).variance + meanOfRuns(second).variance);
    expect(difference / error).toBeCloseTo(1.8608, 4);
    expect(runsBound(first, second)).toBeCloseTo(error * studentQuantile(1 - 0.0027 / 2, 17.776), 4);
  });

  it('single runs have no bound of their own', () => {
    expect(runsBound([5], [9])).toBeUndefined();
  });
});

/** Two samples whose U is the given number: the first `wins` pairs go to the second side. */
function withU(m: number, n: number, u: number): [number[], number[]] {
  const before = Array.from({length: m}, (_, i) => i);
  const after = Array.from({length: n}, (_, i) => m + i);
  // Each exchange of neighbours across the border adds one to U.
  const order = [...before.map(() => 'b'), ...after.map(() => 'a')];
  for (let moves = u; moves > 0; moves--) {
    const at = order.findIndex((side, i) => side === 'b' && order[i + 1] === 'a');
    [order[at], order[at + 1]] = [order[at + 1] ?? '', order[at] ?? ''];
  }
  const ranksOf = (side: string): number[] => order.flatMap((one, i) => (one === side ? [i] : []));
  return [ranksOf('b'), ranksOf('a')];
}
