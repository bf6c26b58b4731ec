/**
 * Profiles of many processes, read one after the other; what cannot be read is a warning.
 *
 * An archive is found out by its failing to be a profile: to look at the beginning of every file would take a tenth of
 * the time of a fleet.
 */
import {PprofxError, withInput} from '../../base/errors.ts';
import {containerAt} from '../archive/container-kind.ts';
import {archivedFiles} from './archived-files.ts';
import type {FleetFile, Warn} from './fleet-files.ts';

/** A profile that is to come, with where it comes from. */
export interface FleetSource<T> {
  readonly file: FleetFile;
  readonly read: () => Promise<T>;
}

export interface FleetItem<T> {
  readonly file: FleetFile;
  readonly value: T;
}

/** @param readBytes  reads what is in an archive */
export async function* readEach<T>(
  sources: Iterable<FleetSource<T>> | AsyncIterable<FleetSource<T>>,
  readBytes: (bytes: Uint8Array, file: FleetFile) => T,
  warn: Warn,
): AsyncGenerator<FleetItem<T>> {
  for await (const {file, read} of sources) {
    const item = await attempt(file, read);
    if (!(item instanceof PprofxError)) yield item;
    else if (containerAt(file.path) === undefined) warn(item);
    else yield* readArchive(file, readBytes, warn);
  }
}

async function* readArchive<T>(
  archive: FleetFile,
  readBytes: (bytes: Uint8Array, file: FleetFile) => T,
  warn: Warn,
): AsyncGenerator<FleetItem<T>> {
  try {
    for await (const {bytes, file} of archivedFiles(archive)) {
      const item = await attempt(file, async () => readBytes(await bytes(), file));
      if (!(item instanceof PprofxError)) yield item;
      else warn(item.at.input === undefined ? withInput(item, file.path) : item);
    }
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    warn(error);
  }
}

async function attempt<T>(file: FleetFile, read: () => Promise<T>): Promise<FleetItem<T> | PprofxError> {
  try {
    return {file, value: await read()};
  } catch (error) {
    if (error instanceof PprofxError) return error;
    throw error;
  }
}
