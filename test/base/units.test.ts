import {describe, expect, it} from 'vitest';
import {formatPercent, formatValue} from '../../src/base/units.ts';

describe('units', () => {
  // Right-hand sides as go tool pprof prints them.
  it.each([
    [524_450, 'bytes', '512.16kB'],
    [0, 'bytes', '0'],
    [1024, 'bytes', '1kB'],
    [-1_048_576, 'bytes', '-1MB'],
    [10_000_000, 'nanoseconds', '10ms'],
    [22_470_000_000, 'nanoseconds', '22.47s'],
    [18_230, 'count', '18230'],
  ])('%d %s is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it.each([
    [1, 1, '100%'],
    [4, 13, '30.77%'],
    [1, 200, '0.5%'],
    [1, 19_817, '0.005%'],
    [1, 0, '–'],
  ])('%d of %d is %s', (value, total, text) => {
    expect(formatPercent(value, total)).toBe(text);
  });
});
