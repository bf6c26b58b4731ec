/**
 * A process that is slow to answer is asked less often, and as often as before once it is not.
 */
import {expect, it} from 'vitest';
import {Pace} from '../../../src/cli/watch/pace.ts';

it('waits for what is left of the interval, and not at all after a round that took longer', () => {
  const pace = new Pace(60_000);
  expect([pace.pauseAfter(100, 2000), pace.pauseAfter(100, 90_000)]).toEqual([58_000, 0]);
});

it('doubles the interval for each round with an answer above five seconds, up to eight times, and comes back', () => {
  const pace = new Pace(60_000);
  const pauses = [5000, 5001, 6000, 9000, 9000, 9000, 4000].map((slowest) => pace.pauseAfter(slowest, 0) / 60_000);
  expect(pauses).toEqual([1, 2, 4, 8, 8, 8, 1]);
});
