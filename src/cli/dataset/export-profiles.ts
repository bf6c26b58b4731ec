/**
 * Inputs into a dataset, one profile at a time.
 */
import {createHash} from 'node:crypto';
import {createReadStream, statSync} from 'node:fs';
import type {PprofxError} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import {readProfile} from '../../read.ts';
import {type FleetFile, fleetFiles, type Warn} from '../fleet/fleet-files.ts';
import {type LabelRule, labelsOf} from '../fleet/fleet-labels.ts';
import {type FleetSource, readEach} from '../fleet/read-each.ts';
import {DEFAULT_MAX_INFLATED_BYTES} from '../input/inflate.ts';
import {readInput, readInputBytes} from '../input/input.ts';
import {isUrl} from '../input/mask-url.ts';
import type {InputOptions} from '../input/read-options.ts';
import {inflateSmall, smallFileBytes} from '../input/small-file.ts';
import type {StoredProfile} from '../stores/store-query.ts';
import {ContentIds, contentId} from './content-ids.ts';
import {DatasetWriter} from './dataset-writer.ts';
import {profileRows} from './profile-rows.ts';

/** 96 bits, which no table compresses: enough for 10^10 profiles. */
const ID_DIGITS = 24;

export interface ExportOptions {
  readonly rules: readonly LabelRule[];
  readonly reading: InputOptions;
}

export interface ExportResult {
  readonly added: number;
  /** In the dataset before, or given twice. */
  readonly known: number;
  readonly unread: number;
}

type Source = FleetSource<ReadProfile>;

interface ReadProfile {
  readonly profile: Profile;
  /** Of its bytes as they came. */
  readonly sha256: string;
}

/** @param warn  called once for each input that cannot be read */
export function exportProfiles(
  inputs: readonly string[],
  root: string,
  options: ExportOptions,
  warn: Warn,
): Promise<ExportResult> {
  return exportSources(sourcesOf(inputs, options.reading, warn), root, options, warn);
}

/** The same of what a store holds. */
export function exportStored(
  profiles: AsyncIterable<StoredProfile>,
  root: string,
  options: ExportOptions,
  warn: Warn,
): Promise<ExportResult> {
  return exportSources(storedSources(profiles, options.reading), root, options, warn);
}

async function exportSources(
  sources: Iterable<Source> | AsyncIterable<Source>,
  root: string,
  {reading, rules}: ExportOptions,
  warn: Warn,
): Promise<ExportResult> {
  const writer = await DatasetWriter.open(root);
  const ids = new ContentIds();
  const result = {added: 0, known: 0, unread: 0};
  const note = (error: PprofxError): void => {
    result.unread++;
    warn(error);
  };
  try {
    for await (const {file, value} of readEach(sources, (bytes, {path}) => readBytes(bytes, path, reading), note)) {
      const {profile, sha256} = value;
      const labels = labelsOf(file, profile, rules);
      const id = contentId([sha256, labels.get('service') ?? '', labels.get('instance') ?? '']).slice(0, ID_DIGITS);
      if (writer.has(id)) {
        result.known++;
        continue;
      }
      const rows = profileRows(profile, {id, source: file.path, sha256, labels}, ids);
      await writer.add(rows, dateOf(profile.timeNanos, file), labels.get('service') ?? '');
      result.added++;
    }
  } catch (error) {
    writer.abandon();
    throw error;
  }
  await writer.finish();
  return result;
}

/** Files and folders as `fleet` finds them; URLs and standard input as they are. */
function* sourcesOf(inputs: readonly string[], reading: InputOptions, warn: Warn): Generator<Source> {
  for (const input of inputs) {
    if (input === '-' || isUrl(input)) {
      const file = {path: input, relativePath: input, process: undefined};
      yield {file, read: async () => readBytes(await readInputBytes(input, reading), input, reading)};
    } else {
      for (const file of fleetFiles([input], warn)) yield {file, read: () => readFile(file.path, reading)};
    }
  }
}

async function* storedSources(profiles: AsyncIterable<StoredProfile>, reading: InputOptions): AsyncGenerator<Source> {
  for await (const {endMillis, fetch, labels, name, windowMillis} of profiles) {
    yield {
      file: {path: name, relativePath: name, process: undefined, labels},
      read: async () => {
        const {profile, sha256} = readBytes(await fetch(), name, reading);
        return {profile: {...profile, ...storedTimes(profile, endMillis, windowMillis)}, sha256};
      },
    };
  }
}

/** A store adds up over the window that it was asked for, and does not say so in the profile. */
function storedTimes({timeNanos}: Profile, endMillis: number, windowMillis: number): Partial<Profile> {
  const nanos = (millis: number): bigint => BigInt(Math.round(millis)) * 1_000_000n;
  if (windowMillis === 0) return timeNanos === 0n ? {timeNanos: nanos(endMillis)} : {};
  return {timeNanos: nanos(endMillis), durationNanos: nanos(windowMillis)};
}

function readBytes(bytes: Uint8Array, name: string, reading: InputOptions): ReadProfile {
  return {profile: readProfile(bytes, {...reading, name}), sha256: sha256Of(bytes)};
}

/** What is small is read once; of all else nothing is held, so its bytes come once for the profile and once for the hash. */
async function readFile(path: string, reading: InputOptions): Promise<ReadProfile> {
  const bytes = smallFileBytes(path);
  const plain = bytes && inflateSmall(bytes, reading.maxInflatedBytes ?? DEFAULT_MAX_INFLATED_BYTES);
  if (bytes !== undefined && plain !== undefined) {
    return {profile: readProfile(plain, {...reading, name: path}), sha256: sha256Of(bytes)};
  }
  // What can be read but once, such as a named pipe.
  if (statSync(path, {throwIfNoEntry: false})?.isFile() === false)
    return readBytes(await readInputBytes(path, reading), path, reading);
  const profile = await readInput(path, reading);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return {profile, sha256: hash.digest('hex')};
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The day of the profile; where it has no time, the day of the file, and for streams today. */
function dateOf(timeNanos: bigint, {path, process}: FleetFile): string {
  if (timeNanos > 0n) return new Date(Number(timeNanos / 1_000_000n)).toISOString().slice(0, 10);
  const takenAt = process?.profiles.find(({file}) => file !== undefined && path.endsWith(`/${file}`))?.takenAt;
  if (takenAt !== undefined) return takenAt.slice(0, 10);
  const at = statSync(path, {throwIfNoEntry: false})?.mtime ?? new Date();
  return at.toISOString().slice(0, 10);
}
