/**
 * Profiles that fast-check makes up, written as protobuf, then damaged by field rather than by byte.
 *
 * Random bytes rarely get past the first check; these are valid until one number, index or record goes wrong.
 */
import fc from 'fast-check';

const EDGES = [0n, 1n, 2n, -1n, 2n ** 31n, 2n ** 32n + 1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const STRINGS = [
  '',
  'samples',
  'count',
  'inuse_space',
  'bytes',
  'cpu',
  'nanoseconds',
  'contentions',
  'delay',
  'goroutine',
];

const index = fc.oneof({weight: 40, arbitrary: fc.integer({min: 0, max: 15}).map(BigInt)}, fc.constantFrom(...EDGES));
const id = fc.oneof({weight: 40, arbitrary: fc.integer({min: 1, max: 5}).map(BigInt)}, fc.constantFrom(...EDGES));
const value = fc.oneof(fc.integer({min: -5, max: 1000}).map(BigInt), fc.constantFrom(...EDGES));

const profile = fc.record({
  types: fc.array(fc.tuple(index, index), {minLength: 1, maxLength: 3}),
  samples: fc.array(
    fc.record({
      stack: fc.array(id, {maxLength: 6}),
      values: fc.array(value, {minLength: 1, maxLength: 3}),
      labels: fc.array(fc.record({key: index, str: index, num: value, unit: index}), {maxLength: 2}),
      isPacked: fc.boolean(),
    }),
    {maxLength: 8},
  ),
  mappings: fc.array(fc.tuple(value, value, value, index, index), {maxLength: 2}),
  locations: fc.array(fc.record({mapping: id, address: value, lines: fc.array(fc.tuple(id, value), {maxLength: 3})}), {
    maxLength: 5,
  }),
  functions: fc.array(fc.tuple(index, index, index), {maxLength: 5}),
  names: fc.array(
    fc.oneof(fc.string({maxLength: 12}), fc.constantFrom('__proto__', 'a.b.(*C).d', '(unclosed', '(a+)+$')),
    {
      maxLength: 6,
    },
  ),
  scalars: fc.array(fc.tuple(fc.constantFrom(7, 8, 9, 10, 12, 13, 14, 15, 99), value), {maxLength: 5}),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], {minLength: 5}),
  isWellOrdered: fc.boolean(),
  width: fc.integer({min: 1, max: 3}),
});

/** Profiles in protobuf; the same for the same seed. */
export function structuredInputs(seed, count) {
  return fc.sample(profile, {seed, numRuns: count}).map(encode);
}

function encode({types, samples, mappings, locations, functions, names, scalars, order, isWellOrdered, width}) {
  const groups = [
    types.map(([type, unit]) => message(1, [scalar(1, type), scalar(2, unit)])),
    samples.map((sample) => encodeSample(sample, isWellOrdered ? types.length : width)),
    mappings.map(([start, limit, offset, file, build], i) =>
      message(3, [
        scalar(1, BigInt(i + 1)),
        scalar(2, start),
        scalar(3, limit),
        scalar(4, offset),
        scalar(5, file),
        scalar(6, build),
      ]),
    ),
    locations.map(({mapping, address, lines}, i) =>
      message(4, [
        scalar(1, BigInt(i + 1)),
        scalar(2, mapping),
        scalar(3, address),
        ...lines.map(([fn, line]) => message(4, [scalar(1, fn), scalar(2, line)])),
      ]),
    ),
    functions.map(([name, system, file], i) =>
      message(5, [scalar(1, BigInt(i + 1)), scalar(2, name), scalar(3, system), scalar(4, file)]),
    ),
    [...STRINGS, ...names].map((text) => bytesField(6, [...new TextEncoder().encode(text)])),
    scalars.map(([field, number]) => scalar(field, number)),
  ];
  const shown = isWellOrdered ? groups : order.map((i) => groups[i]);
  return Uint8Array.from(shown.flat(2));
}

function encodeSample({stack, values, labels, isPacked}, width) {
  const all = Array.from({length: width}, (_, i) => values[i % values.length]);
  const numbers = (field, list) =>
    isPacked ? [bytesField(field, list.flatMap(varint))] : list.map((number) => scalar(field, number));
  const labelFields = labels.map(({key, str, num, unit}) =>
    message(3, [scalar(1, key), scalar(2, str), scalar(3, num), scalar(4, unit)]),
  );
  return message(2, [...numbers(1, stack), ...numbers(2, all), ...labelFields]);
}

function message(field, parts) {
  return bytesField(field, parts.flat());
}

function bytesField(field, bytes) {
  return [...varint(BigInt((field << 3) | 2)), ...varint(BigInt(bytes.length)), ...bytes];
}

function scalar(field, number) {
  return [...varint(BigInt(field << 3)), ...varint(number)];
}

function varint(number) {
  const bytes = [];
  let rest = BigInt.asUintN(64, number);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return bytes;
}
