/**
 * Growth under breathing, on simulated services with fixed seeds.
 */
import {describe, expect, it} from 'vitest';
import {findTrend} from '../../../src/analysis/compare/trend.ts';

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Service {
  readonly rounds: number;
  /** Rounds that one breath takes. */
  readonly period: number;
  /** Share of the level that breathing takes up and down. */
  readonly depth: number;
  /** Growth of the level a round. */
  readonly leak: number;
  readonly seed: number;
}

function series({depth, leak, period, rounds, seed}: Service): number[] {
  const random = randomOf(seed);
  return Array.from({length: rounds}, (_, round) => {
    const breath = Math.sin((2 * Math.PI * round) / period) * 0.7 + (random() * 2 - 1) * 0.3;
    return 1000 * (1 + leak * round) * (1 + depth * breath);
  });
}

/** Rounds, one a minute, at which a watcher that looks after every one would see growth. */
function alarms(values: readonly number[]): number[] {
  const at = values.map((_, round) => 60 * round);
  const found: number[] = [];
  for (let end = 1; end <= values.length; end++) {
    if (findTrend(at.slice(0, end), values.slice(0, end), {leastRise: 50}) !== undefined) found.push(end);
  }
  return found;
}

describe('findTrend', () => {
  it.each([3, 7, 15, 30, 60, 120, 400, 1440].flatMap((period) => [1, 2, 3].map((seed) => ({period, seed}))))(
    'a healthy service that breathes by 30 % every $period rounds makes no alarm in 1 000 (seed $seed)',
    ({period, seed}) => {
      expect(alarms(series({rounds: 1000, period, depth: 0.3, leak: 0, seed}))).toEqual([]);
    },
  );

  it.each([3, 15, 60, 120].flatMap((period) => [1, 2, 3].map((seed) => ({period, seed}))))(
    'a leak of 1 % an hour under such breathing every $period minutes is found within a day (seed $seed)',
    ({period, seed}) => {
      const [first] = alarms(series({rounds: 1440, period, depth: 0.3, leak: 0.01 / 60, seed}));
      expect(first).toBeLessThanOrEqual(1440);
    },
  );

  it('a steady leak is found when it has doubled the floor, with its rate', () => {
    const values = Array.from({length: 40}, (_, round) => 100 + 10 * round);
    const trend = findTrend(
      values.map((_, round) => round),
      values,
      {leastRise: 30},
    );
    expect(trend?.slope).toBeCloseTo(10, 6);
    expect(trend?.since).toBe(0);
  });

  it('looks no farther back than growth goes: a plateau before it does not hide it', () => {
    const values = [...Array<number>(200).fill(100), ...Array.from({length: 60}, (_, round) => 100 + 20 * round)];
    const trend = findTrend(
      values.map((_, round) => round),
      values,
      {leastRise: 30},
    );
    expect(trend?.since).toBeGreaterThan(100);
  });

  it.each([
    ['too few points', Array.from({length: 19}, (_, round) => 100 + 100 * round)],
    ['one step up', [...Array<number>(50).fill(100), ...Array<number>(50).fill(300)]],
    ['a rise below what matters', Array.from({length: 64}, (_, round) => 10 + round * 0.1)],
    ['a fall', Array.from({length: 64}, (_, round) => 1000 - 10 * round)],
  ])('%s is no growth', (_, values) => {
    expect(
      findTrend(
        values.map((__, round) => round),
        values,
        {leastRise: 30},
      ),
    ).toBeUndefined();
  });
});
