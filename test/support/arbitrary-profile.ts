/**
 * Profiles for property tests: a plain model, its encoding in any legal form, and what a decoder must make of it.
 */
import fc from 'fast-check';
import {bytesField, join, message, numberField, packedField} from './proto.ts';

interface ModelSample {
  /** Indexes of locations, leaf first. */
  readonly stack: readonly number[];
  readonly values: readonly [bigint, bigint];
  readonly label: string;
}

export interface ModelProfile {
  readonly functions: readonly {name: string; file: string; startLine: number}[];
  readonly locations: readonly {address: bigint; lines: readonly {fn: number; line: number}[]}[];
  readonly samples: readonly ModelSample[];
  /** Added to every id: small, past 2^32, past 2^53 or past 2^63. */
  readonly idBase: bigint;
  readonly isPacked: boolean;
}

const name = fc.constantFrom('', 'main.main', 'main.work', 'runtime.gopark', 'a;b 1', '\u{1F600}', 'é', '__proto__');
const int64 = fc.oneof(
  fc.bigInt(-3n, 3n),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n),
);

export const modelProfile: fc.Arbitrary<ModelProfile> = fc
  .tuple(fc.integer({min: 1, max: 4}), fc.integer({min: 1, max: 5}))
  .chain(([functionCount, locationCount]) =>
    fc.record({
      functions: fc.array(fc.record({name, file: name, startLine: fc.nat(9)}), {
        minLength: functionCount,
        maxLength: functionCount,
      }),
      locations: fc.array(
        fc.record({
          address: fc.bigInt(0n, 2n ** 64n - 1n),
          lines: fc.array(fc.record({fn: fc.nat(functionCount - 1), line: fc.nat(300)}), {maxLength: 3}),
        }),
        {minLength: locationCount, maxLength: locationCount},
      ),
      samples: fc.array(
        fc.record({
          stack: fc.array(fc.nat(locationCount - 1), {maxLength: 6}),
          values: fc.tuple(int64, int64),
          label: fc.constantFrom('', '', 'x', 'y'),
        }),
        {maxLength: 8},
      ),
      idBase: fc.constantFrom(0n, 2n ** 32n - 2n, 2n ** 53n, 2n ** 63n),
      isPacked: fc.boolean(),
    }),
  );

/** Top-level fields of the encoding; those of one list keep their order, the lists may be mixed in any way. */
export interface EncodedFields {
  readonly strings: readonly Uint8Array[];
  readonly types: readonly Uint8Array[];
  readonly samples: readonly Uint8Array[];
  readonly tables: readonly Uint8Array[];
}

export function encode(model: ModelProfile): EncodedFields {
  const strings = [''];
  const indexOf = (text: string): number => {
    const known = strings.indexOf(text);
    return known >= 0 ? known : strings.push(text) - 1;
  };
  const id = (row: number): bigint => model.idBase + BigInt(row) + 1n;
  const valueType = (type: string): Uint8Array =>
    message(1, numberField(1, indexOf(type)), numberField(2, indexOf('u')));
  const types = [valueType('first'), valueType('second')];
  const functions = model.functions.map((fn, row) =>
    message(
      5,
      numberField(1, id(row)),
      numberField(2, indexOf(fn.name)),
      numberField(4, indexOf(fn.file)),
      numberField(5, fn.startLine),
    ),
  );
  const locations = model.locations.map(({address, lines}, row) =>
    message(
      4,
      numberField(1, id(row)),
      numberField(3, address),
      ...lines.map(({fn, line}) => message(4, numberField(1, id(fn)), numberField(2, line))),
    ),
  );
  const integers = (field: number, values: readonly bigint[]): Uint8Array =>
    model.isPacked ? packedField(field, values) : join(...values.map((value) => numberField(field, value)));
  const samples = model.samples.map(({stack, values, label}) =>
    message(
      2,
      integers(1, stack.map(id)),
      integers(2, values),
      ...(label === '' ? [] : [message(3, numberField(1, indexOf('key')), numberField(2, indexOf(label)))]),
    ),
  );
  return {types, samples, tables: [...functions, ...locations], strings: strings.map((text) => bytesField(6, text))};
}

/** Rows "stack | label" → exact values; equal ones are summed, all-zero ones are gone. */
export function expectedRows(model: ModelProfile): Map<string, [bigint, bigint]> {
  const rows = new Map<string, [bigint, bigint]>();
  for (const {stack, values, label} of model.samples) {
    const key = `${stack.map((row) => describeLocation(model, row)).join(' < ')} | ${label}`;
    const row = rows.get(key) ?? [0n, 0n];
    rows.set(key, [row[0] + values[0], row[1] + values[1]]);
  }
  for (const [key, row] of rows) if (row[0] === 0n && row[1] === 0n) rows.delete(key);
  return rows;
}

function describeLocation({functions, locations}: ModelProfile, row: number): string {
  const {address, lines} = locations[row];
  const names = lines.map(({fn, line}) => {
    const {name, file, startLine} = functions[fn];
    return `${name}@${file}#${startLine}:${line}`;
  });
  return `${address}(${names.join(',')})`;
}
