/**
 * Inputs into a dataset, one profile at a time.
 */
import {createHash} from 'node:crypto';
import {createReadStream, statSync} from 'node:fs';
import {PprofxError} from '../../base/errors.ts';
import {readProfile} from '../../read.ts';
import {type FleetFile, fleetFiles, type Warn} from '../fleet/fleet-files.ts';
import {type LabelRule, labelsOf} from '../fleet/fleet-labels.ts';
import {readInput, readInputBytes} from '../input/input.ts';
import {isUrl} from '../input/mask-url.ts';
import type {InputOptions} from '../input/read-options.ts';
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

/** @param warn  called once for each input that cannot be read */
export async function exportProfiles(
  inputs: readonly string[],
  root: string,
  {reading, rules}: ExportOptions,
  warn: Warn,
): Promise<ExportResult> {
  const writer = await DatasetWriter.open(root);
  const ids = new ContentIds();
  const result = {added: 0, known: 0, unread: 0};
  try {
    for (const file of filesOf(inputs, warn)) {
      try {
        const {profile, sha256} = await readWithHash(file.path, reading);
        const labels = labelsOf(file, profile, rules);
        const id = contentId([sha256, labels.get('service') ?? '', labels.get('instance') ?? '']).slice(0, ID_DIGITS);
        if (writer.has(id)) {
          result.known++;
          continue;
        }
        const rows = profileRows(profile, {id, source: file.path, sha256, labels}, ids);
        await writer.add(rows, dateOf(profile.timeNanos, file), labels.get('service') ?? '');
        result.added++;
      } catch (error) {
        // A full disk is not the input's fault.
        if (!(error instanceof PprofxError) || error.code === 'WRITE_FAILED') throw error;
        result.unread++;
        warn(error);
      }
    }
  } catch (error) {
    writer.abandon();
    throw error;
  }
  await writer.finish();
  return result;
}

/** Files and folders as `fleet` finds them; URLs and standard input as they are. */
function* filesOf(inputs: readonly string[], warn: Warn): Generator<FleetFile> {
  for (const input of inputs) {
    if (input === '-' || isUrl(input)) yield {path: input, relativePath: input, process: undefined};
    else yield* fleetFiles([input], warn);
  }
}

async function readWithHash(
  path: string,
  reading: InputOptions,
): Promise<{profile: Awaited<ReturnType<typeof readInput>>; sha256: string}> {
  const hash = createHash('sha256');
  if (path === '-' || isUrl(path)) {
    const bytes = await readInputBytes(path, reading);
    return {profile: readProfile(bytes, {...reading, name: path}), sha256: hash.update(bytes).digest('hex')};
  }
  const profile = await readInput(path, reading);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return {profile, sha256: hash.digest('hex')};
}

/** The day of the profile; where it has no time, the day of the file, and for streams today. */
function dateOf(timeNanos: bigint, {path, process}: FleetFile): string {
  if (timeNanos > 0n) return new Date(Number(timeNanos / 1_000_000n)).toISOString().slice(0, 10);
  const takenAt = process?.profiles.find(({file}) => file !== undefined && path.endsWith(`/${file}`))?.takenAt;
  if (takenAt !== undefined) return takenAt.slice(0, 10);
  const at = statSync(path, {throwIfNoEntry: false})?.mtime ?? new Date();
  return at.toISOString().slice(0, 10);
}
