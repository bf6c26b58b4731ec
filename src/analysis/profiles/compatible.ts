/**
 * Makes profiles fit for merging and subtracting: the sample types they share, in one unit each; scaled; marked.
 *
 * As google/pprof does it: types are intersected in the order of the first profile, units become the finest, values
 * are rounded half away from zero.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {isExact} from '../../base/int64.ts';
import {isSameFamily, scale} from '../../base/units.ts';
import type {LabelSetTable, Profile, ValueType} from '../../model/profile.ts';
import {BASE_LABEL} from '../values/sample-choice.ts';
import {keepSamples} from './profile-edit.ts';

/** @throws USAGE when the profiles share no sample type, or units cannot be turned into each other */
export function compatibleProfiles(profiles: readonly Profile[]): Profile[] {
  if (profiles.length < 2) return [...profiles];
  const shared = sharedTypes(profiles);
  const narrowed = profiles.map((profile) => pickTypes(profile, shared));
  const types = shared.map((_, i) => finestType(narrowed, (profile) => profile.sampleTypes[i]));
  const period = finestType(
    narrowed.filter(({periodType}) => periodType !== undefined),
    ({periodType}) => periodType ?? {type: '', unit: ''},
  );
  return narrowed.map((profile) => withPeriodUnit(withUnits(profile, types), period));
}

function sharedTypes(profiles: readonly Profile[]): string[] {
  const [first] = profiles;
  const shared = first.sampleTypes
    .map(({type}) => type)
    .filter((type) => profiles.every(({sampleTypes}) => sampleTypes.some((other) => isLike(other.type, type))));
  if (shared.length > 0 || first.sampleTypes.length === 0) return shared;
  const names = profiles.map(({name, sampleTypes}) => `${name}: ${sampleTypes.map(({type}) => type).join(' ')}`);
  throw failure('USAGE', `the profiles have no sample type in common (${names.join('; ')})`);
}

/** Names that differ in a plural only are the same type. */
function isLike(a: string, b: string): boolean {
  return a.replace(/s$/, '') === b.replace(/s$/, '');
}

/** The profile with only the given sample types, in their order. */
function pickTypes(profile: Profile, types: readonly string[]): Profile {
  const columns = types.map((type) => {
    const exact = profile.sampleTypes.findIndex((candidate) => candidate.type === type);
    return exact >= 0 ? exact : profile.sampleTypes.findIndex((candidate) => isLike(candidate.type, type));
  });
  if (columns.length === profile.sampleTypes.length && columns.every((column, i) => column === i)) return profile;
  const {defaultSampleTypeName, samples} = profile;
  const wanted = types.indexOf(defaultSampleTypeName);
  return {
    ...profile,
    sampleTypes: columns.map((column) => profile.sampleTypes[column]),
    defaultSampleType: Math.max(0, wanted),
    defaultSampleTypeName: wanted >= 0 ? defaultSampleTypeName : types[0],
    samples: {
      ...samples,
      values: columns.map((column) => samples.values[column]),
      residues: columns.map((column) => samples.residues[column]),
    },
  };
}

/** The type with the smallest unit; undefined for fewer than two profiles. */
function finestType(profiles: readonly Profile[], typeOf: (profile: Profile) => ValueType): ValueType | undefined {
  if (profiles.length < 2) return undefined;
  let finest = typeOf(profiles[0]);
  for (const profile of profiles) {
    const type = typeOf(profile);
    if (!isLike(type.type, finest.type) || !isSameFamily(type.unit, finest.unit)) {
      const [a, b] = [`${finest.type}/${finest.unit}`, `${type.type}/${type.unit}`];
      throw failure('USAGE', `cannot bring ${a} and ${b} to one unit`, {input: profile.name});
    }
    if (scale(1, type.unit, finest.unit).value < 1) finest = type;
  }
  return finest;
}

