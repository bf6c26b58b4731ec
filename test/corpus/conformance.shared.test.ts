/**
 * The gate: every profile of the corpus gives google/pprof's numbers, every refusal of pprof is one of ours.
 */
import {describe, expect, it} from 'vitest';
import {computeTop, sortTop, type Top} from '../../src/analysis/reports/top.ts';
import {PprofxError} from '../../src/base/errors.ts';
import {ExactSum} from '../../src/base/int64.ts';
import {compareBytes, decodeUtf8} from '../../src/base/utf8.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import {corpus, corpusFile, type ExpectedRow} from '../support/corpus.ts';

const {files, rejected} = corpus();

/** pprof refuses these and we read them: dumps and folded stacks are ours to read. */
const READ_ANYWAY = /^goroutine dump|folded\.in\.txt$/;

function readAsPprof(path: string): Profile {
  return readProfile(corpusFile(path), {name: path, symbolize: 'none'});
}

/** Signed and absolute sum of a column, exact. */
function columnSums({samples}: Profile, type: number): {total: string; total_abs: string} {
  const sum = new ExactSum();
  const magnitude = new ExactSum();
  for (let row = 0; row < samples.length; row++) {
    const value = samples.values[type][row];
    const residue = samples.residues[type]?.[row] ?? 0;
    sum.add(value, residue);
    magnitude.add(Math.abs(value), value < 0 ? -residue : residue);
  }
  return {total: String(sum.toBigInt()), total_abs: String(magnitude.toBigInt())};
}

type Row = readonly [name: string, flat: string, cum: string];

function firstRows(top: Top, by: 'flat' | 'cum', count: number): Row[] {
  return [...sortTop(top, by).subarray(0, count)].map((row) => [
    top.names[row],
    String(top.flat.toJson(row)),
    String(top.cum.toJson(row)),
  ]);
}

/**
 * The rows as pprof orders them. Names with bytes that JSON cannot hold are given as hexadecimal, and stand among rows
 * of equal value by that spelling: those lists are put in the order of the names' own bytes.
 */
function expectedRows(rows: readonly ExpectedRow[], column: 1 | 2): Row[] {
  const decoded = rows.map(([name, flat, cum]): Row => [nameOf(name), flat, cum]);
  if (rows.every(([name]) => typeof name === 'string')) return decoded;
  const magnitude = (row: Row): number => Math.abs(Number(row[column]));
  return decoded.sort((a, b) => magnitude(b) - magnitude(a) || compareBytes(a[0], b[0]));
}

function nameOf(name: ExpectedRow[0]): string {
  return typeof name === 'string' ? name : decodeUtf8(Buffer.from(name.hex, 'hex'));
}

describe('the corpus', () => {
  it('is there with all its profiles', () => {
    expect(files.length).toBe(62);
  });
});

describe.each(files)('$path', (file) => {
  const profile = readAsPprof(file.path);

  it('holds what pprof counts in it', () => {
    expect(profile.counts).toEqual({
      samples: file.samples,
      locations: file.locations,
      functions: file.functions,
      mappings: file.mappings,
    });
    expect(profile.samples.length).toBe(file.samples_after_merge);
  });

  it('has the head that pprof reads', () => {
    expect(profile.sampleTypes).toEqual(file.sample_types.map(({type, unit}) => ({type, unit})));
    expect({
      defaultSampleType: profile.defaultSampleType,
      defaultSampleTypeName: profile.defaultSampleTypeName,
      period: String(profile.period),
      periodType: [profile.periodType?.type ?? '', profile.periodType?.unit ?? ''],
      time: String(profile.timeNanos),
      duration: String(profile.durationNanos),
      drop: profile.dropFrames,
      keep: profile.keepFrames,
      comments: profile.comments,
    }).toEqual({
      defaultSampleType: file.default_sample_index,
      defaultSampleTypeName: file.default_sample_type,
      period: file.period,
      periodType: [file.period_type, file.period_unit],
      time: file.time_nanos,
      duration: file.duration_nanos,
      drop: file.drop_frames,
      keep: file.keep_frames,
      comments: file.comments ?? [],
    });
  });

  it.each(file.sample_types.map((type, index) => ({...type, index})))('$type sums to $total', (expected) => {
    const {total, total_abs} = expected;
    expect(columnSums(profile, expected.index)).toEqual({total, total_abs});
  });

  it.each(file.top)('$type has the total and the top 20 of pprof', (expected) => {
    const top = computeTop(profile, expected.index);
    expect(String(top.totalExact)).toBe(expected.total);
    expect(firstRows(top, 'flat', expected.flat.length)).toEqual(expectedRows(expected.flat, 1));
    expect(firstRows(top, 'cum', expected.cum.length)).toEqual(expectedRows(expected.cum, 2));
  });
});

describe.each(rejected.filter(({kind, path}) => !READ_ANYWAY.test(kind) && !READ_ANYWAY.test(path)))(
  '$path ($kind)',
  ({path}) => {
    it('is refused with a cause and a byte offset', () => {
      let refusal: unknown;
      try {
        readProfile(corpusFile(path), {name: path});
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toBeInstanceOf(PprofxError);
      expect(refusal).toMatchObject({kind: 'input', at: {input: path, byteOffset: expect.any(Number)}});
    });
  },
);
