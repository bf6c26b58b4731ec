/**
 * A second reading of pprof files that shares nothing with ours: protobufjs reflection over proto/profile.proto, then
 * flat and cum by the plainest means.
 */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import protobuf from 'protobufjs';

interface RawProfile {
  readonly sample_type: readonly {type: number; unit: number}[];
  readonly sample: readonly {location_id: number[]; value: (number | string)[]}[];
  readonly location: readonly {id: number; mapping_id: number; line: {function_id: number}[]}[];
  readonly function: readonly {id: number; name: number}[];
  readonly mapping: readonly {id: number; filename: number}[];
  readonly string_table: readonly string[];
}

export interface OracleProfile {
  readonly counts: {samples: number; locations: number; functions: number; mappings: number};
  readonly sampleTypes: readonly {type: string; unit: string}[];
  /** Per sample type: Σ|v| over samples of equal stack and labels is pprof's total; here Σ|v| over stacks. */
  readonly tops: readonly Map<string, [flat: bigint, cum: bigint]>[];
  readonly sums: readonly bigint[];
}

const schema = protobuf
  .parse(readFileSync(fileURLToPath(new URL('../../proto/profile.proto', import.meta.url)), 'utf8'), {keepCase: true})
  .root.lookupType('perftools.profiles.Profile');

export function readByReflection(bytes: Uint8Array): OracleProfile {
  const raw = schema.toObject(schema.decode(bytes), {longs: String, defaults: true}) as RawProfile;
  const text = (index: number): string => raw.string_table[Number(index)];
  const functions = new Map(raw.function.map(({id, name}) => [String(id), text(name)]));
  const mappings = new Map(raw.mapping.map(({id, filename}) => [String(id), text(filename)]));
  const framesOf = new Map<string, string[]>();
  for (const {id, mapping_id, line} of raw.location) {
    const names = line.map(({function_id}) => functions.get(String(function_id)) ?? '?');
    const file = mappings.get(String(mapping_id)) ?? '';
    const binary = file === '' ? '<unknown>' : `[${file.split('/').at(-1)}]`;
    framesOf.set(String(id), names.length > 0 ? names : [binary]);
  }
  const tops = raw.sample_type.map(() => new Map<string, [bigint, bigint]>());
  const sums = raw.sample_type.map(() => 0n);
  for (const {location_id, value} of raw.sample) {
    const frames = location_id.flatMap((id) => framesOf.get(String(id)) ?? ['?']);
    value.forEach((v, type) => {
      sums[type] += BigInt(v);
      addTo(tops[type], frames, BigInt(v));
    });
  }
  return {
    counts: {
      samples: raw.sample.length,
      locations: raw.location.length,
      functions: raw.function.length,
      mappings: raw.mapping.length,
    },
    sampleTypes: raw.sample_type.map(({type, unit}) => ({type: text(type), unit: text(unit)})),
    tops,
    sums,
  };
}

function addTo(top: Map<string, [bigint, bigint]>, frames: readonly string[], value: bigint): void {
  if (value === 0n) return;
  for (const name of new Set(frames)) {
    const row = top.get(name) ?? [0n, 0n];
    top.set(name, [row[0] + (name === frames[0] ? value : 0n), row[1] + value]);
  }
}
