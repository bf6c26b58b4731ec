import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {decodeAnswers, encodeAnswers} from '../../viewer/answer-encoding.ts';

const columns = fc.oneof(
  fc.uint8Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array({noNaN: false}),
  fc.float64Array({noNaN: false}),
);
/** What the protocol's values are made of: names keep lone surrogates, which stand for bytes that are no UTF-8. */
const {value} = fc.letrec((tie) => ({
  value: fc.oneof(
    {maxDepth: 4},
    fc.constantFrom(null, true, false, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    fc.double().map((number) => (number === 0 ? 0 : number)),
    fc.string({unit: fc.integer({min: 0, max: 0xffff}).map((code) => String.fromCharCode(code))}),
    columns,
    fc.array(tie('value')),
    fc.dictionary(fc.constantFrom('names', 'tree', 'at', 'length', 'evidence'), tie('value'), {noNullPrototype: true}),
  ),
}));

describe('packed values', () => {
  it('come back whole, columns with their kind', () => {
    fc.assert(
      fc.property(value, (whole) => {
        expect(decodeAnswers(encodeAnswers(whole))).toStrictEqual(whole);
      }),
    );
  });

  it('hold a part of a buffer, not all of it', () => {
    const part = new Int32Array([1, 2, 3, 4]).subarray(1, 3);
    expect(decodeAnswers(encodeAnswers([part, part]))).toStrictEqual([Int32Array.of(2, 3), Int32Array.of(2, 3)]);
  });

  it('are refused where a column would not survive', () => {
    expect(() => encodeAnswers({a: [new BigInt64Array(1)]})).toThrow('BigInt64Array');
  });
});
