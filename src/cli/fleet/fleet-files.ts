/**
 * Finds the profiles below folders, one after the other: memory follows the depth of the folders, not the files in them.
 *
 * A folder that `collect` left names its files itself, and each process counts at its last moment. Everything else is a
 * file to try: what is no profile is one warning.
 */
import {lstatSync, readdirSync, statSync} from 'node:fs';
import {join, relative} from 'node:path';
import {failure, PprofxError} from '../../base/errors.ts';
import type {CollectedProcess} from '../../model/collection.ts';
import {isCollection, lastFiles, openCollection} from '../case/collection.ts';
import {expandInputs} from '../input/expand.ts';

export interface FleetFile {
  readonly path: string;
  /** Below the folder that the user named, `/` between parts; the name alone where a file was named. */
  readonly relativePath: string;
  /** What the manifest of `collect` knows of it. */
  readonly process: CollectedProcess | undefined;
  /** What a store of profiles knows of it. */
  readonly labels?: ReadonlyMap<string, string>;
}

export type Warn = (error: PprofxError) => void;

/**
 * Files of folders in the order of their names; files that the user named as they are.
 *
 * @throws READ_FAILED for a name that is not there; what is wrong further down goes to `warn`
 */
export function* fleetFiles(inputs: readonly string[], warn: Warn): Generator<FleetFile> {
  for (const input of expandInputs(inputs)) {
    const about = statSync(input, {throwIfNoEntry: false});
    if (about === undefined) throw failure('READ_FAILED', 'no such file or folder', {input});
    if (about.isDirectory()) yield* filesBelow(input, warn);
    else yield {path: input, relativePath: input, process: undefined};
  }
}

function* filesBelow(root: string, warn: Warn): Generator<FleetFile> {
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const about = lstatSync(path, {throwIfNoEntry: false});
    if (about?.isDirectory() !== true) {
      if (waitsForSomebody(path)) warn(failure('READ_FAILED', 'neither a file nor a folder: left out', {input: path}));
      else yield {path, relativePath: relativeName(root, path), process: undefined};
    } else if (isCollection(path)) {
      yield* collectedFiles(path, root, warn);
    } else {
      for (const name of entriesOf(path, warn).reverse()) waiting.push(join(path, name));
    }
  }
}

/** Named pipes, devices and sockets, which nobody named: reading them may never end. */
function waitsForSomebody(path: string): boolean {
  const target = statSync(path, {throwIfNoEntry: false});
  return target !== undefined && !target.isFile() && !target.isDirectory();
}

/** Names that begin with a dot are no profiles: half-written files, version control. */
function entriesOf(folder: string, warn: Warn): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch (error) {
    warn(failure('READ_FAILED', `cannot list the folder (${(error as NodeJS.ErrnoException).code})`, {input: folder}));
    return [];
  }
}

function* collectedFiles(folder: string, root: string, warn: Warn): Generator<FleetFile> {
  let processes: readonly CollectedProcess[] = [];
  try {
    ({processes} = openCollection(folder));
  } catch (error) {
    if (!(error instanceof PprofxError)) throw error;
    warn(error);
  }
  for (const process of processes) {
    for (const path of lastFiles(folder, process)) yield {path, relativePath: relativeName(root, path), process};
  }
}

function relativeName(root: string, path: string): string {
  return relative(root, path).replaceAll('\\', '/');
}
