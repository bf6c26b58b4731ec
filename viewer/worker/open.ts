/**
 * Opens the inputs: reads each, tells how far it got, and keeps the bytes for raw text and export.
 */

import {comparableKind} from '../../src/analysis/comparable-kind.ts';
import {stackValues} from '../../src/analysis/stack-values.ts';
import {hasWaits} from '../../src/analysis/wait-ages.ts';
import {type AnalyzeOptions, analyze, type Diagnosis} from '../../src/analyze.ts';
import {PprofxError} from '../../src/base/errors.ts';
import {exactToJson} from '../../src/base/int64.ts';
import {DETECTORS} from '../../src/detectors/index.ts';
import {Gunzip} from '../../src/formats/gunzip.ts';
import {isGzip} from '../../src/formats/is-gzip.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';
import type {PageReading} from '../../src/render/page.ts';
import type {Failure, InputFile, InputSummary, Opened, OpenRequest, Progress} from '../protocol.ts';
import {describeFailure} from './failure.ts';

/** Inputs that could be read, in the order given. */
export interface OpenInputs {
  readonly profiles: readonly Profile[];
  readonly files: readonly InputFile[];
  readonly diagnosis: Diagnosis;
  /** What findings are judged by. */
  readonly options: AnalyzeOptions;
}

/** Reads every file; those that fail are told in `failures`, unless all fail. */
export function openInputs(
  {files, isOrdered, options}: OpenRequest,
  report: (progress: Progress) => void,
): {readonly inputs: OpenInputs; readonly opened: Opened} {
  const read: ReadInput[] = [];
  const failures: Failure[] = [];
  for (const file of files) {
    try {
      read.push({file, profile: readFile(file, options.reading, report)});
    } catch (error) {
      if (!(error instanceof PprofxError) || files.length === 1) throw error;
      failures.push(describeFailure(error));
    }
  }
  const ordered = isOrdered ? read : olderFirst(read);
  const profiles = ordered.map(({profile}) => profile);
  report({phase: 'analyze', name: '', doneBytes: 0, totalBytes: 0});
  const diagnosis = analyze(profiles, options);
  const opened: Opened = {
    inputs: profiles.map(summarize),
    findings: diagnosis.findings,
    suppressed: diagnosis.suppressed,
    checks: DETECTORS.map(({title}) => title),
    failures,
  };
  return {inputs: {profiles, files: ordered.map(({file}) => file), diagnosis, options}, opened};
}

interface ReadInput {
  readonly file: InputFile;
  readonly profile: Profile;
}

/** Inputs of one kind whose times are known change places among each other; all others stay where they are. */
function olderFirst(inputs: readonly ReadInput[]): ReadInput[] {
  const ordered = [...inputs];
  for (const kind of new Set(inputs.map(({profile}) => comparableKind(profile)))) {
    const places = [...inputs.keys()].filter((i) => {
      const {profile} = inputs[i];
      return comparableKind(profile) === kind && profile.timeNanos > 0n;
    });
    const byTime = [...places].sort((a, b) => (inputs[a].profile.timeNanos < inputs[b].profile.timeNanos ? -1 : 1));
    places.forEach((place, i) => {
      ordered[place] = inputs[byTime[i]];
    });
  }
  return ordered;
}

function readFile(
  {bytes, name}: InputFile,
  reading: PageReading | undefined,
  report: (progress: Progress) => void,
): Profile {
  const all = new Uint8Array(bytes);
  return readProfile(all, {...reading, name}, (doneBytes) =>
    report({phase: 'read', name, doneBytes, totalBytes: all.length}),
  );
}

/** Durations that no profile can have are treated as unknown. */
const LONGEST_NANOS = 10n * 365n * 24n * 3600n * 1_000_000_000n;

function summarize(profile: Profile): InputSummary {
  const {durationNanos, goroutines, samples, timeNanos} = profile;
  const millis = timeNanos > 0n ? Number(timeNanos / 1_000_000n) : 0;
  const date = new Date(millis);
  const isDate = millis > 0 && !Number.isNaN(date.getTime());
  return {
    name: profile.name,
    format: profile.format,
    kind: profile.kind,
    sampleTypes: profile.sampleTypes.map(({type, unit}, index) => {
      const {total} = stackValues(profile, index);
      return {type, unit, total: total.high, totalText: String(exactToJson(total.high, total.low))};
    }),
    defaultSampleType: profile.defaultSampleType,
    samples: samples.length,
    time: isDate ? date.toISOString() : '',
    durationSeconds: durationNanos > 0n && durationNanos < LONGEST_NANOS ? Number(durationNanos) / 1e9 : 0,
    goroutines: goroutines === undefined ? 0 : (samples.values[0]?.reduce((sum, count) => sum + count, 0) ?? 0),
    hasRawText: goroutines?.byteLength.some((length) => length > 0) ?? false,
    hasWaits: hasWaits(profile),
    comparableKind: comparableKind(profile),
    warnings: profile.warnings,
    unsymbolizedShare: unsymbolizedShare(profile),
  };
}

/** Share of locations without any function name. */
function unsymbolizedShare({locations}: Profile): number {
  let count = 0;
  for (let i = 0; i < locations.length; i++) if (locations.lineStart[i] === locations.lineStart[i + 1]) count++;
  return locations.length === 0 ? 0 : count / locations.length;
}

/** Uncompressed bytes [offset, offset + length) of an input. */
export function uncompressedSlice({bytes}: InputFile, offset: number, length: number): Uint8Array {
  const all = new Uint8Array(bytes);
  if (!isGzip(all)) return all.subarray(offset, offset + length);
  const out = new Uint8Array(length);
  let at = 0;
  const inflater = new Gunzip((chunk) => {
    const from = Math.max(0, offset - at);
    const to = Math.min(chunk.length, offset + length - at);
    if (to > from) out.set(chunk.subarray(from, to), at + from - offset);
    at += chunk.length;
  });
  inflater.write(all);
  return out;
}

/** All of an input, unpacked. */
export function uncompressed({bytes}: InputFile): Uint8Array {
  const all = new Uint8Array(bytes);
  if (!isGzip(all)) return all;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflater = new Gunzip((chunk) => {
    chunks.push(chunk.slice());
    length += chunk.length;
  });
  inflater.write(all);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
