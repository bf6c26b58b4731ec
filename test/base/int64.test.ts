import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ExactSum, exactToJson, int64Residue, int64ToBigInt, int64ToNumber} from '../../src/base/int64.ts';

const int64 = fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n});

function words(value: bigint): [number, number] {
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
}

describe('int64', () => {
  it('a double and its residue are the exact value', () => {
    fc.assert(
      fc.property(int64, (value) => {
        const [low, high] = words(value);
        expect(int64ToBigInt(low, high)).toBe(value);
        expect(BigInt(int64ToNumber(low, high)) + BigInt(int64Residue(low, high))).toBe(value);
      }),
    );
  });

  it('ExactSum adds like BigInt, past 2^63 too', () => {
    fc.assert(
      fc.property(fc.array(int64, {maxLength: 50}), (values) => {
        const sum = new ExactSum();
        for (const value of values) sum.add(int64ToNumber(...words(value)), int64Residue(...words(value)));
        expect(sum.toBigInt()).toBe(values.reduce((a, b) => a + b, 0n));
      }),
    );
  });

  it('JSON gets a number up to 2^53 and a decimal string past it', () => {
    expect(exactToJson(9_007_199_254_740_991, 0)).toBe(9_007_199_254_740_991);
    expect(exactToJson(2 ** 53, 1)).toBe('9007199254740993');
  });
});
