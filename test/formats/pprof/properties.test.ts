import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {PprofxError} from '../../../src/base/errors.ts';
import {DEFAULT_READ_OPTIONS} from '../../../src/formats/format.ts';
import {pprofFormat} from '../../../src/formats/pprof/index.ts';
import {functionFile, functionName, type Profile} from '../../../src/model/profile.ts';
import {type EncodedFields, encode, expectedRows, modelProfile} from '../../support/arbitrary-profile.ts';
import {join} from '../../support/proto.ts';

function decode(bytes: Uint8Array, cuts: readonly number[] = []): Profile {
  const reader = pprofFormat.open(DEFAULT_READ_OPTIONS);
  let from = 0;
  for (const cut of [...cuts].map((at) => Math.min(at, bytes.length)).sort((a, b) => a - b)) {
    reader.write(bytes.slice(from, cut));
    from = cut;
  }
  reader.write(bytes.slice(from));
  return reader.end();
}

function describeLocation(profile: Profile, row: number): string {
  const {functions, locations} = profile;
  const lines: string[] = [];
  for (let line = locations.lineStart[row]; line < locations.lineStart[row + 1]; line++) {
    const fn = locations.lineFunction[line];
    const place = `${functionFile(profile, fn)}#${functions.startLine[fn]}:${locations.lineNumber[line]}`;
    lines.push(`${functionName(profile, fn)}@${place}`);
  }
  return `${locations.address[row]}(${lines.join(',')})`;
}

function describeRows(profile: Profile): Map<string, bigint[]> {
  const {labelSets, samples, stacks, strings} = profile;
  const rows = new Map<string, bigint[]>();
  for (let row = 0; row < samples.length; row++) {
    const frames: string[] = [];
    for (let stack = samples.stack[row]; stack !== -1; stack = stacks.parent[stack]) {
      frames.push(describeLocation(profile, stacks.location[stack]));
    }
    const label = labelSets.start[samples.labels[row]];
    const text = label === labelSets.start[samples.labels[row] + 1] ? '' : strings.at(labelSets.text[label]);
    const exact = samples.values.map(
      (column, type) => BigInt(column[row]) + BigInt(samples.residues[type]?.[row] ?? 0),
    );
    rows.set(`${frames.join(' < ')} | ${text}`, exact);
  }
  return rows;
}

/** Profile or refusal, as far as a caller can tell them apart. */
function outcome(work: () => Profile): unknown {
  try {
    const profile = work();
    return {rows: [...describeRows(profile)], warnings: profile.warnings};
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    return {code: error.code, message: error.message, at: error.at};
  }
}

function inUsualOrder({samples, strings, tables, types}: EncodedFields): Uint8Array {
  return join(...types, ...samples, ...tables, ...strings);
}

/** All fields, each list in its own order, mixed as `picks` says. */
function mixed({samples, strings, tables, types}: EncodedFields, picks: readonly number[]): Uint8Array {
  const queues = [[...types], [...samples], [...tables], [...strings]];
  const out: Uint8Array[] = [];
  for (let i = 0; queues.some((queue) => queue.length > 0); i++) {
    const filled = queues.filter((queue) => queue.length > 0);
    const field = filled[(picks[i % picks.length] ?? 0) % filled.length].shift();
    if (field !== undefined) out.push(field);
  }
  return join(...out);
}

const picks = fc.array(fc.nat(3), {minLength: 1, maxLength: 20});
const cuts = fc.array(fc.nat(400), {maxLength: 12});

describe('the protobuf decoder', () => {
  it('gives back every profile that was encoded, exact and folded', () => {
    fc.assert(
      fc.property(modelProfile, (model) => {
        expect(describeRows(decode(inUsualOrder(encode(model))))).toEqual(expectedRows(model));
      }),
    );
  });

  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(modelProfile, picks, (model, order) => {
        expect(describeRows(decode(mixed(encode(model), order)))).toEqual(expectedRows(model));
      }),
    );
  });

  it('does not depend on how the bytes are cut, in sound and in damaged files', () => {
    const damage = fc.option(fc.record({at: fc.nat(500), byte: fc.nat(255)}));
    fc.assert(
      fc.property(modelProfile, cuts, damage, fc.option(fc.nat(500)), (model, at, flip, end) => {
        const bytes = inUsualOrder(encode(model)).slice(0, end ?? undefined);
        if (flip !== null && flip.at < bytes.length) bytes[flip.at] = flip.byte;
        expect(outcome(() => decode(bytes, at))).toEqual(outcome(() => decode(bytes)));
      }),
      {numRuns: 300},
    );
  });

  it('gives K times every value for K times every sample', () => {
    fc.assert(
      fc.property(modelProfile, fc.integer({min: 2, max: 5}), (model, times) => {
        const fields = encode(model);
        const samples = Array.from({length: times}, () => fields.samples).flat();
        const rows = [...expectedRows(model)].map(([key, values]) => [key, values.map((v) => v * BigInt(times))]);
        expect([...describeRows(decode(inUsualOrder({...fields, samples})))]).toEqual(rows);
      }),
    );
  });

  it('puts parents before children and only known rows into stacks', () => {
    fc.assert(
      fc.property(modelProfile, (model) => {
        const {locations, stacks} = decode(inUsualOrder(encode(model)));
        for (let row = 0; row < stacks.length; row++) {
          expect(stacks.parent[row]).toBeLessThan(row);
          expect(stacks.location[row]).toBeLessThan(locations.length);
        }
      }),
    );
  });
});
