import {expect, test} from 'vitest';
import {goidClock} from '../../../src/analysis/goroutines/goid-clock.ts';
import type {GoroutineTable} from '../../../src/model/profile.ts';

/** Only the columns that the clock reads. */
function table(id: readonly number[], waitMinutes: readonly number[]): GoroutineTable {
  return {
    length: id.length,
    id: Float64Array.from(id),
    waitMinutes: Int32Array.from(waitMinutes),
  } as unknown as GoroutineTable;
}

test('ids that follow time date goroutines without minutes, past 2^32 too', () => {
  const base = 19_000_000_000;
  const ids = Array.from({length: 12}, (_, i) => base + i * 27_300 * 10);
  const clock = goidClock(
    table(
      ids,
      ids.map((_, i) => 400 - i * 10),
    ),
  );
  expect(clock?.spawnedPerMinute).toBeCloseTo(27_300, 0);
  expect(clock?.minutesOf(base + 27_300 * 100)).toBeCloseTo(300, 0);
  expect(clock?.fit).toBeCloseTo(1, 5);
});

test('ids that do not follow time are no clock', () => {
  const ids = Array.from({length: 12}, (_, i) => i * 1000);
  expect(goidClock(table(ids, [5, 90, 3, 70, 8, 61, 2, 44, 9, 80, 1, 33]))).toBeUndefined();
});

test('a few points are no clock', () => {
  expect(goidClock(table([1, 2, 3], [30, 20, 10]))).toBeUndefined();
});
