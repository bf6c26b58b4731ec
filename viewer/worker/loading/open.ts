/**
 * Opens the inputs: reads each, reports progress, and keeps the bytes for raw text and export.
 */

import {comparableKind} from '../../../src/analysis/compare/comparable-kind.ts';
import {hasWaits} from '../../../src/analysis/goroutines/wait-ages.ts';
import {stackValues} from '../../../src/analysis/values/stack-values.ts';
import {PprofxError} from '../../../src/base/errors.ts';
import {exactToJson} from '../../../src/base/int64.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {PageOptions} from '../../../src/render/html/page.ts';
import type {FileBytes} from '../../input-file.ts';
import type {Failure, InputSummary, OpenedInputs, OpenRequest, Progress} from '../../protocol.ts';
import {describeFailure} from './failure.ts';
import {loadFile} from './load-file.ts';
import {readInput} from './read-input.ts';

/** Inputs that could be read, in their order. */
export interface OpenInputs {
  readonly profiles: readonly Profile[];
  readonly files: readonly FileBytes[];
  /** Limits and signatures of the diagnosis. */
  readonly options: PageOptions;
  /** What the page knows of them. */
  readonly opened: OpenedInputs;
}

/** Reads every file; those that fail are listed in `failures`. Where all fail, the first failure is thrown. */
export async function openInputs(
  {files, isOrdered, options}: OpenRequest,
  report: (progress: Progress) => void,
): Promise<OpenInputs> {
  if (options.catalogue !== undefined)
    (await import('../../../src/base/language/catalogue.ts')).useCatalogue(options.catalogue);
  const read: ReadInput[] = [];
  const failures: Failure[] = [];
  let firstError: PprofxError | undefined;
  for (const source of files) {
    try {
      const file = await loadFile(source, report);
      const profile = await readInput(file, options.reading, report);
      const counted = file.base === undefined ? undefined : await import('../bundle/since.ts');
      read.push({file, profile: (await counted?.since(profile, file, options.reading)) ?? profile});
    } catch (error) {
      if (!(error instanceof PprofxError)) throw error;
      firstError ??= error;
      failures.push(describeFailure(error));
    }
  }
  if (firstError !== undefined && read.length === 0) throw firstError;
  const ordered = isOrdered ? read : olderFirst(read);
  const profiles = ordered.map(({profile}) => profile);
  const opened: OpenedInputs = {inputs: profiles.map(summarize), failures};
  return {profiles, files: ordered.map(({file}) => file), options, opened};
}

interface ReadInput {
  readonly file: FileBytes;
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
