/**
 * Runs the built command line as a user would, in a process of its own.
 */
import {type SpawnSyncOptionsWithBufferEncoding, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Needs a build: `npm run check` and `npm test` build first. */
export function pprofx(args: readonly string[], options: SpawnSyncOptionsWithBufferEncoding = {}): CliResult {
  const result = spawnSync(process.execPath, [BIN, ...args], {maxBuffer: 1 << 28, ...options});
  if (result.error !== undefined) throw result.error;
  return {code: result.status, stdout: result.stdout.toString(), stderr: result.stderr.toString()};
}

/** The same without holding up this process, for runs that talk to a server in it. */
export async function pprofxBeside(args: readonly string[]): Promise<CliResult> {
  const child = spawn(process.execPath, [BIN, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  return {code, stdout, stderr};
}
