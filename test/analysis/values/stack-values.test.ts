/**
 * Samples folded to stacks, and sums that stay exact.
 */
import fc from 'fast-check';
import {expect, it} from 'vitest';
import {ExactColumn} from '../../../src/analysis/values/exact-column.ts';
import {stackValues} from '../../../src/analysis/values/stack-values.ts';
import {profileOf} from '../../support/stacks.ts';

it('values of one stack are summed whatever their labels; samples without frames stand beside', () => {
  const profile = profileOf(
    [
      {frames: ['main', 'run'], labels: {user: 'a'}, values: [1, 10]},
      {frames: ['main', 'run'], labels: {user: 'b'}, values: [2, 20]},
      {frames: ['main'], values: [-4, 40]},
      {frames: [], values: [8, 80]},
      {frames: [], labels: {user: 'a'}, values: [16, 0]},
    ],
    ['x', 'y'],
  );
  const {self, total, withoutStack} = stackValues(profile, 0);
  expect([...self.values]).toEqual([-4, 3]);
  expect([withoutStack, total.toBigInt()]).toEqual([24, 31n]);
  expect([...stackValues(profile, 1).self.values]).toEqual([40, 30]);
  expect([...stackValues(profile, 7).self.values]).toEqual([0, 0]);
});

it('a wide column is exact where doubles are not, a narrow one adds as they do', () => {
  const int64 = fc.bigInt({min: -(2n ** 62n), max: 2n ** 62n});
  fc.assert(
    fc.property(fc.array(int64, {maxLength: 30}), (values) => {
      const column = new ExactColumn(2, true);
      for (const value of values) column.add(1, Number(value), Number(value - BigInt(Number(value))));
      const sum = values.reduce((a, b) => a + b, 0n);
      expect(BigInt(column.toJson(1))).toBe(sum);
      expect(BigInt(column.values[1]) + BigInt(column.residues?.[1] ?? 0)).toBe(sum);
      expect(column.toJson(0)).toBe(0);
    }),
  );
  const narrow = new ExactColumn(1, false);
  narrow.add(0, 2, 0);
  narrow.add(0, 3, 0);
  expect([narrow.toJson(0), narrow.residues]).toEqual([5, undefined]);
});
