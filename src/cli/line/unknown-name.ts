/**
 * The answer to a first word that is neither a command nor a file.
 */
import {readdirSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {failure, type PprofxError} from '../../base/errors.ts';
import {maskUrls} from '../input/mask-url.ts';
import {nearestName} from './nearest.ts';

/** Names the nearest command and the nearest file. */
export function nameNeither(name: string, commands: readonly string[]): PprofxError {
  const near = [nearestName(name, commands), nearestFile(name)].filter((each) => each !== undefined);
  const all = 'pprofx --help lists the commands';
  const hint = near.length === 0 ? all : `Did you mean ${near.join(' or ')}? ${all}`;
  return failure('USAGE', `${maskUrls(name)} is neither a command nor a file`, {}, hint);
}

function nearestFile(name: string): string | undefined {
  try {
    const nearest = nearestName(basename(name), readdirSync(dirname(name)).sort());
    return nearest === undefined ? undefined : join(dirname(name), nearest);
  } catch {
    // No such folder, or not ours to read: nothing in it is near.
    return undefined;
  }
}
