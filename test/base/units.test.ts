import {describe, expect, it} from 'vitest';
import {
  formatCount,
  formatPercent,
  formatValue,
  isSameFamily,
  percent,
  percentage,
  scale,
  scaledLabel,
} from '../../src/base/units.ts';

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

  // Steps and aliases of google/pprof, internal/measurement.
  it.each([
    [3_584, 'bytes', 'kB', 3.5, 'kB'],
    [1, 'kilobytes', 'auto', 1, 'kB'],
    [3, 'MB', 'bytes', 3 * 2 ** 20, 'B'],
    [2, 'gigabyte', 'mb', 2048, 'MB'],
    [5 * 2 ** 40, 'b', 'auto', 5, 'TB'],
    [2 ** 50, 'Bytes', 'minimum', 1, 'PB'],
    [0.5, 'bytes', 'auto', 0.5, 'B'],
    [100, 'bytes', 'seconds', 100, 'B'],
    [1500, 'ns', 'auto', 1.5, 'us'],
    [1, 'μs', 'ns', 1000, 'ns'],
    [2, 'us', 'ms', 0.002, 'ms'],
    [90, 'sec', 'auto', 90, 's'],
    [2, 'hr', 'auto', 2, 'hrs'],
    [7200, 'seconds', 'hour', 2, 'hrs'],
    [3, 'milliseconds', 'nonsense', 0.003, 's'],
    [5_000, 'GCU', 'auto', 5, 'k*GCU'],
    [1, 'megagcu', 'gcu', 1e6, 'GCU'],
    [2, 'nanogcu', 'auto', 2, 'n*GCU'],
    [3, 'microgcu', 'auto', 3, 'u*GCU'],
    [3, 'petagcu', 'teragcu', 3000, 'T*GCU'],
    [-2048, 'bytes', 'auto', -2, 'kB'],
    [7, 'count', 'auto', 7, ''],
    [7, 'count', 'count', 7, ''],
    [7, 'samples', 'sample', 7, ''],
    [7, 'objects', 'unit', 7, ''],
    [7, 'objects', 'minimum', 7, ''],
    [7, 'objects', 'objects', 7, 'objects'],
  ])('%d %s in %s is %d %s', (value, from, to, scaled, unit) => {
    const result = scale(value, from, to);
    expect(result.value).toBeCloseTo(scaled, 9);
    expect(result.unit).toBe(unit);
  });

  it.each([
    [0, 'bytes', 'auto', '0'],
    [-0.001, 'bytes', 'bytes', '0'],
    [100, 'bytes', 'auto', '100B'],
    [1_100, 'ns', 'auto', '1.10us'],
    [12, 'objects', 'objects', '12objects'],
  ])('%d %s in %s prints as %s', (value, from, to, label) => {
    expect(scaledLabel(value, from, to)).toBe(label);
  });

  it.each([
    [12, '', '12'],
    [12, 'count', '12'],
    [12, 'objects', '12 objects'],
    [12, 'a\u001bb', '12 a\\x1bb'],
  ])('%d of unit %j is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it.each([
    [-1, 13, '-7.69%'],
    [1, -13, '-7.69%'],
    [-1, 1e9, '-1e-07%'],
    [0, 13, '0%'],
    [99_951, 100_000, '100%'],
    [99_949, 100_000, '99.95%'],
    [100_050, 100_000, '100%'],
    [3, 2, '150.00%'],
    [1, 100, '1.00%'],
    [1, 0, '–'],
  ])('%d of %d is %s with its sign', (value, total, text) => {
    expect(formatPercent(value, total)).toBe(text);
  });

  it('a share without its sign is 0 of nothing', () => {
    expect([percentage(-1, 13), percentage(5, 0)]).toEqual(['7.69%', '0%']);
  });

  it.each([
    [0.76, '76%'],
    [0.1, '10%'],
    [0.076, '7.6%'],
    [0.01, '1.0%'],
    [0.0078, '0.8%'],
    [0.9996, '100%'],
    [0.999, '100%'],
    [0.994, '99%'],
  ])('a share of %d is %s to a reader', (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1\u202f000'],
    [18_230.4, '18\u202f230'],
    [1_234_567, '1\u202f234\u202f567'],
    [-1000, '-1\u202f000'],
    [-100, '-100'],
  ])('%d is counted as %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  it('units of one family convert into each other', () => {
    expect([isSameFamily('bytes', 'MB'), isSameFamily('ns', 'hours'), isSameFamily('x', 'x')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([isSameFamily('bytes', 'ns'), isSameFamily('x', 'bytes'), isSameFamily('bytes', 'x')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
