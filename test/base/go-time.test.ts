/**
 * Times and durations against Go's `time` package.
 */
import {expect, it} from 'vitest';
import {goDuration, goTime} from '../../src/base/go-time.ts';

// As time.Duration.String prints them.
it.each([
  [0n, '0s'],
  [1n, '1ns'],
  [999n, '999ns'],
  [1_000n, '1µs'],
  [1_100n, '1.1µs'],
  [1_050n, '1.05µs'],
  [2_200_000n, '2.2ms'],
  [120_000_000n, '120ms'],
  [1_000_000_000n, '1s'],
  [3_300_000_000n, '3.3s'],
  [10_000_000_001n, '10.000000001s'],
  [59_999_999_999n, '59.999999999s'],
  [60_000_000_000n, '1m0s'],
  [245_000_000_000n, '4m5s'],
  [245_001_000_000n, '4m5.001s'],
  [18_367_001_000_000n, '5h6m7.001s'],
  [480_000_000_001n, '8m0.000000001s'],
  [3_605_000_000_000n, '1h0m5s'],
  [2n ** 63n - 1n, '2562047h47m16.854775807s'],
  [-1_500_000_000n, '-1.5s'],
])('a duration of %d ns is %s', (nanos, text) => {
  expect(goDuration(nanos)).toBe(text);
});

// As time.Unix(0, n).UTC().String prints them.
it.each([
  [0n, '1970-01-01 00:00:00 +0000 UTC'],
  [1n, '1970-01-01 00:00:00.000000001 +0000 UTC'],
  [1_610_641_113_677_929_000n, '2021-01-14 16:18:33.677929 +0000 UTC'],
  [1_600_000_000_000_000_000n, '2020-09-13 12:26:40 +0000 UTC'],
  [-1n, '1969-12-31 23:59:59.999999999 +0000 UTC'],
  [-1_000_000_000n, '1969-12-31 23:59:59 +0000 UTC'],
])('%d ns after 1970 is %s', (nanos, text) => {
  expect(goTime(nanos)).toBe(text);
});
