/**
 * What the tools of one server share: the roots, and reading below them.
 */
import {PprofxError} from '../../base/errors.ts';
import {DEFAULT_LIMITS} from '../../formats/format.ts';
import type {Profile} from '../../model/profile.ts';
import {DEFAULT_MAX_INFLATED_BYTES} from '../input/inflate.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {fileInRoots} from './roots.ts';

export interface Session {
  /** Real paths. */
  readonly roots: readonly string[];
  /** The only targets that may be profiled. */
  readonly allowCollect: readonly string[];
}

/** Half of what the command line takes: a server lives on beside an assistant. */
const READING: InputOptions = {
  maxInflatedBytes: DEFAULT_MAX_INFLATED_BYTES / 2,
  limits: {
    maxBytes: DEFAULT_LIMITS.maxBytes / 2,
    maxStringBytes: DEFAULT_LIMITS.maxStringBytes / 2,
    maxOneStringBytes: DEFAULT_LIMITS.maxOneStringBytes / 2,
  },
};

/**
 * Reads files below the roots; they are called what the assistant called them.
 *
 * @throws USAGE for what may not be read, and whatever reading throws
 */
export async function readBelow(
  {roots}: Session,
  paths: readonly string[],
  keepLabels: NonNullable<InputOptions['keepLabels']>,
): Promise<Profile[]> {
  const files = paths.map((path) => fileInRoots(roots, path));
  const profiles: Profile[] = [];
  for (const [index, file] of files.entries()) {
    const name = paths[index];
    try {
      profiles.push({...(await readInput(file, {...READING, keepLabels})), name});
    } catch (error) {
      throw error instanceof PprofxError ? renamed(error, name) : error;
    }
  }
  return profiles;
}

function renamed({at, code, hint, message}: PprofxError, input: string): PprofxError {
  return new PprofxError(code, message, {...at, input}, hint);
}