function withUnits(profile: Profile, types: readonly (ValueType | undefined)[]): Profile {
  const ratios = profile.sampleTypes.map(({unit}, i) => scale(1, unit, types[i]?.unit ?? unit).value);
  const scaled = scaleValues(profile, ratios);
  return {
    ...scaled,
    sampleTypes: profile.sampleTypes.map((type, i) => ({
      type: types[i]?.type ?? type.type,
      unit: types[i]?.unit ?? type.unit,
    })),
  };
}

function withPeriodUnit(profile: Profile, type: ValueType | undefined): Profile {
  const {period, periodType} = profile;
  if (type === undefined || periodType === undefined) return profile;
  const {value} = scale(Number(period), periodType.unit, type.unit);
  const isSame = periodType.unit === type.unit;
  return {...profile, period: isSame ? period : BigInt(Math.trunc(value)), periodType: {...type}};
}

/** Multiplies every value by the ratio of its type; samples left with zeros only go. */
export function scaleValues(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const {samples} = profile;
  const isSign = (ratio: number): boolean => ratio === 1 || ratio === -1;
  const values = samples.values.map((column, type) => column.map((value) => scaledValue(value, ratios[type])));
  // Past 2^53 only a change of sign is exact; a product is rounded there anyway.
  const residues = samples.residues.map((column, type) =>
    column === undefined
      ? undefined
      : isSign(ratios[type])
        ? column.map((rest) => scaledValue(rest, ratios[type]))
        : column.map(() => 0),
  );
  const scaled = {...profile, samples: {...samples, values, residues: widened(values, residues)}};
  const rows: number[] = [];
  for (let row = 0; row < samples.length; row++) if (values.some((column) => column[row] !== 0)) rows.push(row);
  return keepSamples(scaled, Int32Array.from(rows));
}

function scaledValue(value: number, ratio: number): number {
  const product = value * ratio;
  // Half away from zero, and never a negative zero.
  return (product < 0 ? -Math.round(-product) : Math.round(product)) + 0;
}

/** Columns whose sums may now pass 2^53 get a column of rests. */
function widened(
  values: readonly Float64Array[],
  residues: readonly (Float64Array | undefined)[],
): (Float64Array | undefined)[] {
  return values.map((column, type) => {
    if (residues[type] !== undefined) return residues[type];
    const sum = column.reduce((total, value) => total + Math.abs(value), 0);
    return isExact(sum) ? undefined : new Float64Array(column.length);
  });
}

/** Scales a profile so that each of its sums is that of `base`. */
export function normalizeTo(profile: Profile, base: Profile): Profile {
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  const ratios = profile.samples.values.map((column, type) => {
    const own = sum(column);
    return own === 0 ? 0 : sum(base.samples.values[type]) / own;
  });
  return scaleValues(profile, ratios);
}

/** Marks every sample as one of the base of a comparison. */
export function markAsBase(profile: Profile): Profile {
  const {labelSets, strings} = profile;
  const key = strings.intern(BASE_LABEL);
  const text = strings.intern('true');
  return {...profile, labelSets: withLabel(labelSets, key, text)};
}

/** Every set with one more label, in place of any of the same key. */
function withLabel(table: LabelSetTable, key: number, text: number): LabelSetTable {
  const start = new Int32Array(table.length + 1);
  const rows: number[] = [];
  for (let set = 0; set < table.length; set++) {
    for (let row = table.start[set]; row < table.start[set + 1]; row++) if (table.key[row] !== key) rows.push(row);
    rows.push(NONE);
    start[set + 1] = rows.length;
  }
  const pick = (column: Int32Array, added: number): Int32Array =>
    Int32Array.from(rows, (row) => (row === NONE ? added : column[row]));
  return {
    length: table.length,
    start,
    key: pick(table.key, key),
    text: pick(table.text, text),
    number: BigInt64Array.from(rows, (row) => (row === NONE ? 0n : table.number[row])),
    unit: pick(table.unit, 0),
  };
}
