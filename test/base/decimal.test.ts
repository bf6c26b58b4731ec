import {describe, expect, it} from 'vitest';
import {fixed, significant} from '../../src/base/decimal.ts';

// Right-hand sides as Go's fmt prints them: %.2f, %.1f, %.2g.
describe('decimal text', () => {
  it.each([
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [2.5, 0, '2'],
    [0.25, 1, '0.2'],
    [1.005, 2, '1.00'],
    [-0.125, 2, '-0.12'],
    [512.1640625, 2, '512.16'],
  ])('%d with %d decimals is %s', (value, digits, text) => {
    expect(fixed(value, digits)).toBe(text);
  });

  it.each([
    [0, '0'],
    [0.125, '0.12'],
    [0.375, '0.38'],
    [0.5, '0.5'],
    [0.999, '1'],
    [0.00012345, '0.00012'],
    [0.000012345, '1.2e-05'],
  ])('%d with two significant digits is %s', (value, text) => {
    expect(significant(value, 2)).toBe(text);
  });
});
