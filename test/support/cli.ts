/**
 * Runs the built command line as a user would, in a process of its own.
 */
import {type SpawnSyncOptionsWithBufferEncoding, spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Needs a build: `npm run check` builds first. */
export function pprofx(args: readonly string[], options: SpawnSyncOptionsWithBufferEncoding = {}): CliResult {
  const result = spawnSync(process.execPath, [BIN, ...args], {maxBuffer: 1 << 28, ...options});
  if (result.error !== undefined) throw result.error;
  return {code: result.status, stdout: result.stdout.toString(), stderr: result.stderr.toString()};
}
